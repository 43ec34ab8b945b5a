from django.utils.translation import gettext_lazy as _

from holger.core.permissions import EVERYBODY, MANAGERS, permission

USE = permission("desk.use", _("Read what applies to oneself, and find rules"), everywhere=(), own=EVERYBODY)
SETTINGS = permission("desk.settings", _("Write what the employee's page says"), everywhere=MANAGERS)
