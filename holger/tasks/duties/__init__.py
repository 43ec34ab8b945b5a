"""What tasks ask of people, and what is handed over when somebody leaves."""

from holger.tasks.duties.holdings import HOLDINGS
from holger.tasks.duties.tasks import SOURCE

__all__ = ["HOLDINGS", "SOURCE"]
