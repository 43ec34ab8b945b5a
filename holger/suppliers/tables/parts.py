from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from holger.core.registry import AHEAD
from holger.suppliers.models import Assurance, Transfer
from holger.ui import cells


def assurance_badge(row: Assurance, today: date) -> SafeString:
    """Does it hold, is a new one due, has anybody read it, and what did the auditor find?"""
    if row.expired(today):
        return cells.badge(gettext("Expired"), "high", "clock")
    if row.expires is not None and row.expires <= today + AHEAD:
        return cells.badge(gettext("Expires soon"), "mid", "clock")
    if row.read_on is None:
        return cells.badge(gettext("Not read"), "mid", "eye")
    if row.exceptions:
        return cells.badge(gettext("With exceptions"), "mid", "alert-triangle")
    return cells.badge(gettext("Read, no exceptions"), "ok", "check")


def transfer_badge(row: Transfer) -> SafeString:
    if not row.basis:
        return cells.badge(gettext("Transfer without basis"), "crit", "alert-triangle")
    if row.unassessed:
        return cells.badge(gettext("Country not assessed"), "high", "alert-triangle")
    return cells.badge(row.get_basis_display(), "none")
