"""Every read of the room, seen by an actor."""

from holger.controls.selectors.signs import InMap, signs_in_map
from holger.controls.selectors.statement_lines import Stated, stated, statement_head
from holger.controls.selectors.statement_now import Now, frozen_of, statements_now
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
    "Now",
    "Stated",
    "approvers_for",
    "find_statements",
    "frozen_of",
    "signs_in_map",
    "stated",
    "statement_head",
    "statement_scopes_for",
    "statements_for",
    "statements_now",
    "statements_old",
    "statements_waiting",
]
