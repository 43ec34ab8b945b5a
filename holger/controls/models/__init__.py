"""Tables of the room: controls and what they answer, gap rounds, the plan, and statements of applicability."""

from holger.controls.models.control import Cadence, Control, Function, Kind, Link, Reading, Status, Strength
from holger.controls.models.gap import GapAnswer, GapRound, Origin
from holger.controls.models.plan import PlanItem, PlanStatus
from holger.controls.models.statement import Choice, HowFar, Statement

__all__ = [
    "Cadence",
    "Choice",
    "Control",
    "Function",
    "GapAnswer",
    "GapRound",
    "HowFar",
    "Kind",
    "Link",
    "Origin",
    "PlanItem",
    "PlanStatus",
    "Reading",
    "Statement",
    "Status",
    "Strength",
]
