"""A timeline as it is shown: by day, each line with its time, its words and by whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from holger.core import dates
from holger.core.requests import Request
from holger.incidents.models import Entry, EntryKind, Incident, Status
from holger.incidents.permissions import WORK
from holger.incidents.rules.timeline import written_late
from holger.incidents.selectors.timeline import MOST, PAGE, Told, cases_told, names_in, stamp_of, timeline_of
from holger.incidents.words import DAYS_FROM, span_words, timeline_words
from holger.ui import days, http

LOOKS = {"contained": "ok", "recovered": "ok", "closed": "ok", "moment": "accent", "moment_corrected": "accent"}
"""By what a case's own line tells: the colour of its dot."""
ICONS = {
    EntryKind.NOTE: "pencil",
    EntryKind.ACTION: "bolt",
    EntryKind.CONTACT: "phone",
    EntryKind.FINDING: "eye",
    EntryKind.DECISION: "gavel",
}


def may_write(request: Request, incident: Incident) -> bool:
    """May whoever reads it work on the case as it stands?"""
    shut = incident.status == Status.MERGED or incident.archived_at is not None
    return not shut and request.actor.may(WORK, incident)


def stamp_words(request: Request, incident: Incident, cases: Collection[UUID] | None = None) -> str:
    """What a page of a case shows as of now. The minute is in it, because deadlines count down."""
    return f"{stamp_of(request.actor, incident, cases)}-{int(dates.now().timestamp()) // 60}"


def add_url(request: Request, incident: Incident) -> str:
    return _at(request, incident, "entry-add")


def shown_lines(request: Request, incident: Incident, kind: str = "", shown: int = PAGE) -> dict[str, Any]:
    """What the part with the lines needs, which is drawn anew while one looks at it."""
    kind = kind if kind in EntryKind.values else ""
    cases = cases_told(request.actor, incident)
    stamp = stamp_words(request, incident, cases)
    told = timeline_of(request.actor, incident, kind, shown, cases)
    return {
        "days": days_of(told, incident, names_in(request.actor, told.lines), may=may_write(request, incident)),
        "total": told.total,
        "count": None if kind else told.total,
        "older": shown + PAGE if told.total > len(told.lines) and shown < MOST else 0,
        "kind": kind,
        "kinds": [("", "", not kind), *((each.value, each.label, each == kind) for each in EntryKind)],
        "shown_lines": len(told.lines),
        "timeline_url": _at(request, incident, "timeline"),
        "live_url": f"{_at(request, incident, 'live')}?seen={stamp}&kind={kind}&shown={shown}",
        "incident": incident,
        "base": request.base,
    }


def _at(request: Request, incident: Incident, name: str) -> str:
    return http.link(request, f"incidents:{name}", reference=incident.reference)


@dataclass(frozen=True)
class Line:
    """``late``: how much later it was written down. ``struck``: another line has put it right. ``case``: where it stands,
    if that is another case that was joined with this one."""

    key: str
    at: str
    head: str
    text: str
    reason: str
    by: str
    kind: str
    icon: str
    look: str
    late: str
    struck: bool
    corrects: str
    case: str
    may_correct: bool


@dataclass(frozen=True)
class Day:
    title: str
    lines: Sequence[Line]


def days_of(told: Told, incident: Incident, names: Mapping[str, str], *, may: bool = False) -> list[Day]:
    """The newest day first. ``may``: lines that people wrote can be put right."""
    return [
        Day(day_words(day), [line_of(each, told, incident.pk, names, may=may) for each in lines])
        for day, lines in groupby(told.lines, key=lambda each: timezone.localtime(each.at).date())
    ]


def day_words(day: Any) -> str:
    weekday = days.weekday_name(day.weekday())
    return f"{weekday[0].upper()}{weekday[1:]} {days.day(day)}"


def _roughly(span: timedelta) -> str:
    return span_words(span) if span >= DAYS_FROM else days.duration(span // timedelta(minutes=1))


def line_of(entry: Entry, told: Told, here: UUID, names: Mapping[str, str], *, may: bool = False) -> Line:
    head, text, reason = timeline_words(entry.told, names) if entry.told else ("", entry.text, "")
    late = written_late(entry.at, entry.entered_at)
    own, struck = entry.incident_id == here, entry.pk in told.corrected
    return Line(
        key=str(entry.pk),
        at=days.clock(entry.at),
        head=head,
        text=text,
        reason=reason,
        by=entry.by_name,
        kind="" if entry.kind == EntryKind.SYSTEM else str(EntryKind(entry.kind).label),
        icon=ICONS.get(EntryKind(entry.kind), ""),
        look=LOOKS.get(str(entry.told.get("what", "")), "") if entry.told else "said",
        late=gettext("written down %(span)s later") % {"span": _roughly(late)} if late is not None else "",
        struck=struck,
        corrects=str(entry.corrects_id or ""),
        case="" if own else told.cases.get(entry.incident_id, ""),
        may_correct=may and own and not struck and entry.kind != EntryKind.SYSTEM,
    )
