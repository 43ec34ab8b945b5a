"""Badges of suppliers that have a part in processing activities."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from holger.suppliers.models import Transfer
from holger.ui import cells


def agreement_badge(agreed: bool) -> SafeString:
    """Only where one of ours is missing, or is there: others have their agreement with somebody else."""
    if agreed:
        return cells.badge(_("Agreement in force"), "ok", "circle-check")
    return cells.badge(_("No agreement in force"), "crit", "alert-triangle")


def sent_badge(each: Transfer) -> SafeString:
    """What a supplier's transfer rests on, or that it rests on nothing."""
    if not each.basis:
        return cells.badge(_("No basis"), "crit", "alert-triangle")
    if each.unassessed:
        return cells.badge(_("Country not assessed"), "mid", "alert-triangle")
    return cells.badge(each.get_basis_display(), "line")
