from django.utils.translation import gettext_lazy as _

from holger.core.permissions import EVERYBODY, permission

OVERVIEW = permission("overview.view", _("See the overview"), everywhere=EVERYBODY)
