from django.utils.translation import gettext_lazy as _

from holger.core.permissions import MANAGERS, READERS, Role, permission

VIEW = permission("comments.view", _("Read comments"), everywhere=(*READERS, Role.CONTRIBUTOR))
ADD = permission("comments.add", _("Write comments"), everywhere=(*MANAGERS, Role.DPO, Role.CONTRIBUTOR))
REMOVE = permission("comments.remove", _("Remove others' comments"), everywhere=MANAGERS)
