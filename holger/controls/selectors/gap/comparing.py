"""Two rounds over the same framework: what moved up and down, requirement by requirement.

Only what was answered or confirmed is compared: what was filled in beforehand says nothing new.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from holger.controls.models import GapRound
from holger.controls.rules import gap as rules
from holger.controls.rules.gap import Said, moved
from holger.controls.selectors.gap.rows import answers_lined_up
from holger.core.actor import Actor

MOVES = (rules.UP, rules.DOWN, rules.SAME, rules.FIRST, rules.WAITING, rules.OUT)


@dataclass(frozen=True)
class Move:
    """What became of a requirement of a ``part`` of the framework, and what was said of it then; None: nothing."""

    part: UUID
    then: Said | None
    way: str


@dataclass(frozen=True)
class Comparison:
    """``moves`` by answer of the later round; ``left`` are requirements that only the earlier one asked about."""

    moves: Mapping[UUID, Move]
    left: int

    def counts(self) -> Mapping[str, int]:
        """How many requirements moved each way."""
        return _count(move.way for move in self.moves.values())

    def by_part(self) -> Mapping[UUID, Mapping[str, int]]:
        ways: dict[UUID, list[str]] = {}
        for move in self.moves.values():
            ways.setdefault(move.part, []).append(move.way)
        return {part: _count(of_part) for part, of_part in ways.items()}

    def those(self, ways: Iterable[str]) -> list[UUID]:
        """The answers of the later round that moved so."""
        wanted = set(ways)
        return [key for key, move in self.moves.items() if move.way in wanted]


def _count(ways: Iterable[str]) -> Mapping[str, int]:
    found = dict.fromkeys(MOVES, 0)
    for way in ways:
        found[way] += 1
    return found


def compared(actor: Actor, then: GapRound, now: GapRound) -> Comparison:
    """Worked out here: a database would look each requirement up in the other round by itself."""
    before = {requirement: said for _key, requirement, _part, applies, said in _said(actor, then) if applies}
    moves, asked = {}, set()
    for key, requirement, part, applies, said in _said(actor, now):
        earlier = before.get(requirement)
        moves[key] = Move(part, earlier, moved(earlier, said if applies else None))
        if applies:
            asked.add(requirement)
    return Comparison(moves, len(before.keys() - asked))


NOTHING = Said()


def _said(actor: Actor, held: GapRound) -> Iterable[tuple[UUID, UUID, UUID, bool, Said]]:
    """Key, requirement, part, whether it applies, and what was answered or confirmed."""
    rows = answers_lined_up(actor, held).order_by()
    known: dict[tuple[Any, ...], Said] = {}
    names = ("pk", "requirement_id", "part_id", "applicable", "origin", "answer", "maturity")
    for key, requirement, part, applies, origin, *said in rows.values_list(*names):
        told = NOTHING if origin else known.setdefault(tuple(said), Said(*said))
        yield key, requirement, part, applies, told
