"""holger: an information security management system that is calm, Danish and open."""

__version__ = "0.1.0"
