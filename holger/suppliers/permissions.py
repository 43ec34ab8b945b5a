from django.utils.translation import gettext_lazy as _

from holger.core.permissions import MANAGERS, READERS, Guest, Role, permission

# The register

VIEW = permission(
    "suppliers.view", _("See suppliers"), everywhere=(*READERS, Role.CONTRIBUTOR), own=(Role.CONTRIBUTOR,)
)
"""Own suppliers are those that one owns or is deputy for."""
CREATE = permission("suppliers.create", _("Add suppliers"), everywhere=(*MANAGERS, Role.DPO, Role.CONTRIBUTOR))
EDIT = permission(
    "suppliers.edit",
    _("Edit suppliers, their contacts, chain and assurance"),
    everywhere=(*MANAGERS, Role.DPO),
    own=(Role.CONTRIBUTOR,),
)
MANAGE = permission(
    "suppliers.manage", _("Merge suppliers, and override how critical they are"), everywhere=(*MANAGERS, Role.DPO)
)
DELETE = permission("suppliers.delete", _("Archive and restore suppliers"), everywhere=MANAGERS)
IMPORT = permission("suppliers.import", _("Import suppliers"), everywhere=MANAGERS)

# Supervision

SUPERVISE = permission(
    "suppliers.supervise",
    _("Assess processors and supervise them"),
    everywhere=(*MANAGERS, Role.DPO),
    own=(Role.CONTRIBUTOR,),
)
"""Own ones are those of suppliers that one owns or is deputy for, those that one looks after or carries out, and findings that one sees to."""
POINTS = permission("suppliers.points", _("Change the point model of supervision"), everywhere=(*MANAGERS, Role.DPO))
# Questionnaires

QUESTIONNAIRE_VIEW = permission(
    "questionnaires.view", _("See questionnaires and suppliers’ answers"), everywhere=READERS, own=(Role.CONTRIBUTOR,)
)
"""Own are those sent to suppliers that one owns, and those whose answers one reads."""
QUESTIONNAIRE_EDIT = permission(
    "questionnaires.edit", _("Write and publish questionnaires"), everywhere=(*MANAGERS, Role.DPO)
)
QUESTIONNAIRE_SEND = permission(
    "questionnaires.send",
    _("Send questionnaires to suppliers, and shut out whom they let in"),
    everywhere=(*MANAGERS, Role.DPO),
    own=(Role.CONTRIBUTOR,),
)
QUESTIONNAIRE_JUDGE = permission(
    "questionnaires.judge",
    _("Judge suppliers’ answers, write findings and conclude"),
    everywhere=(*MANAGERS, Role.DPO),
    own=(Role.CONTRIBUTOR,),
)
QUESTIONNAIRE_ANSWER = permission(
    "questionnaires.answer", _("Answer a questionnaire in the portal"), everywhere=(), guests=(Guest.SUPPLIER,)
)
"""No member holds it: it is for whoever comes by a link, and for that one questionnaire."""

# Contracts

CONTRACTS_VIEW = permission("contracts.view", _("See contracts"), everywhere=READERS, own=(Role.CONTRIBUTOR,))
"""Own contracts are those that one owns. Prices are nobody else's business."""
CONTRACTS_CREATE = permission("contracts.create", _("Add contracts"), everywhere=(*MANAGERS, Role.DPO))
CONTRACTS_EDIT = permission(
    "contracts.edit",
    _("Edit contracts, read their clauses and decide about them"),
    everywhere=(*MANAGERS, Role.DPO),
    own=(Role.CONTRIBUTOR,),
)
CONTRACTS_DELETE = permission("contracts.delete", _("Archive and restore contracts"), everywhere=MANAGERS)
CONTRACTS_IMPORT = permission("contracts.import", _("Import contracts"), everywhere=MANAGERS)
CONTRACTS_SETTINGS = permission("contracts.settings", _("Say what is kept of contracts"), everywhere=MANAGERS)
