from django.utils.translation import gettext_lazy as _

from holger.core.permissions import MANAGERS, READERS, Role, permission

VIEW = permission(
    "frameworks.view", _("See frameworks and how they are met"), everywhere=READERS, own=(Role.CONTRIBUTOR,)
)
EDIT = permission("frameworks.edit", _("Choose, import and edit frameworks and mappings"), everywhere=MANAGERS)
SCOPE = permission("frameworks.scope", _("Say where frameworks hold and which requirements apply"), everywhere=MANAGERS)
ANSWER = permission(
    "frameworks.answer",
    _("Answer how requirements are met"),
    everywhere=(*MANAGERS, Role.DPO),
    own=(Role.CONTRIBUTOR,),
)
