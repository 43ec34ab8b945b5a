"""Where the points of a radar chart lie: each part of a framework on a spoke of its own, from the middle outwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

LEAST = 3
"""With fewer spokes there is no area to see."""
type Point = tuple[float, float]


@dataclass(frozen=True)
class Radar:
    """A round chart of ``spokes`` around (0, 0), with ``radius`` for the highest of ``steps`` levels."""

    spokes: int
    radius: float = 100
    steps: int = 5

    def point(self, spoke: int, level: float) -> Point:
        """The first spoke points up, the others follow the clock."""
        angle = 2 * pi * spoke / self.spokes - pi / 2
        out = self.radius * level / self.steps
        return round(out * cos(angle), 1) + 0.0, round(out * sin(angle), 1) + 0.0  # no minus before a nought

    def line(self, levels: Sequence[float | None]) -> str:
        """The points of a closed line, as SVG wants them; what is not known lies in the middle."""
        points = (self.point(spoke, level or 0) for spoke, level in enumerate(levels))
        return " ".join(f"{x:g},{y:g}" for x, y in points)

    def ring(self, level: int) -> str:
        return self.line([level] * self.spokes)

    def anchor(self, spoke: int) -> str:
        """On which side of its point a label begins."""
        x, _y = self.point(spoke, self.steps)
        return "middle" if abs(x) < self.radius / 10 else "start" if x > 0 else "end"
