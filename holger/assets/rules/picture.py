"""Where things stand in the picture of dependencies: what depends on the object left of it, what it uses right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT, GAP, ACROSS = 150, 40, 20, 34
"""Of a box, and the room between boxes down and across."""
BACKWARDS = 8
MOST_IN_COLUMN = 6


@dataclass(frozen=True)
class Box:
    node: Any
    x: int
    y: int


@dataclass(frozen=True)
class Line:
    edge: Any
    path: str


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    boxes: Sequence[Box]
    lines: Sequence[Line]
    left_out: int
    """Objects that found no room; the table beside the picture has them all."""


def picture(columns: Mapping[int, Sequence[Any]], edges: Sequence[tuple[Any, Any, Any]]) -> Picture:
    """Boxes by column, in the order given, and a line for each (edge, source, target) whose ends both have a box."""
    steps = range(min(-1, *columns), max(1, *columns) + 1)  # both sides have their place, also when one is empty
    shown = {step: list(columns.get(step, ()))[:MOST_IN_COLUMN] for step in steps}
    tallest = max(len(nodes) for nodes in shown.values())
    height = tallest * (HEIGHT + GAP) - GAP
    boxes: dict[Any, Box] = {}
    for number, step in enumerate(steps):
        top = (height - (len(shown[step]) * (HEIGHT + GAP) - GAP)) // 2
        for row, node in enumerate(shown[step]):
            boxes[node] = Box(node, number * (WIDTH + ACROSS), top + row * (HEIGHT + GAP))
    lines = [Line(edge, _path(boxes[s], boxes[t])) for edge, s, t in edges if s in boxes and t in boxes]
    everything = sum(len(nodes) for nodes in columns.values())
    return Picture(len(steps) * (WIDTH + ACROSS) - ACROSS, height, list(boxes.values()), lines, everything - len(boxes))


def _path(source: Box, target: Box) -> str:
    """A calm curve between the sides that face each other; a bow outside where both stand in one column."""
    y1, y2 = source.y + HEIGHT // 2, target.y + HEIGHT // 2
    if source.x < target.x:
        x1, x2 = source.x + WIDTH, target.x
    elif source.x > target.x:  # backwards, a little lower than a line forwards between the same two
        x1, x2, y1, y2 = source.x, target.x + WIDTH, y1 + BACKWARDS, y2 + BACKWARDS
    else:
        x1 = x2 = source.x + WIDTH
        out = x1 + ACROSS // 2
        return f"M{x1} {y1}C{out} {y1} {out} {y2} {x2} {y2}"
    half = (x1 + x2) // 2
    return f"M{x1} {y1}C{half} {y1} {half} {y2} {x2} {y2}"
