"""How far the requirements of each scope have controls, as far as the actor sees them."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from holger.controls.rules.coverage import Answered, Sums, answered, reached, state_of, sums
from holger.controls.selectors.controls import links_for
from holger.core.actor import Actor
from holger.frameworks.selectors import mappings_for, standings_for


@dataclass(frozen=True)
class Covered:
    """What each requirement has: its controls, or a claim through a mapping from one that has something in place."""

    answers: dict[UUID, Answered]
    reached: set[UUID]

    def state(self, requirement_id: UUID) -> str:
        return state_of(requirement_id, self.answers, self.reached)

    def keys(self, state: str) -> list[UUID]:
        """The requirements in one of the states, but for those that have nothing."""
        if state == "through":
            return list(self.reached)
        return [key for key, answer in self.answers.items() if answer.state == state]

    @property
    def known(self) -> list[UUID]:
        return [*self.answers, *self.reached]


def covered(actor: Actor) -> Covered:
    """A control counts wherever a requirement that it answers holds, whichever unit looks after it."""
    links: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for requirement, *link in links_for(actor).values_list("requirement_id", "strength", "control__status"):
        links[requirement].append((link[0], link[1]))
    answers = {requirement: answered(found) for requirement, found in links.items()}
    pairs = mappings_for(actor).values_list("source_id", "target_id") if answers else ()
    return Covered(answers, reached(pairs, answers))


def coverage(actor: Actor, known: Covered | None = None) -> dict[UUID, Sums]:
    """By scope: how many of the requirements that apply and are wanted have a control in place, partly, planned, none."""
    found = known or covered(actor)
    wanted: dict[UUID, list[UUID]] = defaultdict(list)
    rows = standings_for(actor).filter(applicable=True, wanted=True)
    for scope, requirement in rows.values_list("scope_id", "requirement_id"):
        wanted[scope].append(requirement)
    return {scope: sums(keys, found.answers, found.reached) for scope, keys in wanted.items()}
