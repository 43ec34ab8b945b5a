"""The timeline of a case with those that were joined to it: the newest first, some at a time."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from holger.core.actor import Actor
from holger.incidents.models import Entry, EntryKind, Incident
from holger.incidents.permissions import VIEW
from holger.incidents.selectors.incidents import has_found, incidents_for, only
from holger.organisation.models import Person

PAGE = 50
MOST = 1_000
"""So many lines are shown on a page at most; on paper there are all."""


@dataclass(frozen=True)
class Told:
    """Lines of a timeline: those that are shown, how many there are in all, and what was put right by what."""

    lines: Sequence[Entry]
    total: int
    corrected: Collection[UUID]
    cases: dict[UUID, str]
    """By case, the reference."""


def cases_told(actor: Actor, incident: Incident, kin: Collection[Incident] | None = None) -> dict[UUID, str]:
    """The case and those that were joined to it, as far as the actor sees them: key and reference.

    ``kin`` is what it was itself joined with or parted from, where that is known.
    """
    if has_found(actor, incident):
        found = {incident.pk: incident.reference}
    else:
        found = dict(incidents_for(actor).filter(pk=incident.pk).order_by().values_list("pk", "reference"))
    wanted = list(found)
    if kin is not None and found:
        joined = {case.pk: case.reference for case in kin if case.merged_into_id == incident.pk}
        wanted, found = list(joined), found | joined
    while wanted:
        rows = dict(incidents_for(actor).filter(merged_into__in=wanted).order_by().values_list("pk", "reference"))
        wanted = [key for key in rows if key not in found]
        found |= rows
    return found


def entries_of(actor: Actor, incident: Incident, kind: str = "") -> QuerySet[Entry]:
    """Every line, the newest first. Whoever asks has found the case."""
    return _entries(actor, cases_told(actor, incident), kind)


def _entries(actor: Actor, cases: Collection[UUID], kind: str) -> QuerySet[Entry]:
    rows = Entry.objects.filter(organisation_id=actor.organisation_id, incident__in=cases)
    if kind in EntryKind.values:
        rows = rows.filter(kind=kind)
    return rows.order_by("-at", "-entered_at", "-id")


def timeline_of(
    actor: Actor, incident: Incident, kind: str = "", shown: int = PAGE, stamp: "Stamp | None" = None
) -> Told:
    """The newest lines of a case that the actor has found. ``stamp``: what is known of it already, asked before the lines."""
    stamp = stamp or stamp_of(actor, incident)
    lines = list(_entries(actor, stamp.cases, kind)[: min(shown, MOST)])
    return Told(lines, _total(actor, stamp, kind, len(lines), shown), corrected_among(lines, stamp), stamp.cases)


def _total(actor: Actor, stamp: "Stamp", kind: str, found: int, shown: int) -> int:
    if found < min(shown, MOST):
        return found
    return _entries(actor, stamp.cases, kind).order_by().count() if kind else max(stamp.lines, found)


def names_in(actor: Actor, lines: Collection[Entry]) -> dict[str, str]:
    """What the people and cases that the lines name by key are called; a case only to whoever may know of it."""
    told = [part for line in lines for part in (line.told, line.told.get("told")) if part and isinstance(part, dict)]
    people = (_keys(told, "person") | _keys(told, "owner")) if actor.may(VIEW) else set()
    cases = _keys(told, "case")
    found: dict[str, str] = {}
    if people:
        rows = Person.objects.filter(organisation_id=actor.organisation_id, pk__in=people)
        found |= {str(key): name for key, name in rows.values_list("pk", "name")}
    if cases:
        seen = incidents_for(actor).filter(pk__in=cases).order_by().values_list("pk", "reference", "title")
        found |= {str(key): f"{reference} {title}" for key, reference, title in seen}
    return found


def _keys(told: Collection[dict[str, Any]], name: str) -> set[UUID]:
    found = set()
    for each in told:
        with suppress(ValueError):
            if each.get(name):
                found.add(UUID(str(each[name])))
    return found


def corrected_among(lines: Collection[Entry], stamp: "Stamp") -> set[UUID]:
    """Those of the lines that another has put right."""
    if not lines or not stamp.corrections:
        return set()
    rows = Entry.objects.filter(corrects__in=[each.pk for each in lines]).values_list("corrects", flat=True)
    return {key for key in rows if key is not None}


def entry_in(actor: Actor, incident: Incident, key: UUID) -> Entry | None:
    """A line of the case itself."""
    rows = Entry.objects.filter(organisation_id=actor.organisation_id, incident__in=only(actor, incident))
    return rows.filter(pk=key).first()


@dataclass(frozen=True)
class Stamp:
    """What a page of a case showed: it differs from now when there is something new to show."""

    lines: int
    newest: datetime | None
    version: int
    corrections: int
    """How many of the lines put another right."""
    cases: dict[UUID, str]
    """Whose lines they are: by case, the reference."""

    def __str__(self) -> str:
        newest = f"{self.newest.timestamp():.6f}" if self.newest else ""
        return f"{self.lines}-{newest}-{self.version}"


def stamp_of(actor: Actor, incident: Incident, kin: Collection[Incident] | None = None) -> Stamp:
    """Two questions, or one more for each time that cases were joined; one less where its ``kin`` is known.

    Whoever shows lines asks for it before them: of what is written in between, the next look then still says that it is new.
    """
    cases = cases_told(actor, incident, kin)
    rows = Entry.objects.filter(organisation_id=actor.organisation_id, incident__in=cases).order_by()
    told = rows.aggregate(lines=Count("pk"), newest=Max("entered_at"), corrections=Count("corrects"))
    return Stamp(told["lines"], told["newest"], incident.version, told["corrections"], cases)
