"""What the room has put on paper: the risk register and the treatment plan."""

from holger.risks.papers.plan import treatment_plan
from holger.risks.papers.register import risk_register

__all__ = ["risk_register", "treatment_plan"]
