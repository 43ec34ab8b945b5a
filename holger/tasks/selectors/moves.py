"""Who comes and who goes, as far as an actor sees people; and what is done about it."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, override

from holger.core.actor import Actor
from holger.core.models import visible
from holger.organisation.models import Organisation, Person
from holger.organisation.permissions import VIEW_PEOPLE
from holger.tasks.models import Move, MoveKind, MoveList, Task, TaskStatus
from holger.tasks.rules.moves import AHEAD, READY

NOT_DONE = Q(task__status=TaskStatus.OPEN, task__archived_at=None)


def moves_for(actor: Actor) -> QuerySet[Move]:
    """With the person, who leads them, and the task."""
    own = Q(person_id=actor.person_id)
    rows = visible(Move.objects.all(), actor, VIEW_PEOPLE, own=own, unit="person__unit_id")
    return rows.select_related("person__unit", "person__manager", "task__activity")


def moves_pressing(actor: Actor, today: date) -> QuerySet[Move]:
    """Those of the days to come, and those whose task is late."""
    soon = Q(day__gte=today, day__lte=today + AHEAD)
    return moves_for(actor).filter(soon | NOT_DONE & Q(day__lt=today)).order_by("day", "pk")


def move_lines(organisation: Organisation, kind: str) -> Sequence[str]:
    """The organisation's own list, else the ready one in its language."""
    known = MoveList.objects.filter(organisation_id=organisation.pk, kind=kind).values_list("lines", flat=True).first()
    if known is not None:
        return known
    with override(organisation.language):
        return [gettext(line) for line in READY.get(kind, ())]


def move_lists(organisation: Organisation) -> list[tuple[MoveKind, Sequence[str]]]:
    return [(kind, move_lines(organisation, kind)) for kind in MoveKind]


def leaver_of(task: Task) -> Person | None:
    """Whose leaving the task is about, if it is about that."""
    if task.about_type != "organisation.person":
        return None
    move = Move.objects.select_related("person").filter(task=task, kind=MoveKind.LEAVER).first()
    return move.person if move is not None else None
