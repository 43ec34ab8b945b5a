"""Handing out the slots of what comes again by itself: each slot once, however many hand out."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from holger.core import dates
from holger.core.registry import Recurring, registry
from holger.jobs import queue, rules, selectors
from holger.jobs.models import Recurrence, State


def tick() -> int:
    """Queue everything that is due. How many slots this call has handed out."""
    due = Recurrence.objects.filter(next_run__lte=dates.now()).order_by("next_run")
    return sum(hand_out(row) for row in due)


def hand_out(row: Recurrence) -> bool:
    """Queue one slot, unless another was quicker: of all that try, one changes ``next_run`` from what it was."""
    known = next((one for one in registry.recurring if one.name == row.name), None)
    if known is None:
        return False
    following = rules.next_slot(row.next_run, known.every, dates.now())
    with transaction.atomic():
        mine = Recurrence.objects.filter(pk=row.pk, next_run=row.next_run)
        if not mine.update(next_run=following, slot=row.next_run):
            return False
        queue.carry_recurrence.enqueue(recurrence=row.pk, slot=row.next_run.isoformat())
    return True


def plan() -> None:
    """A row for all that comes again, for every organisation; rows of what is gone go too."""
    organisations = selectors.organisations()
    there = set(Recurrence.objects.values_list("name", "concerns"))
    wanted = {pair for known in registry.recurring for pair in _pairs(known, organisations)}
    new = [Recurrence(name=name, concerns=concerns) for name, concerns in wanted - there]
    Recurrence.objects.bulk_create(new, ignore_conflicts=True)
    for name, concerns in there - wanted:
        Recurrence.objects.filter(name=name, concerns=concerns).exclude(state=State.RUNNING).delete()


def _pairs(known: Recurring, organisations: Iterable[UUID]) -> Iterable[tuple[str, UUID | None]]:
    return [(known.name, None)] if known.installation else [(known.name, one) for one in organisations]
