"""Where the runs of a year stand on the wheel: which ring, which angle, and which of them share a mark."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from holger.tasks.rules.wheel_shape import MONTH, PAD, Shape, along, angle_of, spread, tenth

URGENCY = ("missed", "late", "due", "soon", "deviation", "waiting", "open", "planned", "done")
"""The states of a run, the worst first: a mark that several share shows the worst of them."""
URGENT = frozenset(URGENCY[:4])
RANK = {state: number for number, state in enumerate(URGENCY)}
RHYTHM = "rhythm"
OFTEN = 10
"""What is done so many times a year runs on a narrow track of its own, outside of the others: the rhythm."""
GAP = 17.0
"""From one mark to the next along the ring."""
ROOMY = 19.0
"""A ring so broad takes marks of full size."""
SMALL = 0.7
TOUCH = 13.8
"""Nearer than this two marks touch, which those of neighbouring months must not do either."""


@dataclass(frozen=True)
class Run:
    """One time that something is done in the year. ``ring`` is its category, ``note`` what its label says besides the title."""

    key: str
    activity: str
    ring: str
    day: date
    state: str
    title: str
    note: str = ""


@dataclass(frozen=True)
class Track:
    """A ring: the runs of one category, or the rhythm."""

    key: str
    inner: float
    outer: float
    size: float
    """Of its marks: 1 is full."""

    @property
    def radius(self) -> float:
        return (self.inner + self.outer) / 2


@dataclass(frozen=True)
class Mark:
    """A place on the wheel, for one run or for several that are too near each other to stand apart."""

    track: Track
    angle: float
    x: float
    y: float
    runs: tuple[Run, ...]

    @property
    def count(self) -> int:
        return len(self.runs)

    @property
    def size(self) -> float:
        return self.track.size

    @cached_property
    def state(self) -> str:
        """The worst of its runs'."""
        return min((run.state for run in self.runs), key=rank)

    @property
    def states(self) -> tuple[tuple[str, int], ...]:
        """How many of which, the worst first."""
        counts = Counter(run.state for run in self.runs)
        return tuple(sorted(counts.items(), key=lambda each: rank(each[0])))


def rank(state: str) -> int:
    return RANK.get(state, RANK["planned"])


def tracks(shape: Shape, rings: Sequence[str], rhythm: bool) -> dict[str, Track]:
    """The rings from the outside in. The outer are a little broader, as they are given what happens most."""
    keys = ([RHYTHM] if rhythm else []) + list(rings)
    weights = [0.78 if key == RHYTHM else 1 + 0.08 * (len(keys) - 1 - number) for number, key in enumerate(keys)]
    unit = (shape.inside - shape.hub) / sum(weights) if weights else 0
    found, outer = {}, shape.inside
    for key, weight in zip(keys, weights, strict=True):
        size = min(1.0, unit * weight / ROOMY) * (SMALL if key == RHYTHM else 1)
        found[key] = Track(key, outer - unit * weight, outer, tenth(size))
        outer -= unit * weight
    return found


def often(runs: Iterable[Run]) -> frozenset[str]:
    """The activities that make the rhythm."""
    times = Counter(run.activity for run in runs)
    return frozenset(activity for activity, count in times.items() if count >= OFTEN)


def marks(shape: Shape, where: dict[str, Track], runs: Iterable[Run], rhythm: frozenset[str]) -> list[Mark]:
    """All marks, in the order of days. Each stands in its own month, as near to its day as its neighbours let it."""
    cells: dict[tuple[str, int], list[Run]] = defaultdict(list)
    for run in runs:
        cells[RHYTHM if run.activity in rhythm else run.ring, run.day.month].append(run)
    found = []
    for (key, month), here in cells.items():
        if key in where:
            here.sort(key=lambda run: (run.day, rank(run.state), run.key))
            found += _in_month(shape, where[key], month, here)
    found.sort(key=lambda mark: (mark.runs[0].day, mark.angle, -mark.track.radius))
    return found


def _in_month(shape: Shape, track: Track, month: int, runs: list[Run]) -> list[Mark]:
    gap = along(GAP * track.size, track.radius)
    edge = max(2 * PAD, along(TOUCH * track.size / 2, track.radius))
    low, high = (month - 1) * MONTH + edge, month * MONTH - edge
    groups = _merged(runs, 1 + int((high - low) / gap + 1e-9))
    wanted = [sum(angle_of(run.day) for run in group) / len(group) for group in groups]
    found = []
    for group, angle in zip(groups, spread(wanted, [gap] * (len(groups) - 1), low, high), strict=True):
        x, y = shape.point(track.radius, angle)
        found.append(Mark(track, angle, tenth(x), tenth(y), tuple(group)))
    return found


def _merged(runs: list[Run], most: int) -> list[list[Run]]:
    """At most so many groups of neighbours: first those of one day come together, then what is nearest."""
    if len(runs) <= most:
        return [[run] for run in runs]
    groups: list[list[Run]] = []
    for run in runs:
        if groups and groups[-1][0].day == run.day:
            groups[-1].append(run)
        else:
            groups.append([run])
    costs = [_cost(one, other) for one, other in pairwise(groups)]
    while len(groups) > most:
        at = costs.index(min(costs))
        groups[at : at + 2] = [groups[at] + groups[at + 1]]
        del costs[at]
        for beside in (at - 1, at):
            if 0 <= beside < len(costs):
                costs[beside] = _cost(groups[beside], groups[beside + 1])
    return groups


def _cost(one: list[Run], other: list[Run]) -> tuple[bool, int, int]:
    """What is urgent joins what is not only where nothing else is left; then how far apart and how many the two would be."""
    mixed = any(run.state in URGENT for run in one) != any(run.state in URGENT for run in other)
    return mixed, (other[-1].day - one[0].day).days, len(one) + len(other)
