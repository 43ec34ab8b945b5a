from holger.incidents.models.affected import Affected, Condition, Relation
from holger.incidents.models.afterwards import Correction, Effect, Evaluation, Touch
from holger.incidents.models.decisions import CaseMeasures, Decision
from holger.incidents.models.incident import Incident
from holger.incidents.models.law import Agreement, CaseAgreements, LegalProfile, OwnRecipient, OwnRule
from holger.incidents.models.moments import Moment, Point
from holger.incidents.models.notices import CaseAnswers, LateReason, LetterDraft, SentNotice
from holger.incidents.models.settings import CaseSettings
from holger.incidents.models.states import UNFINISHED, WORKED_ON, Cause, Known, Source, Status
from holger.incidents.models.steps import Step
from holger.incidents.models.team import Member, Part
from holger.incidents.models.timeline import Custody, Deed, Entry, EntryKind

__all__ = [
    "UNFINISHED",
    "WORKED_ON",
    "Affected",
    "Agreement",
    "CaseAgreements",
    "CaseAnswers",
    "CaseMeasures",
    "CaseSettings",
    "Cause",
    "Condition",
    "Correction",
    "Custody",
    "Decision",
    "Deed",
    "Effect",
    "Entry",
    "EntryKind",
    "Evaluation",
    "Incident",
    "Known",
    "LateReason",
    "LegalProfile",
    "LetterDraft",
    "Member",
    "Moment",
    "OwnRecipient",
    "OwnRule",
    "Part",
    "Point",
    "Relation",
    "SentNotice",
    "Source",
    "Status",
    "Step",
    "Touch",
]
