"""Every write of the room, one function per verb."""

from holger.controls.services.controls import (
    asset_remove,
    assets_add,
    control_archive,
    control_create,
    control_edit,
    control_restore,
    controls_archive_many,
    controls_edit_many,
    reductions_set,
)
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
from holger.controls.services.importing import (
    controls_import,
    controls_import_undo,
)
from holger.controls.services.links import (
    link_add,
    link_edit,
    link_remove,
    links_add,
)
from holger.controls.services.proposing import (
    Accepted,
    proposals_accept,
    starters_accept,
)

__all__ = [
    "Accepted",
    "asset_remove",
    "assets_add",
    "control_archive",
    "control_create",
    "control_edit",
    "control_restore",
    "controls_archive_many",
    "controls_edit_many",
    "controls_import",
    "controls_import_undo",
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
    "link_add",
    "link_edit",
    "link_remove",
    "links_add",
    "proposals_accept",
    "reductions_set",
    "starters_accept",
]
