"""A case in a list and on its page: its severity, its status, and the deadline that presses most."""

from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.words import say
from holger.incidents.library.titles import category_titles
from holger.incidents.models import Incident, Status
from holger.incidents.rules.clocks import Clock
from holger.incidents.rules.severity import Method
from holger.incidents.selectors.severity import level_title
from holger.incidents.tables.clocks import due_words, remaining
from holger.incidents.words import STATE_LOOKS
from holger.ui import cells
from holger.ui.columns import Column

FROM_THE_TOP = (("crit", "flame"), ("high", "alert-triangle"), ("mid", "alert-circle"))
"""How severities look, the highest first; the lowest is quiet whatever its place."""
STATUS_LOOKS = {
    Status.REPORTED: ("accent", "bell"),
    Status.OPEN: ("high", "circle-half-2"),
    Status.CONTAINED: ("mid", "shield-lock"),
    Status.RECOVERED: ("ok", "refresh"),
    Status.CLOSED: ("none", "circle-check"),
    Status.REJECTED: ("none", "circle-off"),
    Status.MERGED: ("none", "arrow-merge"),
}


def severity_badge(method: Method, incident: Incident) -> SafeString:
    if not incident.severity:
        return cells.dash
    return _severity(method, incident.severity, incident.severity_rank, get_language())


@lru_cache(maxsize=500)
def _drawn(word: str, level: str, icon: str) -> SafeString:
    return cells.badge(word, level, icon)


def _severity(method: Method, key: str, rank: int, language: str | None) -> SafeString:
    place = len(method.severities) - 1 - rank
    look = FROM_THE_TOP[place] if rank > 0 and 0 <= place < len(FROM_THE_TOP) else ("none", "")
    return _drawn(level_title(method.severities, key, language), *look)


def status_badge(incident: Incident) -> SafeString:
    level, icon = STATUS_LOOKS[Status(incident.status)]
    return _drawn(incident.get_status_display(), level, icon)


def marks(incident: Incident) -> list[SafeString]:
    """What sets a case apart: an exercise, or one that only a few may know of."""
    found = []
    if incident.drill:
        found.append(_drawn(str(pgettext_lazy("incident", "Exercise")), "accent", "test-pipe"))
    if incident.restricted:
        found.append(_drawn(gettext("Need to know"), "none", "lock"))
    return found


def category_word(key: str) -> str:
    return say(category_titles().get(key), get_language()) or key


def clock_badge(clock: Clock | None, zone: str) -> SafeString:
    """How much time is left of the deadline that presses most; which and until when on hover, and read aloud."""
    if clock is None:
        return cells.dash
    left, note = remaining(clock)
    level, icon = STATE_LOOKS[clock.state]
    until = due_words(clock.due, zone) if clock.due is not None else ""
    told = ", ".join(filter(None, [say(clock.rule.title, get_language()), until]))
    return cells.badge(f"{left} {note}".strip(), level, icon, told)


def _name(row: Incident, page: Any) -> SafeString:
    """The link first, so that a phone shows the row by it."""
    return SafeString(" ".join([cells.name(row, page.base), *marks(row)]))


def _clock(row: Incident, page: Any) -> SafeString:
    return clock_badge(page.pressing.get(row.pk), page.request.organisation.zone)


COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number", reads=("number",)),
    Column("title", _("Incident"), _name, sort="title"),
    Column(
        "severity",
        _("Severity"),
        lambda row, page: severity_badge(page.method, row),
        sort="severity_rank",
        reads=("severity", "severity_rank"),
    ),
    Column("status", _("Status"), lambda row, page: status_badge(row), sort="status"),
    Column(
        "clock",
        pgettext_lazy("column", "Deadline"),
        _clock,
        help=_("The deadline of the law that presses most"),
        reads=("organisation_id",),
    ),
    Column("category", pgettext_lazy("incident", "Category"), lambda row, page: category_word(row.category), reads=("category",)),
    Column("owner", _("Case leader"), lambda row, page: cells.person(row.owner), sort="owner__name", reads=("owner_id",)),
    Column(
        "detected", pgettext_lazy("incident", "Detected"), lambda row, page: cells.moment(row.detected_at), sort="detected_at", reads=("detected_at",)
    ),
    Column("unit", _("Unit"), lambda row, page: row.unit, sort="unit__name", shown=False, reads=("unit_id",)),
    Column("source", _("How it came in"), lambda row, page: row.get_source_display(), sort="source", shown=False, reads=("source",)),
    Column("cause", pgettext_lazy("incident", "Cause"), lambda row, page: row.get_cause_display(), sort="cause", shown=False, reads=("cause",)),
    Column(
        "people",
        _("People affected"),
        lambda row, page: row.people_count,
        sort="people_count",
        shown=False,
        number=True,
        reads=("people_count",),
    ),
    Column("closed", pgettext_lazy("incident", "Closed"), lambda row, page: cells.moment(row.closed_at), sort="closed_at", shown=False, reads=("closed_at",)),
    Column("updated", _("Updated"), lambda row, page: cells.moment(row.updated_at), sort="updated_at", shown=False, reads=("updated_at",)),
)  # fmt: skip
