"""The checklist of a case by phase, with when each step is wanted and how far all of it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from holger.core import dates
from holger.core.actor import Actor
from holger.incidents import library
from holger.incidents.models import UNFINISHED, Incident, Moment, Step
from holger.incidents.models.moments import Point
from holger.incidents.rules.checklist import Progress, is_late, progress, wanted_by
from holger.incidents.rules.playbooks import Playbook, proposed
from holger.incidents.selectors.incidents import only


@dataclass(frozen=True)
class Listed:
    """``late``: it was wanted by now, or was done later than wanted."""

    step: Step
    wanted: datetime | None
    late: bool

    @property
    def is_open(self) -> bool:
        return self.step.done_at is None and not self.step.skipped


@dataclass(frozen=True)
class Phase:
    title: str
    playbook: str
    steps: Sequence[Listed]

    @property
    def progress(self) -> Progress:
        return _progress(self.steps)


def checklist_of(actor: Actor, incident: Incident) -> list[Phase]:
    """Every step of a case that the actor has found, by playbook and phase in their order. Two questions."""
    steps = Step.objects.filter(organisation_id=actor.organisation_id, incident__in=only(actor, incident))
    rows = list(steps.order_by("position", "created_at"))
    first, now = first_sign(incident) if rows else None, dates.now()
    going = incident.status in UNFINISHED
    found = []
    for (playbook, _key), some in groupby(rows, key=lambda step: (step.playbook, step.phase)):
        told = [_listed(step, first, now, going) for step in some]
        found.append(Phase(told[0].step.phase_title, playbook, told))
    return found


def _listed(step: Step, first: datetime | None, now: datetime, going: bool) -> Listed:
    wanted = wanted_by(step.minutes, first)
    counts = not step.skipped and (going or step.done_at is not None)
    return Listed(step, wanted, counts and is_late(wanted, step.done_at, now))


def first_sign(incident: Incident) -> datetime | None:
    """When it was first seen, as somebody has told it last; else when it was detected."""
    told = Moment.objects.filter(incident=incident, point=Point.FIRST_SIGN).order_by("-entered_at", "-id")
    return told.values_list("at", flat=True).first() or incident.detected_at


def _progress(steps: Sequence[Listed]) -> Progress:
    return progress((each.step.done_at is not None, each.step.skipped) for each in steps)


def whole_progress(phases: Sequence[Phase]) -> Progress:
    return _progress([each for phase in phases for each in phase.steps])


def open_steps(phases: Sequence[Phase], most: int) -> list[Listed]:
    """The next ones: those that are wanted by the clock first, the earliest of them on top."""
    found = [each for phase in phases for each in phase.steps if each.is_open]
    found.sort(key=lambda each: (each.wanted is None, each.wanted or dates.now()))
    return found[:most]


def playbooks_for(incident: Incident, used: Sequence[Phase]) -> list[tuple[Playbook, bool]]:
    """The ready ones that are not in use here; those for its category first, and whether they are."""
    there = {phase.playbook for phase in used}
    ready = [each for each in library.playbooks().values() if each.key not in there]
    return [(each, incident.category in each.categories) for each in proposed(ready, incident.category)]


def step_of(actor: Actor, incident: Incident, key: UUID) -> Step | None:
    rows = Step.objects.filter(organisation_id=actor.organisation_id, incident__in=only(actor, incident), pk=key)
    return rows.select_related("incident").first()
