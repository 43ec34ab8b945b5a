from django.utils.translation import gettext_lazy as _

from holger.core.permissions import MANAGERS, permission

VIEW = permission("backup.view", _("See when backups were made and tested"), everywhere=MANAGERS)
