"""A timeline as it is shown: by day, each line with its time, its words and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

from django.template.defaultfilters import capfirst
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from holger.core import dates
from holger.core.kept import Kept
from holger.core.requests import Request
from holger.incidents.models import Entry, EntryKind, Incident, Status
from holger.incidents.permissions import WORK
from holger.incidents.rules.timeline import written_late
from holger.incidents.selectors.timeline import MOST, PAGE, Stamp, Told, names_in, stamp_of, timeline_of
from holger.incidents.tables.asked import kin_on
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


def stamp_words(stamp: Stamp) -> str:
    """What a page of a case shows as of now. The minute is in it, because deadlines count down."""
    return f"{stamp}-{int(dates.now().timestamp()) // 60}"


def add_url(request: Request, incident: Incident) -> str:
    return _at(request, incident, "entry-add")


def shown_lines(request: Request, incident: Incident, kind: str = "", shown: int = PAGE) -> dict[str, Any]:
    """What the part with the lines needs, which is drawn anew while one looks at it."""
    kind = kind if kind in EntryKind.values else ""
    stamp = stamp_of(request.actor, incident, kin_on(request, incident))
    told = timeline_of(request.actor, incident, kind, shown, stamp)
    correct = _at(request, incident, "entry-correct", pk=NO_KEY) if may_write(request, incident) else ""
    return {
        "days": days_of(told, incident, names_in(request.actor, told.lines), correct),
        "total": told.total,
        "count": None if kind else told.total,
        "older": shown + PAGE if told.total > len(told.lines) and shown < MOST else 0,
        "kind": kind,
        "kinds": [("", "", not kind), *((each.value, each.label, each == kind) for each in EntryKind)],
        "shown_lines": len(told.lines),
        "timeline_url": _at(request, incident, "timeline"),
        "live_url": f"{_at(request, incident, 'live')}?seen={stamp_words(stamp)}&kind={kind}&shown={shown}",
        "incident": incident,
        "base": request.base,
    }


def _at(request: Request, incident: Incident, name: str, **more: Any) -> str:
    return http.link(request, f"incidents:{name}", reference=incident.reference, **more)


@dataclass(frozen=True)
class Line:
    """``late``: how much later it was written down. ``struck``: another line has put it right. ``case``: where it stands,
    if that is another case that was joined with this one. ``correct_url``: where it can be put right, "" for nowhere."""

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
    correct_url: str

    @cached_property
    def html(self) -> SafeString:
        """As it stands in a timeline."""
        return SafeString(get_template("incidents/_timeline_line.html").render({"line": self}))


LINES: Kept[Line] = Kept(1000)
"""Lines as they were shown the last time. They are only ever added, and a page of a case is drawn anew with every one that is."""
NO_KEY = str(UUID(int=0))
"""Stands in an address for the key of a line."""


@dataclass(frozen=True)
class Day:
    title: str
    lines: Sequence[Line]

    @property
    def html(self) -> SafeString:
        return SafeString("".join(line.html for line in self.lines))


def days_of(told: Told, incident: Incident, names: Mapping[str, str], correct_url: str = "") -> list[Day]:
    """The newest day first. ``correct_url``: where lines that people wrote can be put right, with ``NO_KEY`` for the line's."""
    zone, reader = timezone.get_current_timezone(), reading()
    return [
        Day(
            capfirst(days.weekday_and_day(day)),
            [line_of(each, told, incident.pk, names, correct_url, reader) for each in lines],
        )
        for day, lines in groupby(told.lines, key=lambda each: each.at.astimezone(zone).date())
    ]


def reading() -> tuple[str | None, str]:
    """What a line's words and times hold for, whoever reads it: the language and the zone."""
    return get_language(), timezone.get_current_timezone_name()


def _roughly(span: timedelta) -> str:
    return span_words(span) if span >= DAYS_FROM else days.duration(span // timedelta(minutes=1))


def line_of(
    entry: Entry, told: Told, here: UUID, names: Mapping[str, str], correct_url: str, reader: tuple[str | None, str]
) -> Line:
    own, struck = entry.incident_id == here, entry.pk in told.corrected
    case = "" if own else told.cases.get(entry.incident_id, "")
    url = "" if struck or not own or entry.kind == EntryKind.SYSTEM else correct_url
    named = frozenset(names.items()) if entry.told else None
    key = (entry.pk, entry.by_name, struck, case, url, named, reader)
    return LINES.get(key, lambda: _line(entry, names, struck, case, url.replace(NO_KEY, str(entry.pk))))


def _line(entry: Entry, names: Mapping[str, str], struck: bool, case: str, correct_url: str) -> Line:
    head, text, reason = timeline_words(entry.told, names) if entry.told else ("", entry.text, "")
    late = written_late(entry.at, entry.entered_at)
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
        case=case,
        correct_url=correct_url,
    )
