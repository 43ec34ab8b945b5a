"""What whoever reported something may know of it: their own words, how it stands, and what they were answered. Never the case itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.incidents.models import Entry, EntryKind, Incident
from holger.incidents.permissions import REPORT
from holger.incidents.rules.reports import Stage, stage_of

WORDS, REPORTER = "reported", "reporter"
"""The line that holds what was reported; and how a line says that it is from, or to, whoever reported it (``told``)."""
MOST_LINES = 200


@dataclass(frozen=True)
class Said:
    """A line between whoever reported it and those who handle it. ``answer``: it is for whoever reported it."""

    at: datetime
    text: str
    answer: bool = False
    by: str = ""


@dataclass(frozen=True)
class Report:
    """A report as its reporter sees it. ``category`` is what they chose."""

    reference: str
    at: datetime
    words: str
    category: str
    stage: Stage
    lines: Sequence[Said] = ()

    @property
    def path(self) -> str:
        return f"my/reports/{self.reference}/"


def my_incidents(actor: Actor) -> QuerySet[Incident]:
    """The incidents that the actor has reported under their name. Not to be shown: only what ``Report`` tells of them is theirs."""
    rows = Incident.objects.filter(organisation_id=actor.organisation_id, source="form", archived_at=None)
    if actor.person_id is None or not actor.may(REPORT):
        return rows.none()
    return rows.filter(reporter=actor.person_id)


def my_reports(actor: Actor, first: int | None = None) -> list[Report]:
    """The actor's own, the newest first, in two questions."""
    rows = list(my_incidents(actor).order_by("-created_at", "-number")[:first])
    told = {
        line.incident_id: line.told
        for line in Entry.objects.filter(incident__in=[row.pk for row in rows], kind=EntryKind.SYSTEM, told__what=WORDS)
    }
    return [_report(row, told.get(row.pk, {})) for row in rows]


def my_report(actor: Actor, reference: str) -> Report:
    """One of the actor's own with what was said since; ``NotFound`` for any other."""
    row = my_incidents(actor).filter(reference=reference).first()
    if row is None:
        raise NotFound
    lines = list(Entry.objects.filter(incident=row).order_by("entered_at", "id"))
    words: dict[str, str] = next((line.told for line in lines if line.told.get("what") == WORDS), {})
    said = [_said(line) for line in lines if REPORTER in (line.told.get("from"), line.told.get("to"))]
    return _report(row, words, said[-MOST_LINES:])


def _said(line: Entry) -> Said:
    answer = line.told.get("to") == REPORTER
    return Said(line.entered_at, line.text, answer, line.by_name if answer else "")


def _report(row: Incident, told: dict[str, str], lines: Sequence[Said] = ()) -> Report:
    stage = stage_of(row.status, restricted=row.restricted)
    return Report(row.reference, row.created_at, told.get("words", ""), told.get("category", ""), stage, lines)
