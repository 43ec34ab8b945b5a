"""Days that other registers know of, on the rim of the annual wheel: they are nobody's run, so they stand in no ring."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from holger.tasks.rules.wheel_shape import Shape, angle_of, tenth

APART = 4.0
"""Degrees between two marks on the rim; nearer days of one month share one."""


@dataclass(frozen=True)
class DayMark[D]:
    x: float
    y: float
    days: tuple[D, ...]
    """What it stands for, in the order of the year."""


def day_marks[D](shape: Shape, found: Iterable[tuple[date, D]], year: int) -> list[DayMark[D]]:
    """The marks of a year. One never stands for days of two months, because it leads to its month."""
    groups: list[list[tuple[date, D]]] = []
    for day, told in sorted((pair for pair in found if pair[0].year == year), key=lambda pair: pair[0]):
        first = groups[-1][0][0] if groups else None
        if first and first.month == day.month and angle_of(day) - angle_of(first) < APART:
            groups[-1].append((day, told))
        else:
            groups.append([(day, told)])
    return [_mark(shape, group) for group in groups]


def _mark[D](shape: Shape, group: list[tuple[date, D]]) -> DayMark[D]:
    x, y = shape.point(shape.rim, angle_of(group[0][0]))
    return DayMark(tenth(x), tenth(y), tuple(told for _day, told in group))
