from django.utils.translation import gettext_lazy as _

from holger.core.permissions import EVERYBODY, MANAGERS, permission

TOKENS = permission("api.tokens", _("Make and revoke API tokens"), everywhere=MANAGERS, own=EVERYBODY)
