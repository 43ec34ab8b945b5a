from django.utils.translation import gettext_lazy as _

from holger.core.permissions import EVERYBODY, MANAGERS, READERS, Role, permission

VIEW = permission(
    "policies.view", _("See all policies, drafts and who has read them"), everywhere=READERS, own=(Role.CONTRIBUTOR,)
)
"""Own policies are those that one answers for, writes, reviews or is asked to approve."""
WRITE = permission("policies.write", _("Write policies"), everywhere=(*MANAGERS, Role.DPO), own=(Role.CONTRIBUTOR,))
APPROVE = permission(
    "policies.approve", _("Review and approve policies"), everywhere=MANAGERS, own=(Role.DPO, Role.CONTRIBUTOR)
)
"""Own policies are those that one was asked to review or approve."""
DELETE = permission("policies.delete", _("Archive and restore policies"), everywhere=MANAGERS)
IMPORT = permission("policies.import", _("Import policies"), everywhere=MANAGERS)
ASK = permission("policies.ask", _("Have policies read and confirmed"), everywhere=(*MANAGERS, Role.DPO))
SETTINGS = permission("policies.settings", _("Set who may approve policies"), everywhere=MANAGERS)
READ = permission("policies.read", _("Read and confirm what applies to oneself"), everywhere=(), own=EVERYBODY)
EXCEPT = permission(
    "policies.except",
    _("Ask for exceptions from policies"),
    everywhere=(*MANAGERS, Role.DPO),
    own=(Role.CONTRIBUTOR,),
)
"""One's own exceptions are those that one answers for, asked for, or is to decide on."""
