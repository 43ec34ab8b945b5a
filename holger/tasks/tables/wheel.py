"""The annual wheel as a picture. Drawn here: a template would take longer over its marks than all else does."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.dates import MONTHS_ALT as MONTHS
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from holger.core.registry import Dated
from holger.tasks import library
from holger.tasks.models import Category
from holger.tasks.rules.standing import LATE, MISSED, NEAR
from holger.tasks.rules.wheel import Hand, MonthArc, Ring, RingArc, Run, Wheel, draw
from holger.tasks.rules.wheel_days import DayMark, day_marks
from holger.tasks.rules.wheel_labels import Label
from holger.tasks.rules.wheel_marks import RHYTHM, Mark
from holger.tasks.selectors.runs import AT, Times
from holger.tasks.tables.cadence import cadence
from holger.tasks.tables.marks import shape
from holger.tasks.words import STATE_WORDS
from holger.ui import days

MOST_NAMED = 25
"""So many runs that share a mark are named in its address; of more, the month tells."""


MOST_TOLD = 5
"""Days of other registers that share a mark and are named where it is pointed at."""


def diamond(x: float, y: float, size: float = 5) -> str:
    """The mark of a day that another register knows of."""
    return f'<path class="w-body" d="M{x:g} {y - size:g}l{size:g} {size:g}l-{size:g} {size:g}l-{size:g} -{size:g}z"/>'


@dataclass(frozen=True)
class Links:
    """Where the marks lead: to what is done (below ``base``), to some runs together, to a month; and what one may move."""

    base: str
    runs: str
    month: str
    move: str
    movable: Callable[[Times], bool]


def short(times: Times) -> str:
    """What an activity is called on the wheel: a ready one has a short name, as long as nobody gave it another."""
    of = times.first.of
    entry = library.entry(of.library_id) if of and of.library_id else None
    title = of.title if of and of.each else times.first.title
    if entry is not None and title in entry.title.values():
        language = next(key for key, text in entry.title.items() if text == title)
        return entry.short.get(language, title)
    return title


@dataclass(frozen=True)
class Words:
    """What is said again and again, looked up once for a wheel."""

    states: Mapping[str, str]
    noted: Mapping[str, str]
    counted: str
    several: str

    @classmethod
    def now(cls) -> "Words":
        late, near = pgettext("run", "was due %(day)s"), pgettext("run", "due %(day)s")
        return cls(
            states={state: str(word) for state, word in STATE_WORDS.items()},
            noted={MISSED: pgettext("run", "missed %(day)s"), LATE: late, **dict.fromkeys(NEAR, near)},
            counted=gettext("%(done)s of %(count)s done"),
            several=gettext("%(count)s runs: %(states)s (%(names)s)"),
        )

    def note(self, times: Times, state: str) -> str:
        """What stands beside the name: when, and how often, or that it was missed."""
        when = days.short(times.first.day)
        if state in self.noted:
            return self.noted[state] % {"day": when}
        often = cadence(times.first.of.rule) if times.first.of else ""
        return f"{when} · {often}" if often else when

    def spoken(self, times: Times, state: str) -> str:
        """All of it, for those who do not see the picture."""
        run, one = times.first, times.count == 1
        title = run.of.title if run.of and run.of.each else run.title
        how = self.states[state] if one else self.counted % {"done": times.done, "count": times.count}
        return ", ".join(filter(None, (title, days.day(run.day), how, run.person if one else "")))


def wheel_of(found: Iterable[Times], year: int, today: date, words: Words) -> tuple[Wheel, Mapping[str, Times]]:
    """The wheel of a year, and what its runs' keys stand for."""
    known = {times.key: times for times in found}
    runs = [_run(key, times, words) for key, times in known.items()]
    rings = [Ring(key, str(name)) for key, name in Category.choices]
    flag = gettext("Today %(day)s") % {"day": days.short(today)}
    return draw(runs, rings, year, today, flag=flag, rhythm=gettext("Every month")), known


def _run(key: str, times: Times, words: Words) -> Run:
    of, state = times.first.of, times.state
    return Run(
        key=key,
        activity=of.reference if of else key,
        ring=of.category if of else "",
        day=times.first.day,
        state=state,
        title=short(times),
        note=words.note(times, state),
    )


class Drawing:
    """Draws one wheel, from the back to the front."""

    def __init__(
        self, wheel: Wheel, known: Mapping[str, Times], links: Links, words: Words, dated: Sequence[Dated] = ()
    ):
        self.wheel, self.known, self.links, self.shape, self.words = wheel, known, links, wheel.shape, words
        self.days = day_marks(wheel.shape, [(each.day, each) for each in dated], wheel.year)

    def drawn(self, hub: Sequence[str], title: str) -> SafeString:
        """``hub``: what stands in the middle: above, the count, of how many, below, and of the whole year."""
        shape = self.shape
        parts = [
            f'<svg class="wheel" viewBox="{shape.box}" role="group" aria-label="{escape(title)}" data-wheel=""'
            f' data-cx="{shape.cx:g}" data-cy="{shape.cy:g}" data-hub="{shape.hub:g}" data-rim="{shape.rim:g}">',
            self._circle("w-disc", shape.rim),
            *(self._ring(ring) for ring in self.wheel.rings if ring.shaded),
            *(self._month(month) for month in self.wheel.months),
            self._circle("w-edge", shape.rim),
            self._circle("w-edge", shape.inside),
            *(self._name(ring) for ring in self.wheel.rings if ring.name_path),
            *(self._lines(label) for label in self.wheel.labels),
            self._hand(self.wheel.hand) if self.wheel.hand else "",
            *(self._mark(mark, label) for mark, label in self.wheel.labelled),
            *(self._day(mark) for mark in self.days),
            self._flag(self.wheel.hand) if self.wheel.hand else "",
            self._hub(hub),
            "</svg>",
        ]
        return SafeString("".join(parts))

    def _circle(self, css: str, radius: float) -> str:
        return f'<circle class="{css}" cx="{self.shape.cx:g}" cy="{self.shape.cy:g}" r="{radius:g}"/>'

    def _ring(self, ring: RingArc) -> str:
        return (
            f'<circle class="w-ring" cx="{self.shape.cx:g}" cy="{self.shape.cy:g}" r="{ring.radius:g}"'
            f' stroke-width="{ring.width:g}"/>'
        )

    def _month(self, month: MonthArc) -> str:
        """Its sector, the line at its beginning, and its name, which leads to the month."""
        name, number = str(MONTHS[month.number]), month.number
        now = " is-now" if month.now else ""
        href = escape(self.links.month.replace("MONTH", f"{self.wheel.year}-{number:02}"))
        return (
            f'<path class="w-sector{now}" data-month="{self.wheel.year}-{number:02}" data-title="{escape(name)}" d="{month.sector}"/>'
            f'<path class="w-spoke" d="{month.spoke}"/><path id="w-m{number}" class="w-guide" d="{month.name_path}"/>'
            f'<a href="{href}"><text class="w-month{now}"><textPath href="#w-m{number}" startOffset="50%">{escape(name)}'
            "</textPath></text></a>"
        )

    def _name(self, ring: RingArc) -> str:
        return (
            f'<path id="w-r-{ring.key}" class="w-guide" d="{ring.name_path}"/><text class="w-ringname" aria-hidden="true">'
            f'<textPath href="#w-r-{ring.key}" startOffset="50%">{escape(ring.name)}</textPath></text>'
        )

    def _lines(self, label: Label) -> str:
        state = label.run.state if label.run else ""
        inner = f'<path class="w-inner" d="{label.inner}"/>' if label.inner else ""
        return f'{inner}<path class="w-line is-{state}" d="{label.leader}"/>'

    def _hand(self, hand: Hand) -> str:
        return (
            f'<path class="w-line is-today" d="{hand.flag.leader}"/><path class="w-hand" d="{hand.path}"/>'
            f'<circle class="w-handend" cx="{hand.x:g}" cy="{hand.y:g}" r="3.5"/>'
        )

    def _flag(self, hand: Hand) -> str:
        y, middle = hand.flag.y, hand.flag_left + hand.flag_width / 2
        return (
            f'<rect class="w-flag" x="{hand.flag_left:g}" y="{y - 10:g}" width="{hand.flag_width:g}" height="20" rx="10"/>'
            f'<text class="w-flagtext" x="{middle:g}" y="{y + 4:g}">{escape(hand.flag.text)}</text>'
        )

    def _hub(self, told: Sequence[str]) -> str:
        x, y = f"{self.shape.cx:g}", self.shape.cy
        above, count, of, below, year = map(escape, told)
        return (
            f'{self._circle("w-hub", self.shape.hub)}<text class="w-hubtop" x="{x}" y="{y - 30:g}">{above}</text>'
            f'<text class="w-hubbig" x="{x}" y="{y + 8:g}">{count}<tspan class="w-hubof"> {of}</tspan></text>'
            f'<text class="w-hubsub" x="{x}" y="{y + 26:g}">{below}</text>'
            f'<text class="w-hubyear" x="{x}" y="{y + 52:g}">{year}</text>'
        )

    # Marks

    def _day(self, mark: DayMark[Dated]) -> str:
        """One leads to what it is about, several to their month."""
        first = mark.days[0]
        month = self.links.month.replace("MONTH", f"{first.day:%Y-%m}")
        href = escape(self.links.base + first.path if len(mark.days) == 1 else month)
        names = [f"{days.day(each.day)}: {each.title}" for each in mark.days[:MOST_TOLD]]
        text = escape("; ".join(names) + ("; …" if len(mark.days) > MOST_TOLD else ""))
        return (
            f'<a class="w-day" href="{href}" aria-label="{text}"><title>{text}</title>'
            f'<circle class="w-halo" cx="{mark.x:g}" cy="{mark.y:g}" r="10"/>{diamond(mark.x, mark.y)}</a>'
        )

    def _mark(self, mark: Mark, label: Label | None) -> str:
        here = [self.known[run.key] for run in mark.runs]
        state = mark.state
        named = f"{label.written} {label.note}. " if label else ""
        text = escape(f"{named}{self._told(mark, here, state)}")
        of = " ".join(dict.fromkeys(run.activity for run in mark.runs))
        move = f' data-move="{mark.runs[0].key}"' if len(here) == 1 and self.links.movable(here[0]) else ""
        runs = "&amp;".join(f"run={run.key.replace(AT, '%40')}" for run in mark.runs[:MOST_NAMED])
        return (
            f'<a class="w-run is-{state}" href="{self._href(mark, here, runs)}" aria-label="{text}"'
            f' data-of="{of}" data-runs="{runs}"{move}>'
            f'<circle class="w-halo" cx="{mark.x:g}" cy="{mark.y:g}" r="12"/>'
            f"{shape(state, mark.x, mark.y, mark.size, mark.count)}{self._label(label) if label else ''}</a>"
        )

    def _told(self, mark: Mark, here: Sequence[Times], state: str) -> str:
        if len(here) == 1:
            return self.words.spoken(here[0], state)
        counts = ", ".join(f"{count} {self.words.states[each].lower()}" for each, count in mark.states)
        names = "; ".join(run.title for run in mark.runs[:3])
        told = {"count": len(here), "states": counts, "names": names + (" …" if len(here) > 3 else "")}
        return self.words.several % told

    def _href(self, mark: Mark, here: Sequence[Times], runs: str) -> str:
        if len(here) == 1 and here[0].count == 1 and here[0].first.task:
            return escape(self.links.base + here[0].first.path)
        if len(here) <= MOST_NAMED:
            return f"{escape(self.links.runs)}?{runs}"
        month = self.links.month.replace("MONTH", f"{here[0].first.day:%Y-%m}")
        ring = "" if mark.track.key == RHYTHM else f"{'&' if '?' in month else '?'}category={mark.track.key}"
        return escape(month + ring)

    def _label(self, label: Label) -> str:
        below = f' x="{label.x:g}" y="{label.note_y:g}"' if label.lines == 2 else ' dx="6"'
        beside = f'<tspan class="w-note"{below}>{escape(label.note)}</tspan>' if label.note else ""
        return (
            f'<text class="w-label" text-anchor="{label.anchor}" x="{label.x:g}" y="{label.text_y:g}">'
            f"{escape(label.written)}{beside}</text>"
        )
