"""Tables of the room: methods, threats, risks with what is done about them, rounds and what they froze."""

from holger.risks.models.acceptance import Acceptance
from holger.risks.models.effect import Effect
from holger.risks.models.method import Method
from holger.risks.models.risk import AssetScore, Risk, Staged, Treatment
from holger.risks.models.rounds import Round, Snapshot
from holger.risks.models.threat import Threat
from holger.risks.models.treatment import TreatmentAction

__all__ = [
    "Acceptance",
    "AssetScore",
    "Effect",
    "Method",
    "Risk",
    "Round",
    "Snapshot",
    "Staged",
    "Threat",
    "Treatment",
    "TreatmentAction",
]
