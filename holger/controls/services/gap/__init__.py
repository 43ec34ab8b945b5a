"""Gap rounds: opened, worked through with colleagues, closed."""

from holger.controls.services.gap.answering import (
    gap_answer,
    gap_confirm,
    gap_confirm_many,
    gap_leave_out,
    gap_skip,
)
from holger.controls.services.gap.asking import gap_ask
from holger.controls.services.gap.importing import gap_answers_import, gap_answers_import_undo
from holger.controls.services.gap.rounds import (
    gap_round_close,
    gap_round_edit,
    gap_round_open,
    gap_round_remove,
    gap_round_reopen,
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
