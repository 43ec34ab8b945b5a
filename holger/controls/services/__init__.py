"""Every write of the room, one function per verb."""

from holger.controls.services.controls import (
    control_archive,
    control_create,
    control_edit,
    control_restore,
    controls_edit_many,
    reductions_set,
)
from holger.controls.services.links import link_add, link_edit, link_remove
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
from holger.controls.services.plan_gaps import plan_from_gaps
from holger.controls.services.plan_importing import plan_items_import, plan_items_import_undo
from holger.controls.services.plan_priorities import plan_priorities_update

__all__ = [
    "control_archive",
    "control_create",
    "control_edit",
    "control_restore",
    "controls_edit_many",
    "link_add",
    "link_edit",
    "link_remove",
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
    "reductions_set",
]
