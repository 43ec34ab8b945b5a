"""Suppliers that have a part in processing activities: those of a page, and their badges."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.requests import Request
from holger.privacy.models import Activity, ActivitySupplier
from holger.privacy.selectors.hands import hands_of
from holger.suppliers.models import Transfer
from holger.ui import cells, http


def hands_on(request: Request, activity: Activity) -> Sequence[ActivitySupplier]:
    """The page's head, its picture and a panel tell of the same."""
    today = dates.today(request.organisation.zone)
    return http.once(request, "hands", activity.pk, lambda: hands_of(request.actor, activity, today))


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
