"""The course of a control drawn as steps: how mature it was over time, above a strip of how far it was in place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

WIDTH, LEFT, TOP, BOTTOM = 640.0, 24.0, 12.0, 112.0
"""Of the whole picture; where the first reading stands; the lines of the highest and the lowest maturity."""
STRIP, HIGH = 126.0, 10.0
"""Where the strip begins, and how high it is."""
MOST = 5
ROUND = 4.0
"""Room on the right for the last point."""


@dataclass(frozen=True)
class Point:
    """A reading: when, how far in place, how mature (None: nobody has said)."""

    at: datetime
    status: str
    maturity: int | None


@dataclass(frozen=True)
class Piece:
    """A stretch of time with one status."""

    x: float
    width: float
    status: str


@dataclass(frozen=True)
class Course:
    path: str
    """The steps of the maturity; begins anew after a time without one."""
    dots: list[tuple[float, float]]
    """Where the maturity changed."""
    strip: list[Piece]
    lines: list[tuple[int, float]]
    """The levels of maturity with their heights."""
    target: float
    """The height of what is aimed at."""


def course(points: Sequence[Point], now: datetime, target: int) -> Course | None:
    """Drawn from the first reading until now; None without any."""
    if not points:
        return None
    first = points[0].at
    whole = max((now - first).total_seconds(), 1.0)
    ends = [*(point.at for point in points[1:]), now]

    def x(at: datetime) -> float:
        return round(LEFT + (WIDTH - ROUND - LEFT) * (at - first).total_seconds() / whole, 1)

    path, dots, strip, before = [], [], [], None
    for point, end in zip(points, ends, strict=True):
        strip.append(Piece(x(point.at), round(x(end) - x(point.at), 1), point.status))
        if point.maturity is not None:
            height = _height(point.maturity)
            path.append(f"{'M' if before is None else 'L'}{x(point.at):g} {height:g}H{x(end):g}")
            if point.maturity != before:
                dots.append((x(point.at), height))
        before = point.maturity
    lines = [(level, _height(level)) for level in range(MOST + 1)]
    return Course("".join(path), dots, _joined(strip), lines, _height(target))


def _height(level: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * level / MOST, 1)


def _joined(strip: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one status are one piece."""
    found: list[Piece] = []
    for piece in strip:
        if found and found[-1].status == piece.status:
            last = found.pop()
            piece = Piece(last.x, round(last.width + piece.width, 1), piece.status)  # noqa: PLW2901
        found.append(piece)
    return found
