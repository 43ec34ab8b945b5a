"""The columns of the list of corrective actions, and where one stands in words."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.incidents.models import Correction
from holger.incidents.selectors.afterwards import correction_state
from holger.incidents.words import CORRECTION_STATES
from holger.ui import cells
from holger.ui.columns import Column

LOOKS = {
    "open": ("none", "clock"),
    "late": ("crit", "alert-circle"),
    "check": ("accent", "eye"),
    "worked": ("ok", "circle-check"),
    "failed": ("high", "x"),
    "dropped": ("line", "circle-off"),
}
"""By state: how it is coloured, and its icon."""


def state_badge(row: Correction, today: Any) -> SafeString:
    state = correction_state(row, today)
    return cells.badge(dict(CORRECTION_STATES)[state], *LOOKS[state])


def _incident(row: Correction, page: Any) -> SafeString:
    return cells.link(f"{row.incident.reference} {row.incident.title}", page.base + row.incident.path)


COLUMNS = (
    Column("title", _("What is done"), lambda row, page: cells.link(row.title, page.base + row.incident.path + "#corrections"), sort="title"),
    Column("incident", pgettext_lazy("register", "Incident"), _incident, sort="incident__number"),
    Column("state", _("State"), lambda row, page: state_badge(row, page.today)),
    Column("owner", pgettext_lazy("correction", "Who does it"), lambda row, page: cells.person(row.owner), sort="owner__name"),
    Column("due", _("Due"), lambda row, page: cells.date(row.due), sort="due"),
    Column("done", _("Done"), lambda row, page: cells.date(row.done_on), sort="done_on"),
    Column("check", _("Effect is checked on"), lambda row, page: cells.date(row.check_on), sort="check_on"),
)  # fmt: skip
