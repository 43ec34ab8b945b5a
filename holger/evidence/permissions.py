from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.permissions import MANAGERS, READERS, Role, permission

VIEW = permission("evidence.view", _("See evidence"), everywhere=READERS, own=(Role.CONTRIBUTOR,))
ADD = permission(
    "evidence.add", pgettext_lazy("permission", "Add evidence"), everywhere=(*MANAGERS, Role.DPO, Role.CONTRIBUTOR)
)
EDIT = permission(
    "evidence.edit", _("Edit and replace evidence"), everywhere=MANAGERS, own=(Role.DPO, Role.CONTRIBUTOR)
)
