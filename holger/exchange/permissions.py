from django.utils.translation import gettext_lazy as _

from holger.core.permissions import MANAGERS, Role, permission

IMPORT = permission("exchange.import", _("Import spreadsheets"), everywhere=(*MANAGERS, Role.DPO))
"""Together with the permission to edit the register that is imported to."""

REPORT = permission("exchange.report", _("Have long reports made in the background"), everywhere=tuple(Role))
"""What a report says, its own page has asked for."""
