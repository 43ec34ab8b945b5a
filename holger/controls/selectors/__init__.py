"""Every read of the room, seen by an actor."""

from holger.controls.selectors.signs import InMap, signs_in_map
from holger.controls.selectors.statement_lines import Stated, stated
from holger.controls.selectors.statements import (
    approvers_for,
    find_statements,
    statement_scopes_for,
    statements_for,
    statements_old,
    statements_waiting,
)

__all__ = [
    "InMap",
    "Stated",
    "approvers_for",
    "find_statements",
    "signs_in_map",
    "stated",
    "statement_scopes_for",
    "statements_for",
    "statements_old",
    "statements_waiting",
]
