from django.utils.translation import gettext_lazy as _

from holger.core.permissions import Role, permission

MANAGE = permission("sso.manage", _("Set up single sign-on"), everywhere=(Role.OWNER,))
