"""Where the labels of the wheel stand: in two columns beside it, none on another, each tied to its mark by a line."""

from collections.abc import Sequence
from itertools import pairwise
from math import cos, hypot, radians, sin, sqrt

from holger.tasks.rules.wheel_labels import FLAG, ONE_LINE, TWO_LINES, Label
from holger.tasks.rules.wheel_shape import ELLIPSIS, MARGIN, Shape, numbers, spread, tenth

STUB = 6.0
"""A leader line first goes straight out from the rim so far."""
LEAVE = 5.0
"""And ends so far before its label."""
type Point = tuple[float, float]
type Line = tuple[Point, Point]


def place(shape: Shape, labels: Sequence[Label], flag: Label | None) -> list[Label]:
    """Of labels in the order of importance those that there is room for, in the order of the year, with today's flag among them."""
    shown: list[Label] = []
    most = int((shape.height - 2 * MARGIN - FLAG) / ONE_LINE)
    for side in (1, -1):
        here = [label for label in labels if label.side == side][:most]
        if flag is not None and flag.side == side:
            here.append(flag)
        shown += _column(shape, here)
    for label in shown:
        _tie(shape, label)
    return sorted(shown, key=lambda label: label.angle)


def _column(shape: Shape, labels: list[Label]) -> list[Label]:
    """One side of the wheel. Where it gets too full the notes of what is calm go first, then the least important labels."""
    room = shape.height - 2 * MARGIN
    every = list(labels)
    for label in labels:
        label.text, label.lines = label.title, 1
    while labels:
        while sum(label.height for label in labels) > room:
            _make_room(labels, labels)
        _lay_out(shape, labels)
        broad = [label for label in labels if label.lines == 1 and label.width > label.room and label.text != ELLIPSIS]
        for label in broad:
            _fit(label)
        if broad:
            continue
        crowds = [crowd for crowd in _crowds(labels) if _tangled(shape, crowd)]
        if not crowds:
            break
        for crowd in crowds:
            _make_room(labels, crowd)
    for label in every:
        if label not in labels and _fits_between(shape, label, labels):
            labels.append(label)
            _lay_out(shape, labels)
    return labels


def _fits_between(shape: Shape, label: Label, labels: Sequence[Label]) -> bool:
    """Whether one that had to go has room where it wants to be, once the crowd that it stood in has thinned."""
    label.lines = 2 if label.note else 1
    label.y = _wanted(shape, label)
    _stand(shape, label)
    label.cut_to(label.room)
    for other in labels:
        above = other.angle * other.side < label.angle * label.side
        if (label.y - other.y if above else other.y - label.y) < (TWO_LINES + other.height) / 2:
            return False
    return not any(_cross(_line(shape, label), _line(shape, other)) for other in labels)


def _crowds(labels: Sequence[Label]) -> list[list[Label]]:
    """Those that push each other about: labels without room between them."""
    crowds: list[list[Label]] = []
    for label in labels:
        if crowds and label.y - crowds[-1][-1].y < (label.height + crowds[-1][-1].height) / 2 + 0.5:
            crowds[-1].append(label)
        else:
            crowds.append([label])
    return crowds


def _tangled(shape: Shape, crowd: Sequence[Label]) -> bool:
    """Pushed so far that lines would run through the wheel, or through each other."""
    lines = [_line(shape, label) for label in crowd]
    return len(crowd) > 1 and (
        any(_nearest(shape, line) < shape.rim for line in lines) or any(_cross(*pair) for pair in pairwise(lines))
    )


def _line(shape: Shape, label: Label) -> Line:
    """The straight part of its leader line, from the stub at the rim to the label."""
    return shape.point(shape.rim + STUB, label.angle), (label.x - label.side * LEAVE, label.y)


def _nearest(shape: Shape, line: Line) -> float:
    """How near a line comes to the middle of the wheel."""
    (x1, y1), (x2, y2) = line
    along_x, along_y, to_x, to_y = x2 - x1, y2 - y1, shape.cx - x1, shape.cy - y1
    share = min(max((to_x * along_x + to_y * along_y) / (along_x**2 + along_y**2), 0), 1)
    return hypot(to_x - share * along_x, to_y - share * along_y)


def _cross(one: Line, other: Line) -> bool:
    (a, b), (c, d) = one, other
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Point, b: Point, c: Point) -> float:
    """To which side one turns at ``b`` on the way from ``a`` to ``c``."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _fit(label: Label) -> None:
    """It has no room on one line: the note goes below, and the title is cut if it must be."""
    if label.note:
        label.lines = 2
    else:
        label.cut_to(label.room)


def _make_room(labels: list[Label], crowd: Sequence[Label]) -> None:
    """The least important note of the crowd goes, or where there is none to spare, the least important label."""
    noted = [label for label in crowd if label.lines == 2 and not label.urgent]
    if noted:
        last = max(noted, key=lambda label: label.importance)
        last.note, last.lines = "", 1
    else:
        labels.remove(max((label for label in crowd if label.mark), key=lambda label: label.importance))


def _lay_out(shape: Shape, labels: list[Label]) -> None:
    """On the vertical axis the same spreading as along a ring: sorted by angle, labels keep their order."""
    labels.sort(key=lambda label: label.angle * label.side)
    gaps = [(one.height + other.height) / 2 for one, other in pairwise(labels)]
    low, high = MARGIN + labels[0].height / 2, shape.height - MARGIN - labels[-1].height / 2
    for label, y in zip(labels, spread([_wanted(shape, each) for each in labels], gaps, low, high), strict=True):
        label.y = y
        _stand(shape, label)


def _wanted(shape: Shape, label: Label) -> float:
    """The height at which it would stand alone: where its line goes straight out."""
    return shape.cy - shape.label_radius * cos(radians(label.angle))


def _stand(shape: Shape, label: Label) -> None:
    """At its height, beside the wheel."""
    label.x = tenth(shape.cx + label.side * _reach(shape, label, label.y))
    label.y = tenth(label.y)
    label.room = shape.width / 2 - abs(label.x - shape.cx) - 2
    if label.lines == 2:
        label.cut_to(label.room)


def _reach(shape: Shape, label: Label, y: float) -> float:
    """How far from the year's axis it begins: on the circle of labels, or straight above its own mark, so that its line passes
    beside the labels below it and never through them.
    """
    on_circle = sqrt(max(shape.label_radius**2 - (y - shape.cy) ** 2, 0))
    return max(on_circle, (shape.rim + STUB) * abs(sin(radians(label.angle))) + 2)


def _tie(shape: Shape, label: Label) -> None:
    out = shape.line((shape.rim, label.angle), (shape.rim + STUB, label.angle))
    label.leader = f"{out}L{numbers(label.x - label.side * LEAVE, label.y)}"
    if label.mark is not None:
        label.inner = shape.line((label.mark.track.radius, label.angle), (shape.inside, label.angle))
