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

__all__ = [
    "control_archive",
    "control_create",
    "control_edit",
    "control_restore",
    "controls_edit_many",
    "link_add",
    "link_edit",
    "link_remove",
    "reductions_set",
]
