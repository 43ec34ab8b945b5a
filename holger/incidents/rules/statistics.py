"""Numbers about incidents: how long things took, and how many there were, without hiding how few they are."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

FEW = 10
"""Below this a ninetieth percentile is one incident's story, and is said to be."""
MONTH, QUARTER = "month", "quarter"
LENGTHS = {MONTH: 1, QUARTER: 3}
SHORT = timedelta(days=732)
"""Up to about two years are shown month by month, longer ones by quarter."""


@dataclass(frozen=True)
class Spread:
    """``count``: of how many it is known; the rest is None where there are none."""

    count: int
    median: timedelta | None = None
    ninetieth: timedelta | None = None

    @property
    def few(self) -> bool:
        return 0 < self.count < FEW


def spread(spans: Iterable[timedelta]) -> Spread:
    """Median and 90th percentile (nearest rank: a time that really was). What is negative was entered wrong and is left out."""
    known = sorted(each for each in spans if each >= timedelta())
    if not known:
        return Spread(0)
    middle = len(known) // 2
    median = known[middle] if len(known) % 2 else (known[middle - 1] + known[middle]) / 2
    return Spread(len(known), median, known[ceil(0.9 * len(known)) - 1])


def between(pairs: Iterable[tuple[datetime | None, datetime | None]]) -> list[timedelta]:
    """How long it took from one time to the other, where both are known."""
    return [after - before for before, after in pairs if before is not None and after is not None]


@dataclass(frozen=True, order=True)
class Stretch:
    """A month or a quarter: from its first to its last day."""

    first: date
    last: date

    @property
    def quarter(self) -> int:
        return (self.first.month + 2) // 3


def stretches(since: date, until: date, unit: str) -> list[Stretch]:
    """The months or quarters that two days and what lies between them are in."""
    step = LENGTHS[unit]
    begin = date(since.year, since.month - (since.month - 1) % step, 1)
    found = []
    while begin <= until:
        after = _later(begin, step)
        found.append(Stretch(begin, after - timedelta(days=1)))
        begin = after
    return found


def counted[Time: (date, datetime)](times: Iterable[Time], borders: Sequence[Time]) -> list[int]:
    """How many lie between each border and the next; a time on a border belongs to what begins there."""
    counts = [0] * (len(borders) + 1)
    for each in times:
        counts[bisect_right(borders, each)] += 1
    return counts[1:-1]


def trend(counts: Sequence[int]) -> int | None:
    """How many more or fewer there were in the last three full stretches than in the three before; None where there are not six."""
    return sum(counts[-3:]) - sum(counts[-6:-3]) if len(counts) >= 6 else None


def usual_unit(since: date, until: date) -> str:
    return MONTH if until - since <= SHORT else QUARTER


def shares(keys: Iterable[str], known: Collection[str]) -> list[tuple[str, int]]:
    """How many there are of each key, the most first; what the library does not know any more comes as it is."""
    counts: dict[str, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    order = {key: at for at, key in enumerate(known)}
    return sorted(counts.items(), key=lambda each: (-each[1], order.get(each[0], len(order)), each[0]))


def _later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
