from django.utils.translation import gettext_lazy as _

from holger.core.permissions import Role, permission

VIEW = permission("jobs.view", _("See what runs by itself"), everywhere=(Role.OWNER,))
RETRY = permission("jobs.retry", _("Try failed jobs and mail again"), everywhere=(Role.OWNER,))
