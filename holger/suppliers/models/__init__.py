"""The room's tables, a file for each noun."""

from holger.suppliers.models.agreements import ContractSettings, DataAgreement, DoraEntry
from holger.suppliers.models.assurance import Assurance, AssuranceKind
from holger.suppliers.models.chain import LinkKind, SupplyLink
from holger.suppliers.models.contact import Contact
from holger.suppliers.models.contracts import (
    Amendment,
    Contract,
    ContractClause,
    ContractKind,
    ContractStatus,
    Held,
    Renewing,
)
from holger.suppliers.models.merge import Merge
from holger.suppliers.models.questionnaires import Questionnaire, QuestionnaireVersion, VersionState
from holger.suppliers.models.sendings import (
    Answer,
    AnswerFinding,
    Attachment,
    PortalLink,
    PortalVisit,
    Sending,
    SendingState,
    Verdict,
)
from holger.suppliers.models.supervision import Finding, ObjectiveReading, OwnPoints, ProcessorAssessment, Supervision
from holger.suppliers.models.supplier import LEVELS, Access, Category, Replaceable, Status, Supplier
from holger.suppliers.models.transfer import Basis, Transfer

__all__ = [
    "LEVELS",
    "Access",
    "Amendment",
    "Answer",
    "AnswerFinding",
    "Assurance",
    "AssuranceKind",
    "Attachment",
    "Basis",
    "Category",
    "Contact",
    "Contract",
    "ContractClause",
    "ContractKind",
    "ContractSettings",
    "ContractStatus",
    "DataAgreement",
    "DoraEntry",
    "Finding",
    "Held",
    "LinkKind",
    "Merge",
    "ObjectiveReading",
    "OwnPoints",
    "PortalLink",
    "PortalVisit",
    "ProcessorAssessment",
    "Questionnaire",
    "QuestionnaireVersion",
    "Renewing",
    "Replaceable",
    "Sending",
    "SendingState",
    "Status",
    "Supervision",
    "Supplier",
    "SupplyLink",
    "Transfer",
    "Verdict",
    "VersionState",
]
