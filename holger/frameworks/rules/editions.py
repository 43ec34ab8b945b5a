"""What a newer edition of a framework changes: so that somebody can decide on it, and no answer is lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from holger.frameworks.rules.framework import Framework, Requirement

TEXTS = ("title", "asks", "guidance", "small", "evidence", "activity", "roles", "groups", "facts", "assessable")


@dataclass(frozen=True)
class Changed:
    """A requirement that is in both, with the names of what differs; ``parent`` where it has moved."""

    before: Requirement
    after: Requirement
    parts: Sequence[str]


@dataclass(frozen=True)
class Difference:
    added: Sequence[Requirement]
    left_out: Sequence[Requirement]
    changed: Sequence[Changed]

    def __bool__(self) -> bool:
        return bool(self.added or self.left_out or self.changed)


def difference(old: Framework, new: Framework) -> Difference:
    """Requirements are the same where their ids are. Their order is no difference."""
    both = [(old.by_id[requirement.id], requirement) for requirement in new.requirements if requirement.id in old.by_id]
    pairs = [(before, after, _parts(before, after)) for before, after in both]
    return Difference(
        added=[requirement for requirement in new.requirements if requirement.id not in old.by_id],
        left_out=[requirement for requirement in old.requirements if requirement.id not in new.by_id],
        changed=[Changed(before, after, parts) for before, after, parts in pairs if parts],
    )


def _parts(before: Requirement, after: Requirement) -> list[str]:
    found = [name for name in TEXTS if _plain(getattr(before, name)) != _plain(getattr(after, name))]
    return found if before.parent == after.parent else ["parent", *found]


def _plain(value: object) -> object:
    """Lists and tuples alike, so that what was kept as JSON equals what was read from a file."""
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value
