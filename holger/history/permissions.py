from django.utils.translation import gettext_lazy as _

from holger.core.permissions import MANAGERS, READERS, Role, permission

VIEW = permission("history.view", _("Read the whole history"), everywhere=READERS)
EXPORT = permission("history.export", _("Export the history"), everywhere=READERS)
OBJECT = permission("history.object", _("Read an object's history"), everywhere=READERS, own=(Role.CONTRIBUTOR,))
SEAL = permission("history.seal", _("Make checkpoints of the history"), everywhere=MANAGERS)
KEEPING = permission(
    "history.keeping", _("Decide how long the history is kept, and who gets its checkpoints"), everywhere=(Role.OWNER,)
)
