"""Every write of the room, one function per verb."""

from holger.controls.services.statement_approval import statement_approve, statement_decline
from holger.controls.services.statements import (
    statement_discard,
    statement_draft,
    statement_edit,
    statement_request,
    statement_withdraw,
)

__all__ = [
    "statement_approve",
    "statement_decline",
    "statement_discard",
    "statement_draft",
    "statement_edit",
    "statement_request",
    "statement_withdraw",
]
