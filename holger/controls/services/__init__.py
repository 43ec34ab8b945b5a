"""Every write of the room, one function per verb."""

from holger.controls.services.gap import (
    gap_answer,
    gap_answers_import,
    gap_answers_import_undo,
    gap_ask,
    gap_confirm,
    gap_confirm_many,
    gap_leave_out,
    gap_round_close,
    gap_round_edit,
    gap_round_open,
    gap_round_remove,
    gap_round_reopen,
    gap_skip,
)

__all__ = [
    "gap_answer",
    "gap_answers_import",
    "gap_answers_import_undo",
    "gap_ask",
    "gap_confirm",
    "gap_confirm_many",
    "gap_leave_out",
    "gap_round_close",
    "gap_round_edit",
    "gap_round_open",
    "gap_round_remove",
    "gap_round_reopen",
    "gap_skip",
]
