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
from holger.controls.services.importing import controls_import, controls_import_undo
from holger.controls.services.links import link_add, link_edit, link_remove, links_add

__all__ = [
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
    "link_add",
    "link_edit",
    "link_remove",
    "links_add",
    "reductions_set",
]
