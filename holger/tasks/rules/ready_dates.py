"""Where ready activities go in the year: the first due date of each, so that no month and no day carries too much.

Each has a month and a day of its own, laid out so that the whole wheel is even. They move as little as they can: to the next
working day, to another day where others stand, to the month beside where a month is full.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from holger.tasks.rules.ready_entry import LAST_DAY, MONTHS, Entry, turned

NOTICE = 14
"""Nobody is told later than so many days before the first time, or the activity's own lead where that is shorter."""
FEW_A_DAY = 2
"""So many on a day weigh more than any move within the month."""
MOST_A_MONTH = 12
"""A month that holds so many is full."""
PATIENT = 4
"""What comes round so often in a year waits for its next turn; what is rarer is done late rather than in half a year."""
NEAR = 45
"""A move to the month beside may not put the first time off by more days than that."""
Works = Callable[[date], bool]
"""Is it a working day?"""


@dataclass(frozen=True)
class Place:
    """The first due date, and the rule as it goes on from there."""

    first: date
    rule: str


def places(
    entries: Iterable[Entry],
    *,
    since: date,
    works: Works,
    year_starts: int = 1,
    planned: Iterable[date] = (),
    most: int = MOST_A_MONTH,
) -> Mapping[str, Place]:
    """The place of each that recurs, by its key; what an event calls for has none.

    ``since``: nothing is due before; ``year_starts``: the month in which the organisation's year begins, with which the
    wheel turns; ``planned``: the due dates that the coming year holds already.
    """
    calendar = _Calendar(since, works, year_starts, planned, most)
    rhythm = sorted((each for each in entries if each.rule), key=lambda each: (-len(each.months), each.month, each.day))
    return {each.key: calendar.take(each) for each in rhythm}


@dataclass(frozen=True)
class _Choice:
    """An entry's months, or those beside them, and the first date in them."""

    months: tuple[int, ...]
    first: date


class _Calendar:
    """The coming year, filling up."""

    def __init__(self, since: date, works: Works, year_starts: int, planned: Iterable[date], most: int):
        self.since, self.works, self.year_starts, self.most = since, works, year_starts, most
        self.days: Counter[tuple[int, int]] = Counter()
        self.months: Counter[int] = Counter()
        for day in planned:
            self._add(day.month, day.day)

    def take(self, entry: Entry) -> Place:
        choice = self._best(entry)
        for month in choice.months:
            self._add(month, choice.first.day)
        return Place(choice.first, _rule(entry, choice.months))

    def _add(self, month: int, day: int) -> None:
        self.months[month] += 1
        self.days[month, day] += 1

    def _best(self, entry: Entry) -> _Choice:
        """Its own months, or those beside them where one is full or no day is left for the first time."""
        own, *beside = (self._choice(entry, shift) for shift in (0, 1, -1))
        near = [each for each in beside if each.first <= own.first + timedelta(days=NEAR)]
        return min([own, *near], key=lambda each: (self._beyond(each.months), self._crowd(each.first, each.months)))

    def _beyond(self, months: tuple[int, ...]) -> int:
        """By how many the fullest of them would be beyond what a month should hold."""
        return max(0, max(self.months[month] for month in months) + 1 - self.most)

    def _choice(self, entry: Entry, shift: int) -> _Choice:
        months = tuple(sorted(turned(month, self.year_starts - 1 + shift) for month in entry.months))
        earliest = self.since + timedelta(days=min(entry.lead, NOTICE))
        found = (self._day(entry, months, begins, earliest) for begins in _coming(earliest) if begins.month in months)
        return _Choice(months, next(day for day in found if day is not None))

    def _day(self, entry: Entry, months: tuple[int, ...], begins: date, earliest: date) -> date | None:
        """The day in a month that is nearest to its own, among those where the fewest others stand."""
        wanted = begins.replace(day=entry.day)
        if wanted < earliest and len(months) >= PATIENT:
            return None
        days = [begins.replace(day=number) for number in range(1, LAST_DAY + 1)]
        free = [day for day in days if day >= earliest and self.works(day)]
        return min(free, key=lambda day: (self._crowd(day, months), _away(day, wanted)), default=None)

    def _crowd(self, day: date, months: tuple[int, ...]) -> int:
        return max(self.days[month, day.day] for month in months) // FEW_A_DAY


def _coming(earliest: date) -> Iterator[date]:
    """The first of each month from then on, for two years."""
    for ahead in range(2 * MONTHS + 1):
        years, month = divmod(earliest.month - 1 + ahead, MONTHS)
        yield date(earliest.year + years, month + 1, 1)


def _away(day: date, wanted: date) -> tuple[int, bool]:
    """How far from it; of two that are equally far the later is nearer."""
    return abs((day - wanted).days), day < wanted


def begun(entry: Entry, place: Place, first: date) -> Place:
    """The same begun on another day: its other times move with it, as many months as the first one does."""
    parts = dict(part.split("=", 1) for part in place.rule.split(";"))
    months = tuple(int(month) for month in parts.get("BYMONTH", "").split(",") if month)
    by = first.month - place.first.month
    if not months or not by:
        return Place(first, place.rule)
    return Place(first, _rule(entry, tuple(sorted(turned(month, by) for month in months))))


def _rule(entry: Entry, months: tuple[int, ...]) -> str:
    """The rule with its months named as they are after the turn. Where none are named, the first date tells."""
    parts = [part for part in entry.rule.split(";") if not part.startswith("BYMONTH=")]
    if len(parts) < len(entry.rule.split(";")):
        parts.append(f"BYMONTH={','.join(str(month) for month in months)}")
    return ";".join(parts)


__all__ = ["FEW_A_DAY", "MOST_A_MONTH", "NOTICE", "Place", "Works", "begun", "places"]
