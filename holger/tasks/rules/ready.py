"""From what one has to live up to, to the ready activities that keep it up: which to propose, why, and which are there.

Nothing is kept of a proposal: it is worked out anew from what applies, how that is answered, and what is there already.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from holger.tasks.rules.ready_entry import Entry


@dataclass(frozen=True)
class Asked[K: Hashable]:
    """A requirement that applies and is wanted somewhere. ``met``: that is how it is answered there.

    ``framework`` is its framework's key, by which the ready activities know it.
    """

    key: K
    framework: str
    code: str
    met: bool


@dataclass(frozen=True)
class There[K: Hashable]:
    """An activity that exists. ``library_id``: of the ready one that it was made from; "" where it was made by hand."""

    key: K
    library_id: str
    titles: Collection[str] = ()


class Why(StrEnum):
    """Why it is proposed, the most pressing first."""

    OPEN = "open"
    """It helps to meet something that is not met."""
    UPKEEP = "upkeep"
    """All that it serves is met, and stays so by doing it."""
    BASIC = "basic"
    """Nothing that is wanted asks for it, but no organisation should do without."""
    MORE = "more"
    """Nothing that is wanted asks for it."""
    HAVE = "have"
    """It is there."""


PROPOSED = (Why.OPEN, Why.UPKEEP, Why.BASIC)


@dataclass(frozen=True)
class Proposal[K: Hashable]:
    """A ready activity to accept or not. ``asked``: what it serves of what applies; ``there``: the activity that is it."""

    entry: Entry
    asked: Sequence[Asked[K]]
    there: K | None

    @property
    def unmet(self) -> Sequence[Asked[K]]:
        return [each for each in self.asked if not each.met]

    @property
    def frameworks(self) -> Sequence[str]:
        """The keys of those that ask for it, each once."""
        return list(dict.fromkeys(each.framework for each in self.asked))

    @property
    def why(self) -> Why:
        if self.there is not None:
            return Why.HAVE
        if self.asked:
            return Why.OPEN if self.unmet else Why.UPKEEP
        return Why.BASIC if self.entry.essential else Why.MORE

    @property
    def proposed(self) -> bool:
        """Would one be wise to accept it?"""
        return self.why in PROPOSED


def proposals[K: Hashable](
    entries: Iterable[Entry], asked: Sequence[Asked[K]], there: Iterable[There[K]], *, small: bool = False
) -> list[Proposal[K]]:
    """One for each ready activity, what presses most first; for a ``small`` organisation the essentials before all else."""
    by_code: dict[tuple[str, str], list[Asked[K]]] = defaultdict(list)
    for each in asked:
        by_code[each.framework, each.code].append(each)
    known = _Known(there)
    found = [
        Proposal(
            entry,
            [each for served in entry.serves for each in by_code.get((served.framework, served.code), ())],
            known.made_of(entry),
        )
        for entry in entries
    ]
    reasons = list(Why)
    return sorted(found, key=lambda each: (*_before(each, small), reasons.index(each.why)))


def to_make[K: Hashable](found: Iterable[Proposal[K]], keys: Collection[str]) -> list[Entry]:
    """What accepting these keys makes: only what is not there yet, so that accepting twice changes nothing.

    LookupError for a key that no ready activity has.
    """
    offered = {each.entry.key: each for each in found}
    if unknown := set(keys) - set(offered):
        raise LookupError(min(unknown))
    return [each.entry for key, each in offered.items() if key in set(keys) and each.there is None]


def _before(each: Proposal[Hashable], small: bool) -> tuple[bool, bool]:
    return each.why == Why.HAVE, small and not each.entry.essential


class _Known[K: Hashable]:
    """The activities that are there, at hand to know ready ones again."""

    def __init__(self, there: Iterable[There[K]]):
        listed = list(there)
        self.made = {each.library_id: each.key for each in reversed(listed) if each.library_id}
        self.by_hand = {
            _bare(title): each.key for each in reversed(listed) if not each.library_id for title in each.titles
        }

    def made_of(self, entry: Entry) -> K | None:
        """The one that was made of it, or one made by hand that goes by the same title in any language."""
        titles = (_bare(title) for title in entry.title.values())
        return self.made.get(entry.key) or next((self.by_hand[each] for each in titles if each in self.by_hand), None)


def _bare(title: str) -> str:
    return " ".join(title.casefold().split())
