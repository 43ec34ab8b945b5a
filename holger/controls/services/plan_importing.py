"""Plan items from a spreadsheet, and back again."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from holger.controls.models import PlanItem, PlanStatus
from holger.controls.permissions import IMPORT, PLAN
from holger.controls.rules.plan import circle
from holger.controls.selectors.plan import CLOSES, WAITS, plan_items_pickable
from holger.controls.services.plan_checks import waits_in
from holger.controls.services.plan_priorities import priorities_set
from holger.core import dates, saving
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.exchange import bulk
from holger.exchange.fields import ChangedRow, NewRow
from holger.frameworks.selectors import requirements_for
from holger.organisation.services import next_numbers

MANY: Mapping[str, tuple[Any, str, str, Callable[[Actor], QuerySet[Any]]]] = {
    "requirements": (CLOSES, "planitem", "requirement", requirements_for),
    "depends_on": (WAITS, "from_planitem", "to_planitem", plan_items_pickable),
}
"""The fields that point to several: the table between, its two ends, and what of the second the actor sees."""


@transaction.atomic
def plan_items_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> Mapping[str, Any]:
    """Write the rows of a file and answer what the undo needs."""
    actor.require(IMPORT)
    before = _items(actor, (row.id for row in updates)).values_list("pk", "priority")
    priorities = {str(pk): priority for pk, priority in before}
    written = bulk.write(
        actor=actor,
        model=PlanItem,
        verb="plan_item",
        permission=PLAN,
        creates=[_stamped(row) for row in creates],
        updates=[_stamped(row) for row in _with_unseen(actor, updates)],
        number=partial(next_numbers, organisation_id=actor.organisation_id, prefix=PlanItem.prefix),
    )
    ids = [*map(UUID, written["created"]), *(row.id for row in updates)]
    _must_not_circle(actor, ids)
    priorities_set(actor.organisation_id, _items(actor, ids))
    return {**written, "priorities": priorities}


@transaction.atomic
def plan_items_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """Put everything back as it was before the import, with the priorities that follow from it."""
    actor.require(IMPORT)
    bulk.undo(actor=actor, model=PlanItem, verb="plan_item", permission=PLAN, payload=payload)
    priorities: Mapping[str, int] = payload.get("priorities", {})
    rows = list(_items(actor, map(UUID, priorities)))
    for row in rows:
        row.priority = priorities[str(row.pk)]
    saving.update_many(rows, ["priority"])  # what is finished keeps what it had
    priorities_set(actor.organisation_id, rows)


def _stamped[Row: (NewRow, ChangedRow)](row: Row) -> Row:
    """When it was finished follows from its status."""
    if "status" not in row.values:
        return row
    done_at = dates.now() if row.values["status"] == PlanStatus.DONE else None
    return replace(row, values={**row.values, "done_at": done_at})


def _with_unseen(actor: Actor, updates: Sequence[ChangedRow]) -> list[ChangedRow]:
    """What an item closes or waits for, and the actor does not see, stays as it was."""
    kept = {name: _unseen(actor, name, [row.id for row in updates if name in row.values]) for name in MANY}
    return [
        replace(row, values={**row.values, **{n: (*row.values[n], *kept[n][row.id]) for n in MANY if n in row.values}})
        for row in updates
    ]


def _unseen(actor: Actor, name: str, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[UUID]]:
    through, start, end, seen = MANY[name]
    rows = through.objects.filter(**{f"{start}__in": ids, f"{start}__organisation": actor.organisation_id})
    rows = rows.exclude(**{f"{end}__in": seen(actor).order_by().values("pk")})
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for item, other in rows.values_list(f"{start}_id", f"{end}_id"):
        found[item].append(other)
    return found


def _must_not_circle(actor: Actor, ids: Iterable[UUID]) -> None:
    """The dry run has asked the same of all that the actor sees; here it is asked of everything."""
    waits = waits_in(actor.organisation_id)
    if any(circle(pk, waits.get(pk, ()), waits) for pk in ids):
        raise RuleBroken(N_("Some of these would wait for themselves, by way of what they wait for."))


def _items(actor: Actor, ids: Iterable[UUID]) -> QuerySet[PlanItem]:
    return PlanItem.objects.filter(organisation_id=actor.organisation_id, pk__in=list(ids))
