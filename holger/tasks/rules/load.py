"""Whether the year's plan can be kept: who is asked for how much in which month, and what nobody was asked for."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from holger.tasks.rules.months import Month, following

CAPACITY = 16 * 60
"""Minutes a month that a person is thought to have beside other work, where nothing else is said: two days."""


@dataclass(frozen=True)
class Work[A: Hashable, P: Hashable]:
    """One run that is planned: of which activity, for whom, and how long it is expected to take."""

    activity: A
    day: date
    person: P | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Cell:
    """A month of one person, or of all."""

    month: Month
    minutes: int
    runs: int
    unknown: int
    """So many of the runs say not how long they take."""
    share: int | None = None
    """Percent of the capacity; None where there is none to compare with."""

    @property
    def overfull(self) -> bool:
        return self.share is not None and self.share > 100


@dataclass(frozen=True)
class Line[P: Hashable]:
    person: P
    cells: tuple[Cell, ...]
    capacity: int

    @property
    def minutes(self) -> int:
        return sum(cell.minutes for cell in self.cells)

    @property
    def overfull(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.overfull)


@dataclass(frozen=True)
class Load[A: Hashable, P: Hashable]:
    months: tuple[Month, ...]
    lines: tuple[Line[P], ...]
    """The most loaded first."""
    together: tuple[Cell, ...]
    """All people's and nobody's work, by month."""
    unowned: tuple[A, ...]
    """Activities that have runs for nobody, each once, the next first."""
    unestimated: tuple[A, ...]
    """Activities with runs that say not how long they take."""

    @property
    def overfull(self) -> tuple[tuple[P, Cell], ...]:
        """Whom it is too much for, and when, in the order of months."""
        found = ((line.person, cell) for line in self.lines for cell in line.overfull)
        return tuple(sorted(found, key=lambda each: each[1].month))

    @property
    def sound(self) -> bool:
        return not (self.overfull or self.unowned)


def load[A: Hashable, P: Hashable](
    work: Iterable[Work[A, P]],
    first: Month,
    months: int = 12,
    capacity: int = CAPACITY,
    capacities: Mapping[P, int] | None = None,
) -> Load[A, P]:
    """The load of so many months. ``capacities`` tells of people who have more or less time than ``capacity`` minutes a month."""
    shown = tuple(following(first, months))
    planned = sorted((each for each in work if first <= Month.of(each.day) <= shown[-1]), key=lambda each: each.day)
    by_person: dict[P, list[Work[A, P]]] = defaultdict(list)
    for each in planned:
        if each.person is not None:
            by_person[each.person].append(each)
    has = {person: (capacities or {}).get(person, capacity) for person in by_person}
    lines = [Line(person, _cells(shown, mine, has[person]), has[person]) for person, mine in by_person.items()]
    return Load(
        months=shown,
        lines=tuple(sorted(lines, key=lambda line: -line.minutes)),
        together=_cells(shown, planned, None),
        unowned=tuple(dict.fromkeys(each.activity for each in planned if each.person is None)),
        unestimated=tuple(dict.fromkeys(each.activity for each in planned if each.minutes is None)),
    )


def _cells[A: Hashable, P: Hashable](
    months: tuple[Month, ...], work: list[Work[A, P]], capacity: int | None
) -> tuple[Cell, ...]:
    by_month: dict[Month, list[int | None]] = defaultdict(list)
    for each in work:
        by_month[Month.of(each.day)].append(each.minutes)
    cells = []
    for month in months:
        runs = by_month[month]
        minutes = sum(each or 0 for each in runs)
        cells.append(Cell(month, minutes, len(runs), runs.count(None), _share(minutes, capacity)))
    return tuple(cells)


def _share(minutes: int, capacity: int | None) -> int | None:
    """Rounded up, so that what is a minute too much is too much. Whoever has no time has too much with the first minute."""
    if capacity is None:
        return None
    if capacity <= 0:
        return 0 if minutes == 0 else 999
    return min(-(-100 * minutes // capacity), 999)
