from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.permissions import MANAGERS, READERS, Role, permission

VIEW = permission("evidence.view", _("See evidence"), everywhere=READERS, own=(Role.CONTRIBUTOR, Role.EMPLOYEE))
ADD = permission(
    "evidence.add",
    pgettext_lazy("permission", "Add evidence"),
    everywhere=(*MANAGERS, Role.DPO, Role.CONTRIBUTOR),
    own=(Role.EMPLOYEE,),
)
"""Employees prove that they have done what they were asked to do."""
EDIT = permission(
    "evidence.edit", _("Edit and replace evidence"), everywhere=MANAGERS, own=(Role.DPO, Role.CONTRIBUTOR)
)
