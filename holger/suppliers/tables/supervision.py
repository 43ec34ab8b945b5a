"""The columns of the list of supervisions, and the badges that lists and pages draw alike."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.suppliers.models.supervision import Conclusion, Severity, Supervision, SupervisionStatus
from holger.suppliers.rules.supervising import Standing
from holger.suppliers.words.supervision import STANDINGS, concept_word
from holger.ui import cells
from holger.ui.columns import Column

STATUS_LOOKS = {
    SupervisionStatus.PLANNED: ("accent", "calendar-event"),
    SupervisionStatus.REQUESTED: ("mid", "send"),
    SupervisionStatus.RECEIVED: ("mid", "hourglass"),
    SupervisionStatus.CONCLUDED: ("none", "check"),
    SupervisionStatus.CANCELLED: ("line", "circle-off"),
}
"""By status: how it is coloured, and its icon."""
CONCLUSION_LOOKS = {
    Conclusion.SUFFICIENT: ("ok", "circle-check"),
    Conclusion.REMARKS: ("mid", "alert-circle"),
    Conclusion.INSUFFICIENT: ("crit", "alert-triangle"),
}
STANDING_LOOKS = {
    Standing.LATE: ("crit", "clock-exclamation"),
    Standing.NOT_ASSESSED: ("high", "help-circle"),
    Standing.INSUFFICIENT: ("crit", "alert-triangle"),
    Standing.SOON: ("mid", "calendar-due"),
    Standing.GOOD: ("ok", "circle-check"),
}
SEVERITY_LOOKS = {
    Severity.LOW: ("none", ""),
    Severity.MEDIUM: ("mid", "alert-circle"),
    Severity.HIGH: ("high", "alert-triangle"),
    Severity.CRITICAL: ("crit", "flame"),
}


def status_badge(row: Supervision) -> SafeString:
    return cells.badge(row.get_status_display(), *STATUS_LOOKS[SupervisionStatus(row.status)])


def conclusion_badge(row: Supervision) -> SafeString:
    if not row.conclusion:
        return cells.dash
    return cells.badge(row.get_conclusion_display(), *CONCLUSION_LOOKS[Conclusion(row.conclusion)])


def standing_badge(standing: str) -> SafeString:
    return cells.badge(STANDINGS[standing], *STANDING_LOOKS[standing])


def severity_badge(row: Any) -> SafeString:
    return cells.badge(row.get_severity_display(), *SEVERITY_LOOKS[Severity(row.severity)])


def late_badge() -> SafeString:
    return cells.badge(gettext("Late"), "crit", "clock-exclamation")


def _planned(row: Supervision, page: Any) -> SafeString:
    """Marked as late where it is open and its day has passed."""
    return cells.date(row.planned_on, page.today if row.is_open else None)


COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", pgettext_lazy("register", "Supervision"), lambda row, page: cells.name(row, page.base), sort="title"),
    Column(
        "supplier",
        pgettext_lazy("register", "Supplier"),
        lambda row, page: cells.link(row.supplier.title, page.base + row.supplier.path),
        sort="supplier__title",
    ),
    Column("concept", _("Concept"), lambda row, page: concept_word(row.concept), sort="concept"),
    Column("status", _("Status"), lambda row, page: status_badge(row), sort="status"),
    Column("conclusion", _("Conclusion"), lambda row, page: conclusion_badge(row), sort="conclusion"),
    Column("planned", _("To be done by"), _planned, sort="planned_on"),
    Column("concluded", _("Concluded"), lambda row, page: cells.date(row.concluded_on), sort="concluded_on", shown=False),
    Column("owner", _("Carried out by"), lambda row, page: cells.person(row.owner), sort="owner__name"),
    Column("findings", pgettext_lazy("supervision", "Open findings"), lambda row, page: row.open_findings or cells.dash, number=True),
    Column("requested", _("Asked for"), lambda row, page: cells.date(row.requested_on), sort="requested_on", shown=False),
    Column("received", _("Received"), lambda row, page: cells.date(row.received_on), sort="received_on", shown=False),
    Column("next", _("Next supervision"), lambda row, page: cells.date(row.next_on), sort="next_on", shown=False),
)  # fmt: skip
