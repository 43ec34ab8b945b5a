from django.utils.translation import gettext_lazy as _

from holger.core.permissions import MANAGERS, READERS, Role, permission

VIEW = permission(
    "controls.view", _("See controls, gaps, plan and statements"), everywhere=READERS, own=(Role.CONTRIBUTOR,)
)
EDIT = permission("controls.edit", _("Create and edit controls"), everywhere=MANAGERS, own=(Role.CONTRIBUTOR,))
DELETE = permission("controls.delete", _("Archive and restore controls"), everywhere=MANAGERS)
IMPORT = permission("controls.import", _("Import controls"), everywhere=MANAGERS)
ROUNDS = permission("controls.rounds", _("Open and close gap rounds"), everywhere=MANAGERS)
PLAN = permission("controls.plan", _("Make and follow the plan"), everywhere=MANAGERS, own=(Role.CONTRIBUTOR,))
STATEMENT = permission("controls.statement", _("Draft statements of applicability"), everywhere=MANAGERS)
APPROVE = permission("controls.approve", _("Approve statements of applicability"), everywhere=MANAGERS)
