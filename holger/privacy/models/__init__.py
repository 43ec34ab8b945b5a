"""Processing activities, where their data goes outside the EU/EEA, and whose activities they are; requests of data subjects."""

from holger.privacy.models.activity import Activity, ActivityTransfer, Role, Status
from holger.privacy.models.dpia import Dpia, DpiaStatus, DpiaVersion, Screening, ScreeningOutcome
from holger.privacy.models.entity import Entity
from holger.privacy.models.hands import ActivitySupplier
from holger.privacy.models.requests import (
    PERSONAL,
    Asker,
    Channel,
    Found,
    Identity,
    Inquiry,
    Outcome,
    RequestEntry,
    RequestLetter,
    RequestStatus,
    RequestStep,
    SubjectRequest,
)
from holger.privacy.models.retention import Deed, RetentionRule

__all__ = [
    "PERSONAL",
    "Activity",
    "ActivitySupplier",
    "ActivityTransfer",
    "Asker",
    "Channel",
    "Deed",
    "Dpia",
    "DpiaStatus",
    "DpiaVersion",
    "Entity",
    "Found",
    "Identity",
    "Inquiry",
    "Outcome",
    "RequestEntry",
    "RequestLetter",
    "RequestStatus",
    "RequestStep",
    "RetentionRule",
    "Role",
    "Screening",
    "ScreeningOutcome",
    "Status",
    "SubjectRequest",
]
