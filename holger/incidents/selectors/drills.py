"""Exercises: what sets them apart from incidents, and how far a running one has come."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from holger.core.actor import Actor
from holger.core.models import hanging_on
from holger.core.words import LANGUAGES
from holger.incidents import library
from holger.incidents.models import Decision, Entry, EntryKind, Incident, SentNotice, Status
from holger.incidents.rules.exercises import Exercise, Told, told
from holger.incidents.selectors.incidents import incidents_for

COUNTS_ELSEWHERE = (Status.MERGED, Status.REJECTED)
STARTED, INJECT, FINISHED = "drill_started", "inject", "drill_finished"
"""What the timeline calls them."""
WORDS = {"da": "ØVELSE", "en": "EXERCISE"}


def real(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """Without exercises."""
    return rows.filter(drill=False)


def counted(actor: Actor) -> QuerySet[Incident]:
    """What numbers are made of: incidents that the actor may know of, without exercises and what counts elsewhere or not at all."""
    return real(incidents_for(actor)).exclude(status__in=COUNTS_ELSEWHERE).filter(archived_at=None)


def drills_for(actor: Actor) -> QuerySet[Incident]:
    return incidents_for(actor).filter(drill=True, archived_at=None)


def word(language: str) -> str:
    """EXERCISE, in a language that is not the page's: of a copy, a letter, a paper."""
    return WORDS[language if language in LANGUAGES else "en"]


def marked(incident: Incident, text: str, language: str = "") -> str:
    """A text that could be taken for earnest, marked where it belongs to an exercise."""
    if not incident.drill:
        return text
    return f"{word(language) if language else gettext('EXERCISE')}: {text}"


def exercise_of(incident: Incident) -> Exercise | None:
    """None where the library does not have it any more, or it is no exercise."""
    return library.exercises().get(incident.exercise) if incident.drill else None


def began(incident: Incident) -> datetime:
    """When the table was told the setting."""
    row = _lines(incident).filter(told__what=STARTED).order_by("at").first()
    return row.at if row is not None else incident.detected_at


def told_in(incident: Incident, exercise: Exercise) -> list[Told]:
    """Each inject with when it was told, and when the table first did something after it."""
    injects: dict[int, datetime] = {}
    for row in _lines(incident).filter(told__what=INJECT).order_by("at"):
        injects.setdefault(int(row.told.get("number", 0)), row.at)
    return told(exercise, began(incident), injects, sorted(row.at for row in actions_in(incident)))


def actions_in(incident: Incident) -> list[Any]:
    """What the table did: what somebody wrote, decided or sent, other than the exercise's own lines."""
    lines = _lines(incident).exclude(kind=EntryKind.SYSTEM)
    own = {STARTED, FINISHED, INJECT}
    system = [row for row in _lines(incident).filter(kind=EntryKind.SYSTEM) if row.told.get("what") not in own]
    here = {"organisation_id": incident.organisation_id, "incident": incident}
    return [*lines, *system, *Decision.objects.filter(**here), *SentNotice.objects.filter(**here)]


def _lines(incident: Incident) -> QuerySet[Entry]:
    return hanging_on(Entry, incident=incident)
