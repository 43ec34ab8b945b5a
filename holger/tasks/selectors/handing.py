"""What somebody holds and may hand over, and what whoever gets it could not open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from holger.core.actor import Actor
from holger.core.registry import Holding, registry
from holger.organisation.models import Person
from holger.organisation.selectors import actor_of
from holger.tasks.permissions import WORK
from holger.tasks.selectors.team import looks_after


@dataclass(frozen=True)
class Held:
    """What a person holds of one kind: the rows that the actor may hand over, and how many more there are."""

    holding: Holding
    rows: Sequence[Any]
    kept: int

    @property
    def count(self) -> int:
        return len(self.rows) + self.kept


def may_hand_over(actor: Actor, person: Person) -> bool:
    """One's own things, or those of somebody whose work one looks after."""
    if person.pk == actor.person_id and person.organisation_id == actor.organisation_id:
        return actor.may(WORK)
    return looks_after(actor, person)


def held_by(actor: Actor, person: Person) -> list[Held]:
    """Everything that a person holds and the actor sees, kind by kind."""
    if not may_hand_over(actor, person):
        return []
    found = []
    for holding in sorted(registry.holdings, key=lambda holding: holding.order):
        rows = list(holding.rows(actor, person))
        able = [row for row in rows if actor.may(holding.change, holding.over(row))]
        if rows:
            found.append(Held(holding, able, len(rows) - len(able)))
    return found


def out_of_reach(actor: Actor, taker: Person, held: Sequence[Held]) -> list[tuple[Holding, int]]:
    """How many of these things whoever gets them could not open, kind by kind."""
    if taker.organisation_id != actor.organisation_id:
        return []
    found = []
    for each in held:
        reach = actor_of(taker).reach(each.holding.see)
        if reach.everything or (reach.own and each.holding.own):
            continue
        units = (getattr(each.holding.over(row), "unit_id", None) for row in each.rows)
        if blind := sum(unit not in reach.unit_ids for unit in units):
            found.append((each.holding, blind))
    return found
