"""The columns of the record of breaches, and what became of each in words."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.incidents.models.decisions import Answered
from holger.ui import cells, days
from holger.ui.columns import Column


def outcome(row: Any) -> tuple[str, str, str]:
    """(words, level, icon) of what became of a breach."""
    if row.notified_at is not None:
        return gettext("Notified"), "ok", "circle-check"
    if row.risk == Answered.NO:
        return gettext("Not notified"), "none", "circle-off"
    if row.is_breach == Answered.YES and row.risk == Answered.YES:
        return gettext("To be notified"), "crit", "alert-circle"
    return gettext("Not decided"), "mid", "help-circle"


def badge(row: Any, page: Any) -> SafeString:
    return cells.badge(*outcome(row))


def why(row: Any) -> str:
    """When and with which receipt, or why not."""
    if row.notified_at is not None:
        return ", ".join(filter(None, [days.moment(row.notified_at), row.notified_receipt]))
    return row.why_not or "" if row.risk == Answered.NO else ""


COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Incident"), lambda row, page: cells.name(row, page.base), sort="title"),
    Column(
        "aware", pgettext_lazy("incident", "Aware of it"), lambda row, page: cells.date(row.aware_at), sort="aware_at"
    ),
    Column("outcome", _("Notification"), badge),
    Column("why", _("When, or why not"), lambda row, page: why(row)),
    Column("told", _("People told"), lambda row, page: cells.date(row.people_told_at), sort="people_told_at"),
)
