"""Somebody comes or goes: a task to whoever leads them, with all that is to be done, in time for the day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, override

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.history import services as history
from holger.organisation.models import Organisation, Person
from holger.tasks.models import Move, MoveKind, MoveList, Task, TaskStatus
from holger.tasks.permissions import SETTINGS
from holger.tasks.rules import moves as rules
from holger.tasks.rules.assigning import Roster, Wish
from holger.tasks.rules.tasks import lines as tidy
from holger.tasks.rules.tasks import why_not_lines
from holger.tasks.selectors.moves import NOT_DONE, move_lines
from holger.tasks.selectors.roster import roster_of
from holger.tasks.services.shared import hold, itself
from holger.tasks.services.tasks import task_put

SOMEBODY = "security_officer"
"""The role of the field that does it where nobody leads them."""
type Begun = tuple[UUID, str]


@transaction.atomic
def move_list_edit(*, actor: Actor, kind: str, lines: Sequence[str]) -> MoveList:
    """What is done from now on; tasks that are given already stay as they are. Without a line no task is made."""
    organisation_id = actor.organisation_id
    known = MoveList.objects.filter(organisation_id=organisation_id, kind=kind).first()
    row = known or MoveList(organisation_id=organisation_id, kind=kind)
    actor.require(SETTINGS, row)
    found = tidy(lines)
    if why := why_not_lines(found):
        raise RuleBroken(why, field="lines")
    if told := write(row, {"lines": found}):
        history.record(actor=actor, action="move_list.changed", target=row, changes=told)
    return row


@transaction.atomic
def moves_follow(*, organisation_id: UUID, people: Iterable[Person] | None = None, begun: Begun | None = None) -> int:
    """Bring what is planned for these people, or for everybody, into line with their days. Returns how many tasks were made.

    A day that is taken away takes its task with it, and one that is moved moves it, as long as it is not done. ``begun``:
    somebody's day has just come, however late that is told.
    """
    hold(organisation_id)
    organisation = Organisation.objects.get(pk=organisation_id)
    today = dates.today(organisation.zone)
    rows = list(_concerned(organisation_id, people, today).select_related("unit").order_by("number"))
    known: defaultdict[Begun, list[Move]] = defaultdict(list)
    for move in Move.objects.filter(person__in=[person.pk for person in rows]).select_related("task").order_by("-day"):
        known[move.person_id, move.kind].append(move)
    for person in rows:
        for kind, day in ((MoveKind.JOINER, person.starts_on), (MoveKind.LEAVER, person.ends_on)):
            key = (person.pk, str(kind))
            _follow(person, kind, day, known[key], today, begun=key == begun)
    return _give(organisation, today)


@transaction.atomic
def moves_withdraw(*, person: Person) -> None:
    """Whoever is taken out of the register gives nobody anything to do."""
    for move in Move.objects.filter(person=person).select_related("task"):
        if move.is_open:
            _withdraw(move)


def _concerned(organisation_id: UUID, people: Iterable[Person] | None, today: date) -> QuerySet[Person]:
    rows = Person.objects.filter(organisation_id=organisation_id, is_service=False)
    if people is not None:
        return rows.filter(pk__in=[person.pk for person in people])
    window = (today - rules.LATELY, today + rules.AHEAD)
    unsettled = Move.objects.filter(NOT_DONE | Q(task=None, day__gte=window[0]), organisation_id=organisation_id)
    near = Q(starts_on__range=window) | Q(ends_on__range=window)
    return rows.filter(near | Q(pk__in=unsettled.values("person")))


def _follow(person: Person, kind: MoveKind, day: date | None, known: list[Move], today: date, *, begun: bool) -> None:
    if any(move.day == day for move in known):
        return
    unfinished = [move for move in known if move.is_open]
    if day is None or not rules.is_near(day, today):
        for move in unfinished:
            _withdraw(move)
    elif unfinished:
        _retime(unfinished[0], day, today)
    elif begun or (day >= today and not (kind == MoveKind.JOINER and person.suspended_at)):
        Move.objects.create(organisation_id=person.organisation_id, person=person, kind=kind, day=day)


def _retime(move: Move, day: date, today: date) -> None:
    move.day = day
    move.save(update_fields=["day"])
    task = move.task
    if task is not None and (told := write(task, {"due": rules.due_on(day, today)})):
        history.record(actor=itself(move.organisation_id), action="task.moved", target=task, changes=told)


def _withdraw(move: Move) -> None:
    task = move.task
    if task is not None:
        with override(move.organisation.language):
            reason = gettext("The day was taken away or put off.")
        told = {"status": write(task, {"status": TaskStatus.DROPPED, "reason": reason})["status"]}
        history.record(
            actor=itself(move.organisation_id), action="task.dropped", target=task, changes=told, reason=reason
        )
    move.delete()


def _give(organisation: Organisation, today: date) -> int:
    """The tasks of those whose day is near. One that was past when nobody had a list stays without."""
    fresh = Q(day__gte=today) | Q(created_at__gte=dates.now() - timedelta(days=1))
    waiting = Move.objects.filter(fresh, organisation_id=organisation.pk, task=None, day__lte=today + rules.LEAD)
    moves = list(waiting.select_related("person__unit").order_by("day", "pk"))
    lines = {kind: move_lines(organisation, kind) for kind in {move.kind for move in moves}}
    moves = [move for move in moves if lines[move.kind]]
    roster = roster_of(organisation.pk, today) if moves else Roster(frozenset())
    for move in moves:
        move.task = _task_of(move, organisation, lines[move.kind], roster, today)
        move.save(update_fields=["task"])
    return len(moves)


def _task_of(move: Move, organisation: Organisation, lines: Sequence[str], roster: Roster, today: date) -> Task:
    person, due = move.person, rules.due_on(move.day, today)
    others = [head for head in roster.heads if head != person.pk]
    wishes = [Wish(person.manager_id), Wish(role=SOMEBODY, unit=person.unit_id), *map(Wish, others)]
    chosen = roster.doer([wish for wish in wishes if wish.person != person.pk], due)
    task = Task(organisation_id=organisation.pk, about_type=person.subject_type, about_id=person.pk)
    task.owner_id, task.deputy_id = chosen.person, chosen.deputy
    with override(organisation.language):
        said = gettext("%(name)s joins") if move.kind == MoveKind.JOINER else gettext("%(name)s leaves")
    values = {
        "title": (said % {"name": person.name})[:200],
        "due": due,
        "unit": person.unit,
        "checklist": [{"text": line, "done": False} for line in lines],
    }
    return task_put(itself(organisation.pk), task, values)
