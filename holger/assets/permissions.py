from django.utils.translation import gettext_lazy as _

from holger.core.permissions import MANAGERS, READERS, Role, permission

VIEW = permission(
    "assets.view", _("See processes and assets"), everywhere=(*READERS, Role.CONTRIBUTOR), own=(Role.CONTRIBUTOR,)
)
CREATE = permission("assets.create", _("Add processes and assets"), everywhere=(*MANAGERS, Role.CONTRIBUTOR))
EDIT = permission(
    "assets.edit",
    _("Edit processes, assets and dependencies"),
    everywhere=MANAGERS,
    own=(Role.CONTRIBUTOR, Role.DPO),
)
OVERRIDE = permission("assets.override", _("Override an inherited protection need"), everywhere=MANAGERS)
DELETE = permission("assets.delete", _("Archive and restore processes and assets"), everywhere=MANAGERS)
IMPORT = permission("assets.import", _("Import processes, assets and dependencies"), everywhere=MANAGERS)
INFORMATION_TYPES = permission("information_types.edit", _("Edit information types"), everywhere=(*MANAGERS, Role.DPO))
