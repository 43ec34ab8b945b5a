"""Processes and assets: what the organisation has, what depends on what, and how well it must be protected."""
