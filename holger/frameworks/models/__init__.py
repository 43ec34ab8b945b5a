from holger.frameworks.models.framework import Framework, Origin, Requirement
from holger.frameworks.models.mapping import Mapping, Relation
from holger.frameworks.models.scope import Answer, Driver, Maturity, Scope, Standing, State

__all__ = [
    "Answer",
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
]
