"""From what one has to live up to, to the ready policies that say how: which to propose, why, and which are there."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass

from holger.policies.rules.ready_entry import Entry


@dataclass(frozen=True)
class Asked[K: Hashable]:
    """A requirement that applies and is wanted somewhere. ``met``: that is how it is answered there."""

    key: K
    framework: str
    code: str
    met: bool


@dataclass(frozen=True)
class There[K: Hashable]:
    """A policy that exists. ``template`` is the key of the ready one that it was made of; "" where it was written by hand."""

    key: K
    template: str
    titles: Collection[str] = ()


@dataclass(frozen=True)
class Proposal[K: Hashable]:
    """A ready policy to take or not. ``asked``: what it serves of what applies; ``there``: the policy that is it."""

    entry: Entry
    asked: Sequence[Asked[K]]
    there: K | None

    @property
    def unmet(self) -> Sequence[Asked[K]]:
        return [each for each in self.asked if not each.met]


def proposals[K: Hashable](
    entries: Iterable[Entry], asked: Iterable[Asked[K]], there: Iterable[There[K]]
) -> list[Proposal[K]]:
    """One for each ready policy, in their order."""
    by_code: dict[tuple[str, str], list[Asked[K]]] = defaultdict(list)
    for each in asked:
        by_code[each.framework, each.code].append(each)
    known = _Known(there)
    return [
        Proposal(
            entry,
            [each for served in entry.serves for each in by_code.get((served.framework, served.code), ())],
            known.made_of(entry),
        )
        for entry in entries
    ]


def to_make[K: Hashable](found: Iterable[Proposal[K]], keys: Collection[str]) -> list[Entry]:
    """What taking these keys makes: only what is not there yet, so that taking twice changes nothing.

    LookupError for a key that no ready policy has.
    """
    offered = {each.entry.key: each for each in found}
    if unknown := set(keys) - set(offered):
        raise LookupError(min(unknown))
    return [each.entry for key, each in offered.items() if key in set(keys) and each.there is None]


class _Known[K: Hashable]:
    """The policies that are there, at hand to know ready ones again."""

    def __init__(self, there: Iterable[There[K]]):
        listed = list(there)
        self.made = {each.template: each.key for each in reversed(listed) if each.template}
        self.by_hand = {
            _bare(title): each.key
            for each in reversed(listed)
            if not each.template
            for title in each.titles
            if title.strip()
        }

    def made_of(self, entry: Entry) -> K | None:
        """The one that was made of it, or one written by hand that goes by the same title in any language."""
        titles = (_bare(title) for title in entry.title.values())
        return self.made.get(entry.key) or next((self.by_hand[each] for each in titles if each in self.by_hand), None)


def _bare(title: str) -> str:
    return " ".join(title.casefold().split())
