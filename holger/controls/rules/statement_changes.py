"""How two statements differ, line by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from holger.controls.rules.statement import Line

PARTS = ("choice", "reason", "drivers", "controls", "status")
"""What a line may differ in. How much evidence there is changes every day, and is no change of the statement."""


@dataclass(frozen=True, slots=True)
class Change:
    """A line that differs: one that came has no ``before``, one that went has no ``after``."""

    before: Line | None
    after: Line | None
    parts: tuple[str, ...] = ()

    @property
    def line(self) -> Line:
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def code(self) -> str:
        return self.line.code


def changes(before: Iterable[Line], after: Iterable[Line]) -> dict[str, Change]:
    """By the requirement's id, in the order of what is there now; what is gone comes last."""
    was = {line.code: line for line in before}
    found = {}
    for line in after:
        old = was.pop(line.code, None)
        if old is None:
            found[line.code] = Change(None, line)
        elif parts := differing(old, line):
            found[line.code] = Change(old, line, parts)
    return found | {code: Change(old, None) for code, old in was.items()}


def differing(before: Line, after: Line) -> tuple[str, ...]:
    return tuple(part for part in PARTS if _told(before, part) != _told(after, part))


def _told(line: Line, part: str) -> Any:
    if part == "controls":
        return {(each.reference, each.strength) for each in line.controls}
    if part == "drivers":
        return set(line.drivers)
    return getattr(line, part)
