"""Everything that may be done to the map. Each verb asks permission, checks, changes and leaves a trace."""

from holger.assets.services.asset import (
    asset_archive,
    asset_create,
    asset_edit,
    asset_override_clear,
    asset_override_need,
    asset_restore,
    asset_review,
)
from holger.assets.services.bulk import assets_bulk_archive, assets_bulk_edit, assets_bulk_tag
from holger.assets.services.dependency import dependencies_add, dependency_add, dependency_edit, dependency_remove
from holger.assets.services.importing import (
    asset_import,
    asset_import_undo,
    dependency_import,
    dependency_import_undo,
    process_import,
    process_import_undo,
)
from holger.assets.services.information import (
    information_type_create,
    information_type_delete,
    information_type_edit,
)
from holger.assets.services.need import recompute

__all__ = [
    "asset_archive",
    "asset_create",
    "asset_edit",
    "asset_import",
    "asset_import_undo",
    "asset_override_clear",
    "asset_override_need",
    "asset_restore",
    "asset_review",
    "assets_bulk_archive",
    "assets_bulk_edit",
    "assets_bulk_tag",
    "dependencies_add",
    "dependency_add",
    "dependency_edit",
    "dependency_import",
    "dependency_import_undo",
    "dependency_remove",
    "information_type_create",
    "information_type_delete",
    "information_type_edit",
    "process_import",
    "process_import_undo",
    "recompute",
]
