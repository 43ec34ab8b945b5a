"""The annual wheel: a year's runs as one round picture. Numbers only; a template draws them.

Months     Equal sectors, January at the top to the right, their names in a band at the rim.
Rings      One for each category, from the outside in, and outermost a narrow one for what comes every month: the rhythm.
Marks      Each run in its ring on its day. They stand apart, moved as little as can be and never out of their month; where a month
           has more than it has room for, neighbours share a mark with a number.
Labels     Each activity once, outside of the wheel in two columns; where there are too many, the most important.
Names      Of rings, along them in their longest gap between marks, so that they cover none.
Hand       Today, in this year's wheel.

All numbers are rounded to one decimal. They are to be written as they are: a page in Danish would put commas into them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from holger.tasks.rules.wheel_columns import place
from holger.tasks.rules.wheel_labels import Label, choose
from holger.tasks.rules.wheel_marks import RHYTHM, Mark, Run, Track, marks, often, tracks
from holger.tasks.rules.wheel_shape import MONTH, Shape, along, angle_of, tenth, text_width

__all__ = ["USUAL", "Hand", "Label", "Mark", "MonthArc", "Ring", "RingArc", "Run", "Shape", "Wheel", "draw"]

USUAL = Shape()
RING_NAME_SIZE = 10.0


@dataclass(frozen=True)
class Ring:
    """A category, by its key and its name in the reader's language."""

    key: str
    name: str


@dataclass(frozen=True)
class MonthArc:
    number: int
    now: bool
    sector: str
    """The whole sector from the hub to the rim: to show where we are, and to be clicked."""
    name_path: str
    spoke: str


@dataclass(frozen=True)
class RingArc:
    key: str
    name: str
    radius: float
    width: float
    shaded: bool
    """Every other one, so that the eye can follow it."""
    name_path: str
    """Empty where the name has no room between marks."""


@dataclass(frozen=True)
class Hand:
    """Today: a line from the hub to the band, its end on the rim, and the flag with the date."""

    path: str
    x: float
    y: float
    flag: Label
    flag_left: float
    flag_width: float


@dataclass(frozen=True)
class Wheel:
    year: int
    shape: Shape
    months: tuple[MonthArc, ...]
    rings: tuple[RingArc, ...]
    marks: tuple[Mark, ...]
    """In the order of the year: the order in which they are reached by keyboard."""
    labels: tuple[Label, ...]
    hidden: int
    """So many activities have no label of their own and share none."""
    hand: Hand | None

    @property
    def runs(self) -> int:
        return sum(mark.count for mark in self.marks)

    @property
    def labelled(self) -> tuple[tuple[Mark, Label | None], ...]:
        """Each mark with the label that names it, if one does."""
        by_mark = {id(label.mark): label for label in self.labels}
        return tuple((mark, by_mark.get(id(mark))) for mark in self.marks)


def draw(
    runs: Iterable[Run],
    rings: Sequence[Ring],
    year: int,
    today: date,
    flag: str = "",
    rhythm: str = "",
    shape: Shape = USUAL,
    labels: bool = True,
) -> Wheel:
    """The wheel of a year. ``flag`` is what today's flag says, ``rhythm`` what the ring of the monthly is called."""
    shown = [run for run in runs if run.day.year == year]
    steady = often(shown)
    where = tracks(shape, [ring.key for ring in rings], bool(steady))
    found = marks(shape, where, shown, steady)
    hand = angle_of(today) if today.year == year else None
    today_flag = Label(hand, flag, text=flag) if hand is not None and labels else None
    chosen = choose(found) if labels else []
    placed = place(shape, chosen, today_flag) if labels else []
    named = [label for label in placed if label.mark is not None]
    activities = {run.activity for mark in found for run in mark.runs}
    names = {RHYTHM: rhythm} | {ring.key: ring.name for ring in rings}
    return Wheel(
        year=year,
        shape=shape,
        months=tuple(_month(shape, number, number == today.month and hand is not None) for number in range(1, 13)),
        rings=tuple(_ring(shape, track, names[track.key], found, hand, n) for n, track in enumerate(where.values())),
        marks=tuple(found),
        labels=tuple(named),
        hidden=len(activities) - sum(1 + label.more for label in named) if labels else 0,
        hand=None if hand is None else _hand(shape, hand, today_flag or Label(hand, flag)),
    )


def _month(shape: Shape, number: int, now: bool) -> MonthArc:
    start, end = (number - 1) * MONTH, number * MONTH
    return MonthArc(
        number=number,
        now=now,
        sector=shape.sector(shape.hub, shape.rim, start, end),
        name_path=shape.text_arc(shape.rim - shape.band / 2, start, end, drop=4),
        spoke=shape.line((shape.hub, start), (shape.rim, start)),
    )


def _ring(shape: Shape, track: Track, name: str, found: Iterable[Mark], hand: float | None, number: int) -> RingArc:
    angles = [mark.angle for mark in found if mark.track is track] + ([] if hand is None else [hand])
    start, end = _longest_gap(sorted(angles))
    needed = along(text_width(name, RING_NAME_SIZE) + 16, track.radius)
    fits = bool(name) and track.key != RHYTHM and end - start >= needed
    middle = (start + end) / 2
    path = shape.text_arc(track.radius, middle - needed / 2, middle + needed / 2, drop=3.4) if fits else ""
    return RingArc(track.key, name, tenth(track.radius), tenth(track.outer - track.inner), number % 2 == 0, path)


def _longest_gap(angles: Sequence[float]) -> tuple[float, float]:
    """Between which neighbours there is most room, around the turn of the year as well."""
    if not angles:
        return 0.0, 90.0
    around = [*angles, angles[0] + 360]
    return max(pairwise(around), key=lambda pair: pair[1] - pair[0])


def _hand(shape: Shape, angle: float, flag: Label) -> Hand:
    x, y = shape.point(shape.rim, angle)
    left = flag.x if flag.side == 1 else flag.x - flag.width
    path = shape.line((shape.hub + 2, angle), (shape.inside, angle))
    return Hand(path, tenth(x), tenth(y), flag, tenth(left), flag.width)
