"""The picture of two frameworks side by side: the parts of each as bars, and bands between them as broad as what they share."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

UNIT, GAP, LEAST = 3.0, 6.0, 14.0
"""Height of one shared requirement, between two bars, and of the lowest bar: a name must fit beside it."""
WIDTH, BAR, NAMES = 900.0, 10.0, 300.0
"""Of the whole picture, of a bar, and of the names at each side."""


@dataclass(frozen=True)
class Bar:
    name: str
    x: float
    y: float
    height: float
    count: int


@dataclass(frozen=True)
class Band:
    path: str
    breadth: float
    source: str
    target: str
    count: int


@dataclass(frozen=True)
class Picture:
    width: float
    height: float
    left: list[Bar]
    right: list[Bar]
    bands: list[Band]


def crossing[K: Hashable](
    left: Mapping[K, str], right: Mapping[K, str], flows: Mapping[tuple[K, K], int]
) -> Picture | None:
    """A bar for each part that shares something, in the order given, and a band for each pair. None for nothing shared."""
    if not flows:
        return None
    outs, ins = _totals(flows, 0), _totals(flows, 1)
    here = _bars({key: name for key, name in left.items() if outs[key]}, outs, NAMES)
    there = _bars({key: name for key, name in right.items() if ins[key]}, ins, WIDTH - NAMES - BAR)
    height = max(_bottom(here.values()), _bottom(there.values()))
    return Picture(WIDTH, height, list(here.values()), list(there.values()), _bands(here, there, flows))


def _totals[K: Hashable](flows: Mapping[tuple[K, K], int], end: int) -> dict[K, int]:
    found: dict[K, int] = defaultdict(int)
    for ends, count in flows.items():
        found[ends[end]] += count
    return found


def _bars[K: Hashable](names: Mapping[K, str], totals: Mapping[K, int], x: float) -> dict[K, Bar]:
    bars, y = {}, 0.0
    for key, name in names.items():
        height = max(LEAST, UNIT * totals[key])
        bars[key] = Bar(name, x, y, height, totals[key])
        y += height + GAP
    return bars


def _bottom(bars: Iterable[Bar]) -> float:
    return max(bar.y + bar.height for bar in bars)


def _bands[K: Hashable](here: Mapping[K, Bar], there: Mapping[K, Bar], flows: Mapping[tuple[K, K], int]) -> list[Band]:
    """Those that leave a bar leave it in the order in which they arrive, so that they cross as little as they can."""
    order = {key: place for place, key in enumerate((*here, *there))}
    left: dict[K, float] = {key: bar.y for key, bar in here.items()}
    right: dict[K, float] = {key: bar.y for key, bar in there.items()}
    bands = []
    for source, target in sorted(flows, key=lambda ends: (order[ends[0]], order[ends[1]])):
        count = flows[source, target]
        y, z = (
            _next(side, key, bars[key], count) for side, key, bars in ((left, source, here), (right, target, there))
        )
        x, end = here[source].x + BAR, there[target].x
        middle = (x + end) / 2
        path = f"M{x:g},{y:.1f} C{middle:g},{y:.1f} {middle:g},{z:.1f} {end:g},{z:.1f}"
        bands.append(Band(path, UNIT * count, here[source].name, there[target].name, count))
    return bands


def _next[K: Hashable](side: dict[K, float], key: K, bar: Bar, count: int) -> float:
    """The middle of the next band at a bar; bands share a bar's height, which may be more than they need."""
    breadth = bar.height * count / bar.count
    middle = side[key] + breadth / 2
    side[key] += breadth
    return middle
