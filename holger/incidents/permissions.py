from django.utils.translation import gettext_lazy as _

from holger.core.permissions import MANAGERS, READERS, Role, permission

VIEW = permission("incidents.view", _("See incidents"), everywhere=READERS, own=(Role.CONTRIBUTOR,))
DECIDE = permission(
    "incidents.decide",
    _("Assess incidents, and say when things happened"),
    everywhere=(*MANAGERS, Role.DPO),
    own=(Role.CONTRIBUTOR,),
)
NOTIFY = permission(
    "incidents.notify",
    _("Fill in notifications, and write down what was sent"),
    everywhere=(*MANAGERS, Role.DPO),
    own=(Role.CONTRIBUTOR,),
)
LAW = permission(
    "incidents.law",
    _("Change the rules of deadlines, whom to tell and what is agreed"),
    everywhere=(*MANAGERS, Role.DPO),
)
