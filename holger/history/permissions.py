from django.utils.translation import gettext_lazy as _

from holger.core.permissions import READERS, Role, permission

VIEW = permission("history.view", _("Read the whole history"), everywhere=READERS)
EXPORT = permission("history.export", _("Export the history"), everywhere=READERS)
OBJECT = permission("history.object", _("Read an object's history"), everywhere=READERS, own=(Role.CONTRIBUTOR,))
