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
from holger.controls.services.plan import (
    plan_item_archive,
    plan_item_create,
    plan_item_done,
    plan_item_drop,
    plan_item_edit,
    plan_item_move,
    plan_item_place,
    plan_item_reopen,
    plan_item_restore,
    plan_item_start,
    plan_items_edit_many,
)
from holger.controls.services.plan_gaps import (
    plan_from_gaps,
)
from holger.controls.services.plan_importing import (
    plan_items_import,
    plan_items_import_undo,
)
from holger.controls.services.plan_priorities import (
    plan_priorities_update,
)
from holger.controls.services.proposing import (
    Accepted,
    proposals_accept,
    starters_accept,
)
from holger.controls.services.statement_approval import (
    statement_approve,
    statement_decline,
)
from holger.controls.services.statements import (
    statement_discard,
    statement_draft,
    statement_edit,
    statement_request,
    statement_withdraw,
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
    "plan_from_gaps",
    "plan_item_archive",
    "plan_item_create",
    "plan_item_done",
    "plan_item_drop",
    "plan_item_edit",
    "plan_item_move",
    "plan_item_place",
    "plan_item_reopen",
    "plan_item_restore",
    "plan_item_start",
    "plan_items_edit_many",
    "plan_items_import",
    "plan_items_import_undo",
    "plan_priorities_update",
    "proposals_accept",
    "reductions_set",
    "starters_accept",
    "statement_approve",
    "statement_decline",
    "statement_discard",
    "statement_draft",
    "statement_edit",
    "statement_request",
    "statement_withdraw",
]
