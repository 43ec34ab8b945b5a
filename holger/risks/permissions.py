from django.utils.translation import gettext_lazy as _

from holger.core.permissions import MANAGERS, READERS, Role, permission

VIEW = permission("risks.view", _("See risks"), everywhere=READERS, own=(Role.CONTRIBUTOR,))
EDIT = permission("risks.edit", _("Create and treat risks"), everywhere=MANAGERS, own=(Role.CONTRIBUTOR,))
ASSESS = permission("risks.assess", _("Score risks"), everywhere=MANAGERS, own=(Role.CONTRIBUTOR,))
ASSESS_SUBJECTS = permission(
    "risks.assess_subjects",
    _("Score consequences for the data subjects"),
    everywhere=(*MANAGERS, Role.DPO),
    own=(Role.CONTRIBUTOR,),
)
ACCEPT = permission(
    "risks.accept",
    _("Accept risks, as far as the method lets the role"),
    everywhere=(*MANAGERS, Role.DPO),
    own=(Role.CONTRIBUTOR,),
)
METHOD = permission("risks.method", _("Change the risk method and the threats"), everywhere=MANAGERS)
ROUNDS = permission("risks.rounds", _("Open and freeze assessment rounds"), everywhere=MANAGERS)
DELETE = permission("risks.delete", _("Close, archive and restore risks"), everywhere=MANAGERS)
IMPORT = permission("risks.import", _("Import risks"), everywhere=MANAGERS)
