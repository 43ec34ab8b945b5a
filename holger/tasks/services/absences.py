"""Days away: set by oneself or by whoever looks after one's work. What falls due then goes to the deputy."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotAllowed, RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.history.services import Entry
from holger.organisation.models import Person
from holger.organisation.selectors import is_here
from holger.tasks.models import Absence, Task, TaskStatus
from holger.tasks.permissions import TEAM, WORK
from holger.tasks.rules import work as rules
from holger.tasks.selectors.team import looks_after
from holger.tasks.services.shared import itself, must_be_ours, today_in

DAY = timedelta(days=1)


@transaction.atomic
def absence_set(*, actor: Actor, person: Person, first: date, last: date, deputy: Person | None = None) -> Absence:
    """Somebody is away from the first to the last of these days, and ``deputy`` stands in."""
    _must_be_let(actor, person)
    absence = Absence(organisation_id=actor.organisation_id, person=person)
    return _write(actor, absence, {"first": first, "last": last, "deputy": deputy}, "person.away_set")


@transaction.atomic
def absence_edit(*, actor: Actor, absence: Absence, **answers: Any) -> Absence:
    """Other days, or somebody else who stands in."""
    must_be_ours(actor, absence)
    _must_be_let(actor, absence.person)
    if unknown := set(answers) - {"first", "last", "deputy"}:
        raise ValueError(f"not changed in an absence: {unknown}")
    return _write(actor, absence, answers, "person.away_set")


@transaction.atomic
def absence_end(*, actor: Actor, absence: Absence) -> None:
    """They are back, or do not go. Days that have gone stay on record."""
    must_be_ours(actor, absence)
    _must_be_let(actor, absence.person)
    today = today_in(actor.organisation_id)
    if absence.last < today:
        raise RuleBroken(rules.PAST)
    told = {"last": [absence.last.isoformat(), None]}
    history.record(actor=actor, action="person.away_ended", target=absence.person, changes=told)
    if absence.first >= today:
        absence.delete()
    else:
        write(absence, {"last": today - DAY})


@transaction.atomic
def absences_begin(*, organisation_id: UUID) -> int:
    """Name the deputies on what falls due while people are away today. Done again every day, for what has come since."""
    today = today_in(organisation_id)
    rows = Absence.objects.filter(organisation_id=organisation_id, first__lte=today, last__gte=today)
    return sum(
        _deputise(itself(organisation_id), absence)
        for absence in rows.filter(deputy__isnull=False).select_related("deputy")
    )


def _write(actor: Actor, absence: Absence, answers: dict[str, Any], action: str) -> Absence:
    values = {name: answers.get(name, getattr(absence, name)) for name in ("first", "last", "deputy")}
    must_be_ours(actor, values["deputy"])
    Person.objects.select_for_update(no_key=True).filter(pk=absence.person_id).get()  # two at once would overlap
    others = Absence.objects.filter(organisation_id=actor.organisation_id, person=absence.person_id)
    taken = others.exclude(pk=absence.pk).values_list("first", "last")
    if why := rules.why_not_away(values["first"], values["last"], today_in(actor.organisation_id), taken):
        raise RuleBroken(why)
    _check_deputy(absence.person, **values)
    if told := write(absence, values):
        history.record(actor=actor, action=action, target=absence.person, changes=told)
        _deputise(actor, absence)
    return absence


def _check_deputy(person: Person, first: date, last: date, deputy: Person | None) -> None:
    if deputy is None:
        return
    told = {"name": deputy.name}
    if deputy.pk == person.pk:
        raise RuleBroken(N_("Nobody stands in for themselves."), "deputy")
    if not is_here(deputy):
        raise RuleBroken(N_("%(name)s is not here any more."), "deputy", told)
    if Absence.objects.filter(person=deputy, first__lte=last, last__gte=first).exists():
        raise RuleBroken(N_("%(name)s is away on some of those days as well."), "deputy", told)


def _deputise(actor: Actor, absence: Absence) -> int:
    """Name the deputy on the tasks that fall due meanwhile and have none: whoever sees only their own sees them then.

    It is no edit of the task: what nobody has touched may still be planned otherwise.
    """
    deputy = absence.deputy
    if deputy is None:
        return 0
    rows = Task.objects.filter(
        organisation_id=absence.organisation_id, owner=absence.person_id, status=TaskStatus.OPEN, archived_at=None
    )
    rows = rows.filter(Q(approver=None) | ~Q(approver=deputy), due__lte=absence.last, deputy=None)
    tasks = list(rows)
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(deputy=deputy)
    told = {"deputy": [None, deputy.name]}
    history.record_many(actor=actor, entries=[Entry("task.changed", task, told) for task in tasks])
    return len(tasks)


def _must_be_let(actor: Actor, person: Person) -> None:
    """One's own days, or those of somebody whose work one looks after."""
    must_be_ours(actor, person)
    if person.pk == actor.person_id:
        actor.require(WORK)
    elif not looks_after(actor, person):
        raise NotAllowed(TEAM)
