"""The names around the wheel: what a label says, how large it is, and which activities get one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from holger.tasks.rules.wheel_marks import URGENT, Mark, Run, rank
from holger.tasks.rules.wheel_shape import cut, tenth, text_width

ONE_LINE, TWO_LINES, FLAG = 19.0, 30.0, 26.0
"""How high a label is: its title with the note beside it, with the note below it, and the flag of today."""
TITLE_SIZE, NOTE_SIZE, FLAG_SIZE = 12.0, 10.5, 11.5
NOTE_GAP = 6.0


@dataclass(eq=False)
class Label:
    """What stands beside the wheel: an activity's name, or the flag of today (``mark`` is None)."""

    angle: float
    title: str
    note: str = ""
    mark: Mark | None = None
    run: Run | None = None
    """The run that it names."""
    others: tuple[str, ...] = ()
    """Further activities whose runs share the mark."""
    importance: tuple[int, ...] = ()
    text: str = ""
    """As much of the title as there is room for."""
    lines: int = 1
    x: float = 0.0
    y: float = 0.0
    """The middle of its height, at the end that its line comes to."""
    leader: str = ""
    inner: str = ""
    """From its mark out to the band of months."""
    room: float = field(default=0.0, repr=False)

    @property
    def side(self) -> int:
        """1 is right of the wheel, -1 left of it."""
        return 1 if self.angle < 180 else -1

    @property
    def anchor(self) -> str:
        return "start" if self.side == 1 else "end"

    @property
    def more(self) -> int:
        return len(self.others)

    @property
    def urgent(self) -> bool:
        return self.run is not None and self.run.state in URGENT

    @property
    def height(self) -> float:
        return FLAG if self.mark is None else TWO_LINES if self.lines == 2 else ONE_LINE

    @property
    def written(self) -> str:
        """The title, with how many more share its place."""
        return f"{self.text} +{self.more}" if self.more else self.text

    @property
    def text_y(self) -> float:
        return tenth(self.y + (-1 if self.lines == 2 else 4))

    @property
    def note_y(self) -> float:
        return tenth(self.text_y + (13 if self.lines == 2 else 0))

    @property
    def width(self) -> float:
        title, note = text_width(self.written, TITLE_SIZE), text_width(self.note, NOTE_SIZE)
        if self.mark is None:
            return tenth(text_width(self.title, FLAG_SIZE) + 20)
        if self.lines == 2:
            return max(title, note)
        return title + (note + NOTE_GAP if note else 0)

    def cut_to(self, room: float) -> None:
        """Say as much of it as there is room for."""
        more = text_width(f" +{self.more}", TITLE_SIZE) if self.more else 0
        self.text = cut(self.title, TITLE_SIZE, room - more)
        if self.lines == 2:
            self.note = cut(self.note, NOTE_SIZE, room)


def choose(marks: Iterable[Mark]) -> list[Label]:
    """One label for each activity: at its most urgent run, else where the year has the fewest labels so far.

    Activities whose labels would name the same mark share one. The most important come first.
    """
    places: dict[str, list[tuple[Run, Mark]]] = defaultdict(list)
    for mark in marks:
        for run in mark.runs:
            places[run.activity].append((run, mark))
    in_month, in_half = [0] * 13, [0, 0]
    named: dict[int, list[tuple[tuple[int, ...], Run, Mark]]] = defaultdict(list)
    for number, group in enumerate(sorted(places.values(), key=_importance)):
        run, mark = min(group, key=lambda each: (*_calm(each[0]), *_crowd(each[0], in_month, in_half), each[0].day))
        in_month[run.day.month] += 1
        in_half[run.day.month > 6] += 1
        named[id(mark)].append(((number,), run, mark))
    labels = []
    for (importance, run, mark), *others in named.values():
        more = tuple(other.activity for _, other, _ in others)
        labels.append(Label(mark.angle, run.title, run.note, mark, run, more, importance))
    return sorted(labels, key=lambda label: label.importance)


def _importance(group: Sequence[tuple[Run, Mark]]) -> tuple[int, ...]:
    """What is urgent, then what comes seldom: that is what people look for on a wheel."""
    return min(rank(run.state) for run, _ in group), len(group)


def _calm(run: Run) -> tuple[int, ...]:
    return (rank(run.state) if run.state in URGENT else 99,)


def _crowd(run: Run, in_month: Sequence[int], in_half: Sequence[int]) -> tuple[int, ...]:
    return (in_half[run.day.month > 6] + 2 * in_month[run.day.month],)
