"""Two years month by month: all together as bars, and each activity as a row of marks. Every piece leads to its rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from urllib.parse import quote

from django.utils.dates import MONTHS
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from holger.tasks.rules.bars import DEVIATION, DONE, MISSED, PLANNED, Bar, Bars, Part
from holger.tasks.rules.months import Month
from holger.tasks.rules.standing import STATES, kind_of
from holger.tasks.selectors.runs import Source, Times
from holger.tasks.tables.cadence import cadence
from holger.tasks.tables.marks import shape
from holger.ui import days

WIDTH, HEIGHT, FOOT, LEFT = 960.0, 168.0, 34.0, 28.0
GAP = 7.0
KIND_WORDS = {
    DONE: pgettext_lazy("run", "Done"),
    DEVIATION: pgettext_lazy("run", "Done, with a deviation"),
    MISSED: pgettext_lazy("run", "Not done"),
    PLANNED: pgettext_lazy("run", "Planned"),
}
OF_KIND: Mapping[str, Sequence[str]] = {
    kind: [state for state in STATES if kind_of(state) == kind] for kind in KIND_WORDS
}
"""The states that a kind stands for, as the filters know them."""
MARK_OF = {DONE: "done", DEVIATION: "deviation", MISSED: "missed", PLANNED: "planned"}


@dataclass(frozen=True)
class Where:
    """Where a month leads: ``MONTH`` stands for it. What else is asked for comes after it."""

    month_url: str

    def month(self, month: Month, *more: tuple[str, str]) -> str:
        url = self.month_url.replace("MONTH", str(month))
        glue = "&" if "?" in url else "?"
        told = "&".join(f"{name}={quote(value)}" for name, value in more)
        return escape(f"{url}{glue}{told}" if told else url)


def name_of(month: Month) -> str:
    return f"{MONTHS[month.number]} {month.year}"


def counted(kind: str, count: int) -> str:
    word = str(KIND_WORDS[kind])
    return f"{count} {word[0].lower()}{word[1:]}"


def chart(found: Bars, where: Where, title: str) -> SafeString:
    """All of it as one picture."""
    step = (WIDTH - LEFT) / max(len(found.bars), 1)
    parts = [
        f'<svg class="w-bars" viewBox="0 0 {WIDTH:g} {HEIGHT + FOOT:g}" role="group" aria-label="{escape(title)}">'
    ]
    for line in found.lines:
        y = round(HEIGHT - HEIGHT * 0.94 * line / found.top, 1)
        parts.append(
            f'<path class="w-level" d="M{LEFT:g} {y:g}H{WIDTH:g}"/><text class="w-scale" x="{LEFT - 6:g}" y="{y + 3.5:g}">{line}</text>'
        )
    for number, bar in enumerate(found.bars):
        parts.append(_bar(bar, LEFT + number * step, step, where))
    return SafeString("".join((*parts, "</svg>")))


def _bar(bar: Bar, x: float, step: float, where: Where) -> str:
    pieces = "".join(_part(bar.month, part, x + GAP / 2, step - GAP, where) for part in bar.parts)
    middle, name = round(x + step / 2, 1), days.MONTHS[days.language()][bar.month.number - 1].rstrip(".")
    now = " is-now" if bar.now else ""
    year = (
        f'<text class="w-year" x="{middle:g}" y="{HEIGHT + 30:g}">{bar.month.year}</text>'
        if bar.month.number == 1 or bar.now
        else ""
    )
    band = f'<rect class="w-nowband" x="{x:.1f}" y="0" width="{step:.1f}" height="{HEIGHT:g}"/>' if bar.now else ""
    return (
        f'{band}{pieces}<a href="{where.month(bar.month)}" aria-label="{escape(name_of(bar.month))}">'
        f'<text class="w-monthname{now}" x="{middle:g}" y="{HEIGHT + 15:g}">{name}</text></a>{year}'
    )


def _part(month: Month, part: Part, x: float, width: float, where: Where) -> str:
    height = round(HEIGHT * 0.94 * part.height / 100, 1)
    y = round(HEIGHT - HEIGHT * 0.94 * (part.bottom + part.height) / 100, 1)
    told = escape(f"{name_of(month)}: {counted(part.kind, part.count)}")
    href = where.month(month, *(("state", state) for state in OF_KIND[part.kind]))
    sign = (
        f'<text class="w-count" x="{x + width / 2:.1f}" y="{y + height / 2 + 3.5:.1f}">{part.count}</text>'
        if height >= 13
        else ""
    )
    return (
        f'<a class="w-part is-{part.kind}" href="{href}" aria-label="{told}"><title>{told}</title>'
        f'<rect x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{height:g}" rx="2"/>{sign}</a>'
    )


# One activity after the other


def rows(
    found: Mapping[Source, Sequence[Times]], months: Sequence[Month], today: date, where: Where, base: str
) -> SafeString:
    return SafeString("".join(_row(source, runs, months, today, where, base) for source, runs in found.items()))


def _row(source: Source, runs: Sequence[Times], months: Sequence[Month], today: date, where: Where, base: str) -> str:
    by_month: dict[Month, Counter[str]] = {month: Counter() for month in months}
    for times in runs:
        month = Month.of(times.first.day)
        if month in by_month:
            by_month[month][kind_of(times.state)] += 1
    now = Month.of(today)
    cells = "".join(_cell(source, month, counts, where, month == now) for month, counts in by_month.items())
    return (
        f'<tr><th scope="row"><a class="h-name" href="{escape(base + source.path)}">{escape(source.title)}</a>'
        f'<span class="h-tiny h-dim"><span class="h-ref">{escape(source.reference)}</span> {escape(cadence(source.rule))}</span></th>{cells}</tr>'
    )


def _cell(source: Source, month: Month, counts: Counter[str], where: Where, now: bool) -> str:
    css = ' class="is-now"' if now else ""
    if not counts:
        return f"<td{css}></td>"
    worst = next(kind for kind in (MISSED, DEVIATION, PLANNED, DONE) if counts[kind])
    told = ", ".join(counted(kind, counts[kind]) for kind in KIND_WORDS if counts[kind])
    label = escape(f"{name_of(month)}: {told}")
    drawn = shape(MARK_OF[worst], 10, 10, 1, counts.total())
    href = where.month(month, ("activity", str(source.pk)))
    return (
        f'<td{css}><a class="w-cell" href="{href}" title="{label}" aria-label="{label}">'
        f'<svg class="w-mark is-{MARK_OF[worst]}" viewBox="0 0 20 20" aria-hidden="true">{drawn}</svg></a></td>'
    )


def sums(found: Bars) -> str:
    """How it went: so many done, with a deviation, not done; so many planned."""
    told = {kind: sum(getattr(bar, kind) for bar in found.bars) for kind in KIND_WORDS}
    return ", ".join(counted(kind, count) for kind, count in told.items() if count)
