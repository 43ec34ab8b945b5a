from holger.suppliers.tests.factories.contracts import make_contract
from holger.suppliers.tests.factories.questionnaires import (
    make_guest,
    make_sending,
    make_short,
    portal_of,
    question,
    secret_of,
)
from holger.suppliers.tests.factories.register import make_supplier
from holger.suppliers.tests.factories.supervision import make_assessment, make_concluded, make_finding, make_supervision

__all__ = [
    "make_assessment",
    "make_concluded",
    "make_contract",
    "make_finding",
    "make_guest",
    "make_sending",
    "make_short",
    "make_supervision",
    "make_supplier",
    "portal_of",
    "question",
    "secret_of",
]
