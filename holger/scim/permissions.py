from django.utils.translation import gettext_lazy as _

from holger.core.permissions import Role, permission

MANAGE = permission("scim.manage", _("Set up the feed of people"), everywhere=(Role.OWNER,))
