from django.utils.translation import gettext_lazy as _

from holger.core.permissions import EVERYBODY, MANAGERS, READERS, Role, permission

VIEW = permission(
    "tasks.view", _("See activities and tasks"), everywhere=READERS, own=(Role.CONTRIBUTOR, Role.EMPLOYEE)
)
"""Those who see only their own see what they do themselves, stand in for or sign off."""
WORK = permission(
    "tasks.work",
    _("Do tasks and sign them off"),
    everywhere=MANAGERS,
    own=tuple(role for role in EVERYBODY if role is not Role.AUDITOR),
)
PLAN = permission(
    "tasks.plan", _("Plan activities and give tasks"), everywhere=MANAGERS, own=(Role.DPO, Role.CONTRIBUTOR)
)
"""Own activities are those that one answers for, does, stands in for or signs off; own tasks also those that one has given."""
DELETE = permission("tasks.delete", _("Archive and restore activities and tasks"), everywhere=MANAGERS)
IMPORT = permission("tasks.import", _("Import activities"), everywhere=MANAGERS)
TEAM = permission("tasks.team", _("See and hand over the work of others"), everywhere=MANAGERS)
NOTICES = permission("tasks.notices", _("Read what one is told, and choose how"), everywhere=(), own=EVERYBODY)
SETTINGS = permission(
    "tasks.settings",
    _("Set up mail, reminders, webhooks and what is done when people come and go"),
    everywhere=MANAGERS,
)
