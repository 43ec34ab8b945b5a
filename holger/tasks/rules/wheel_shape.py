"""The sizes and the plane geometry of the annual wheel.

Angles are degrees from twelve o'clock, clockwise. Every month is an equal sector of 30°, January begins at 0.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import cos, degrees, radians, sin

MONTH = 30.0
PAD = 1.6
"""Degrees kept free at both ends of a month, so that the 31st and the 1st stand in their own."""
MARGIN = 16
ELLIPSIS = "…"
NARROW, WIDE = frozenset("fijlrt.,:;'!|()[]- ·"), frozenset("mwMW@%—…")


@dataclass(frozen=True)
class Shape:
    """How large everything is, in the units of the picture."""

    width: float = 880
    height: float = 680
    rim: float = 246
    band: float = 24
    """The months' names stand in it, at the rim."""
    hub: float = 84

    @property
    def cx(self) -> float:
        return self.width / 2

    @property
    def cy(self) -> float:
        return self.height / 2

    @property
    def inside(self) -> float:
        """From here inwards there are rings."""
        return self.rim - self.band

    @property
    def label_radius(self) -> float:
        """Labels begin on this circle."""
        return self.rim + 30

    @property
    def box(self) -> str:
        """What the picture shows, for ``viewBox``."""
        return numbers(0, 0, self.width, self.height)

    @property
    def bare_box(self) -> str:
        """The wheel alone, where there is no room for labels."""
        around = self.rim + 8
        return numbers(self.cx - around, self.cy - around, 2 * around, 2 * around)

    def point(self, radius: float, angle: float) -> tuple[float, float]:
        return self.cx + radius * sin(radians(angle)), self.cy - radius * cos(radians(angle))

    def line(self, *points: tuple[float, float]) -> str:
        """A path from point to point; a point is a radius and an angle."""
        return "M" + "L".join(numbers(*self.point(*each)) for each in points)

    def arc(self, radius: float, start: float, end: float, upright: bool = False) -> str:
        """A path along a circle. With ``upright`` it runs so that text on it can be read: against the clock in the lower half."""
        if upright and is_low((start + end) / 2):
            return f"M{self._at(radius, end)}A{numbers(radius, radius)} 0 0 0 {self._at(radius, start)}"
        return f"M{self._at(radius, start)}A{numbers(radius, radius)} 0 0 1 {self._at(radius, end)}"

    def sector(self, inner: float, outer: float, start: float, end: float) -> str:
        there, back = self.arc(outer, start, end), f"A{numbers(inner, inner)} 0 0 0 {self._at(inner, start)}"
        return f"{there}L{self._at(inner, end)}{back}Z"

    def text_arc(self, radius: float, start: float, end: float, drop: float) -> str:
        """Where text stands whose middle is to lie on the radius: its foot is ``drop`` further in, or further out below."""
        return self.arc(radius + (drop if is_low((start + end) / 2) else -drop), start, end, upright=True)

    def _at(self, radius: float, angle: float) -> str:
        return numbers(*self.point(radius, angle))


def angle_of(day: date) -> float:
    """Where a day stands: in the middle of its share of the month."""
    share = (day.day - 0.5) / monthrange(day.year, day.month)[1]
    return (day.month - 1) * MONTH + PAD + share * (MONTH - 2 * PAD)


def is_low(angle: float) -> bool:
    """In the lower half, where text on a circle would stand on its head."""
    return 90 < angle % 360 < 270


def along(length: float, radius: float) -> float:
    """The angle of an arc of that length."""
    return degrees(length / radius)


def tenth(value: float) -> float:
    return round(value, 1) + 0.0  # no minus before a nought


def numbers(*values: float) -> str:
    """As SVG reads them, in whatever language the page is."""
    return " ".join(f"{tenth(value):g}" for value in values)


@lru_cache(maxsize=4096)  # the same titles, again and again
def text_width(text: str, size: float) -> float:
    """About how wide a text is: nobody measures letters on the server, and a little too wide does no harm."""
    return size * sum(0.33 if c in NARROW else 0.9 if c in WIDE else 0.7 if c.isupper() else 0.58 for c in text)


def cut(text: str, size: float, room: float) -> str:
    """As much of the text as there is room for."""
    if text_width(text, size) <= room:
        return text
    room -= text_width(ELLIPSIS, size)
    end = 0
    while end < len(text) and room >= 0:
        room -= text_width(text[end], size)
        end += 1
    return text[: max(end - 1, 0)].rstrip() + ELLIPSIS


def spread(wanted: Sequence[float], gaps: Sequence[float], low: float, high: float) -> list[float]:
    """Places as near as can be to the wanted ones (sorted), neighbours ``gaps[i]`` apart, between ``low`` and ``high``.

    Least squares under an order: neighbours that are too near form a block that moves as one (pool adjacent violators). Where
    even that leaves too little room the gaps shrink alike.
    """
    total = sum(gaps)
    squeeze = min(1.0, (high - low) / total) if total else 1.0
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap * squeeze)
    blocks: list[tuple[float, int]] = []  # what their members want together, and how many they are
    for value, offset in zip(wanted, offsets, strict=False):
        blocks.append((value - offset, 1))
        while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] > blocks[-1][0] * blocks[-2][1]:
            (one, few), (other, more) = blocks[-2:]
            blocks[-2:] = [(one + other, few + more)]
    begins = [summed / count for summed, count in blocks for _ in range(count)]
    highest = high - offsets[len(wanted) - 1] if wanted else high
    return [min(max(begin, low), highest) + offset for begin, offset in zip(begins, offsets, strict=False)]
