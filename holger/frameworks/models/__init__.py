from holger.frameworks.models.draft import DRAFTS_LIVE, Draft
from holger.frameworks.models.framework import Framework, Origin, Requirement
from holger.frameworks.models.mapping import Mapping, Relation, between
from holger.frameworks.models.scope import Answer, Driver, Maturity, Scope, Standing, State

__all__ = [
    "DRAFTS_LIVE",
    "Answer",
    "Draft",
    "Driver",
    "Framework",
    "Mapping",
    "Maturity",
    "Origin",
    "Relation",
    "Requirement",
    "Scope",
    "Standing",
    "State",
    "between",
]
