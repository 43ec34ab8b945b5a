"""Exercises: an incident that is played. It is begun from the library, told inject by inject, and ended with a report."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotAllowed, RuleBroken
from holger.core.words import N_, say
from holger.evidence.models import Evidence
from holger.evidence.services import evidence_add
from holger.history import services as history
from holger.incidents import library, signals
from holger.incidents.models import Evaluation, Incident, Member, Part, Source, Status
from holger.incidents.permissions import WORK
from holger.incidents.rules.exercises import Exercise
from holger.incidents.selectors.afterwards import evaluation_of
from holger.incidents.selectors.drills import FINISHED, INJECT, STARTED, exercise_of, told_in, word
from holger.incidents.services.lines import line_put
from holger.incidents.services.standing import hold, must_reach
from holger.organisation.models import Organisation, Person
from holger.organisation.selectors import is_here
from holger.organisation.services import guards, next_numbers

OVER = N_("This exercise is over.")


@transaction.atomic
def drill_start(
    *, actor: Actor, exercise: str, leader: Person, team: Sequence[Person] = (), at: datetime | None = None
) -> Incident:
    """Begin an exercise of the library: a case of its own, led by ``leader``, that is an incident in all but name."""
    actor.require(WORK)
    guards.own(actor, leader, *team)
    known = library.exercises().get(exercise)
    if known is None:
        raise RuleBroken(N_("There is no such exercise."), "exercise")
    moment = at or dates.now()
    if moment > dates.now():
        raise RuleBroken(N_("This has not happened yet."), "at")
    for each in (leader, *team):
        if not is_here(each):
            raise RuleBroken(N_("%(name)s is not here any more."), "team", {"name": each.name})
    incident = _made(actor, known, leader, moment)
    for each in {person.pk: person for person in team}.values():
        if each.pk != leader.pk:
            Member.objects.create(
                organisation_id=actor.organisation_id, incident=incident, person=each, part=Part.MEMBER
            )
    history.record(
        actor=actor,
        action="incident.drill_started",
        target=incident,
        changes={"title": [None, incident.title], "owner": [None, leader.name]},
    )
    line_put(actor, incident, STARTED, at=moment, title=say(known.title, _language(actor)))
    signals.incident_changed.send(sender=Incident, incident=incident, actor=actor, step="drill_start")
    return incident


def _made(actor: Actor, known: Exercise, leader: Person, at: datetime) -> Incident:
    language = _language(actor)
    number = next_numbers(organisation_id=actor.organisation_id, prefix=Incident.prefix)[0]
    incident = Incident(
        organisation_id=actor.organisation_id,
        number=number,
        reference=f"{Incident.prefix}-{number}",
        drill=True,
        exercise=known.key,
        playbook=known.playbook,
        status=Status.OPEN,
        taken_on_at=at,
    )
    title = f"{word(language)}: {say(known.title, language)}"
    told = {"title": title[:200], "description": say(known.setting, language), "owner": leader}
    write(incident, {**told, "unit": leader.unit, "detected_at": at, "source": Source.OTHER})
    actor.require(WORK, incident)
    return incident


@transaction.atomic
def inject_tell(*, actor: Actor, incident: Incident, number: int) -> None:
    """Tell the table what happens next. It stands in the timeline from now on; told once it is told."""
    exercise = _led(actor, incident)
    if not 0 < number <= len(exercise.injects):
        raise RuleBroken(N_("There is no such inject."))
    if told_in(incident, exercise)[number - 1].told_at is not None:
        raise RuleBroken(N_("The table has been told this already."))
    inject = exercise.injects[number - 1]
    line_put(actor, incident, INJECT, number=number, minute=inject.minute, text=say(inject.text, _language(actor)))
    history.record(actor=actor, action="incident.inject_told", target=incident, changes={"inject": [None, number]})


def drill_finish(*, actor: Actor, incident: Incident, lessons: str, report: UploadedFile) -> Evidence:
    """End an exercise with what was learned. ``report`` tells how it went, and is kept as evidence about it.

    The file is kept before the transaction begins, as evidence always is.
    """
    with transaction.atomic():
        _led(actor, incident)
    if not lessons.strip():
        raise RuleBroken(N_("Write what you learned. That is what the exercise is for."), "lessons")
    kept = evidence_add(actor=actor, subject=incident, file=report, title=report_title(incident))
    _finish(actor, incident, lessons.strip())
    return kept


@transaction.atomic
def _finish(actor: Actor, incident: Incident, lessons: str) -> None:
    _led(actor, incident)
    now = dates.now()
    row = evaluation_of(incident) or Evaluation(organisation_id=incident.organisation_id, incident=incident)
    write(row, {"lessons": lessons, "held_on": now.date(), "finished_at": now})
    incident.refresh_from_db()
    write(incident, {"status": Status.CLOSED, "closed_at": now})
    changes = {"status": [Status.OPEN.value, Status.CLOSED.value]}
    history.record(actor=actor, action="incident.drill_finished", target=incident, changes=changes)
    line_put(actor, incident, FINISHED)
    signals.incident_changed.send(sender=Incident, incident=incident, actor=actor, step="drill_finish")


def report_title(incident: Incident) -> str:
    """What the report is called where evidence is kept."""
    return f"{incident.reference} {incident.title}"[:200]


def _led(actor: Actor, incident: Incident) -> Exercise:
    """Only whoever leads an exercise tells it on and ends it: the others do not know what comes."""
    must_reach(actor, incident, WORK)
    hold(incident)
    exercise = exercise_of(incident)
    if exercise is None:
        raise RuleBroken(N_("This is no exercise."))
    if actor.person_id is None or incident.owner_id != actor.person_id:
        raise NotAllowed(WORK)
    if Incident.objects.filter(pk=incident.pk, status=Status.CLOSED).exists():
        raise RuleBroken(OVER)
    return exercise


def _language(actor: Actor) -> str:
    found: Any = Organisation.objects.filter(pk=actor.organisation_id).values_list("language", flat=True).get()
    return str(found)
