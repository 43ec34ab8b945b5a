"""Every write of the room, one function per verb."""

from holger.frameworks.services.adopting import framework_adopt, framework_bring, framework_update
from holger.frameworks.services.bringing import Taken, draft_discard, draft_keep, draft_take, files_take
from holger.frameworks.services.frameworks import (
    framework_archive,
    framework_create,
    framework_edit,
    framework_restore,
)
from holger.frameworks.services.groups import group_add, group_edit, group_remove
from holger.frameworks.services.importing import (
    mappings_import,
    mappings_import_undo,
    requirements_import,
    requirements_import_undo,
)
from holger.frameworks.services.mappings import mapping_add, mapping_remove, mappings_bring
from holger.frameworks.services.requirements import (
    requirement_add,
    requirement_edit,
    requirement_move,
    requirement_remove,
    requirement_restore,
)
from holger.frameworks.services.scopes import scope_add, scope_edit, scope_remove
from holger.frameworks.services.standings import (
    standing_answer,
    standing_choose,
    standings_answer,
    standings_ask,
    standings_confirm,
    standings_exclude,
    standings_include,
    standings_target,
)

__all__ = [
    "Taken",
    "draft_discard",
    "draft_keep",
    "draft_take",
    "files_take",
    "framework_adopt",
    "framework_archive",
    "framework_bring",
    "framework_create",
    "framework_edit",
    "framework_restore",
    "framework_update",
    "group_add",
    "group_edit",
    "group_remove",
    "mapping_add",
    "mapping_remove",
    "mappings_bring",
    "mappings_import",
    "mappings_import_undo",
    "requirement_add",
    "requirement_edit",
    "requirement_move",
    "requirement_remove",
    "requirement_restore",
    "requirements_import",
    "requirements_import_undo",
    "scope_add",
    "scope_edit",
    "scope_remove",
    "standing_answer",
    "standing_choose",
    "standings_answer",
    "standings_ask",
    "standings_confirm",
    "standings_exclude",
    "standings_include",
    "standings_target",
]
