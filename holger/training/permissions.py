from django.utils.translation import gettext_lazy as _

from holger.core.permissions import EVERYBODY, MANAGERS, READERS, Role, permission

VIEW = permission(
    "training.view", _("See courses and who has passed them"), everywhere=READERS, own=(Role.CONTRIBUTOR,)
)
"""Own courses are those that one answers for."""
EDIT = permission(
    "training.edit", _("Write and publish courses"), everywhere=(*MANAGERS, Role.DPO), own=(Role.CONTRIBUTOR,)
)
ASSIGN = permission(
    "training.assign", _("Assign courses and hold classes"), everywhere=(*MANAGERS, Role.DPO), own=(Role.CONTRIBUTOR,)
)
LEAD = permission("training.lead", _("Give those one leads more attempts"), everywhere=MANAGERS, own=EVERYBODY)
"""Own are those whose manager one is."""
LEARN = permission("training.learn", _("Take the courses that one is given"), everywhere=(), own=EVERYBODY)
