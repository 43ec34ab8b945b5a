"""One control as a picture: the requirements that it answers, and what mappings lead to from there.

Three columns of boxes: the control, what it answers, and the frameworks that are only reached. The bands between them are
broad where the control answers a requirement wholly; what is only reached is drawn apart, for it counts nothing.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

WIDTH = 640.0
CONTROL, ANSWERED, REACHED = (0.0, 64.0), (112.0, 276.0), (440.0, 200.0)
"""Where the boxes of each column begin, and how wide they are."""
LINE, GAP, SPACE = 26.0, 6.0, 18.0
"""Height of a box, between two of them, and between two frameworks."""
WHOLE, PART, CLAIM = 7.0, 3.0, 3.0
"""How broad a band is."""


@dataclass(frozen=True)
class Box:
    name: str
    title: str
    x: float
    y: float
    width: float
    height: float = LINE
    count: int = 1

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def end(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class Band:
    path: str
    breadth: float
    title: str


@dataclass(frozen=True)
class Picture:
    width: float
    height: float
    control: Box
    answered: list[Box]
    reached: list[Box]
    bands: list[Band]
    claims: list[Band]


@dataclass(frozen=True)
class Direct[K: Hashable]:
    """A requirement that the control answers, wholly or not. ``group`` is its framework."""

    key: K
    name: str
    title: str
    group: str
    whole: bool


def picture[K: Hashable](
    control: str, direct: Sequence[Direct[K]], reached: Mapping[K, tuple[str, int]], ways: Sequence[tuple[K, K]]
) -> Picture | None:
    """``reached``: the name of each framework and how many of its requirements are reached; ``ways`` lead from what is
    answered to a framework. None where nothing is answered."""
    if not direct:
        return None
    middle = _answered(direct)
    bottom = max(box.y + box.height for box in middle.values())
    far = _reached(reached, bottom)
    height = max([bottom, *(box.y + box.height for box in far.values())])
    start = Box(control, "", CONTROL[0], (height - LINE) / 2, CONTROL[1])
    boxes = list(middle.values()), list(far.values())
    return Picture(WIDTH, height, start, *boxes, _bands(start, direct, middle), _claims(ways, middle, far))


def _answered[K: Hashable](direct: Sequence[Direct[K]]) -> dict[K, Box]:
    """A box each, the frameworks apart."""
    boxes: dict[K, Box] = {}
    y, group = 0.0, direct[0].group
    for each in direct:
        y += SPACE - GAP if each.group != group else 0.0
        boxes[each.key] = Box(each.name, each.title, ANSWERED[0], y, ANSWERED[1])
        y, group = y + LINE + GAP, each.group
    return boxes


def _reached[K: Hashable](reached: Mapping[K, tuple[str, int]], height: float) -> dict[K, Box]:
    """In the middle of the height that there is."""
    whole = len(reached) * (LINE + GAP) - GAP
    y = max(0.0, (height - whole) / 2)
    boxes = {}
    for key, (name, count) in reached.items():
        boxes[key] = Box(name, "", REACHED[0], y, REACHED[1], count=count)
        y += LINE + GAP
    return boxes


def _bands[K: Hashable](start: Box, direct: Sequence[Direct[K]], boxes: Mapping[K, Box]) -> list[Band]:
    """They leave the control side by side, in the order in which they arrive."""
    share = start.height / len(direct)
    return [
        Band(
            _curve(start.end, start.y + share * (place + 0.5), boxes[each.key].x, boxes[each.key].middle),
            WHOLE if each.whole else PART,
            each.title,
        )
        for place, each in enumerate(direct)
    ]


def _claims[K: Hashable](ways: Sequence[tuple[K, K]], middle: Mapping[K, Box], far: Mapping[K, Box]) -> list[Band]:
    return [
        Band(
            _curve(middle[here].end, middle[here].middle, far[there].x, far[there].middle),
            CLAIM,
            f"{middle[here].name} → {far[there].name}",
        )
        for here, there in ways
    ]


def _curve(x: float, y: float, end: float, to: float) -> str:
    bend = (x + end) / 2
    return f"M{x:g},{y:.1f} C{bend:g},{y:.1f} {bend:g},{to:.1f} {end:g},{to:.1f}"
