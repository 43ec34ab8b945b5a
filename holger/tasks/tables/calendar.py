"""Months and weeks as tables, drawn here: a month may hold hundreds of runs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from holger.core.registry import Dated
from holger.tasks.rules.calendar import Day, Row
from holger.tasks.rules.workdays import DENMARK, Workdays
from holger.tasks.selectors.runs import Times
from holger.tasks.tables.marks import mark
from holger.tasks.tables.runs import Lines, state_words, title_of
from holger.ui import days
from holger.ui.icons import icon


@dataclass(frozen=True)
class Calendar:
    """How days are drawn: where a week leads (``WEEK`` stands for it), and how many runs a day shows at most."""

    lines: Lines
    week_url: str
    most: int
    workdays: Workdays = DENMARK

    def drawn(self, rows: Sequence[Row], found: Iterable[Times], dated: Iterable[Dated] = ()) -> SafeString:
        """``dated``: days of other registers, behind what is planned."""
        by_day: dict[date, list[Times | Dated]] = defaultdict(list)
        for times in found:
            by_day[times.first.day].append(times)
        for each in dated:
            by_day[each.day].append(each)
        return SafeString("".join(self._row(row, by_day) for row in rows))

    def _row(self, row: Row, by_day: Mapping[date, Sequence[Times | Dated]]) -> str:
        href = escape(self.week_url.replace("WEEK", str(row.week)))
        told = escape(gettext("Week %(number)s") % {"number": row.week.number})
        cells = "".join(self._cell(day, by_day.get(day.date, ()), href) for day in row.days)
        return f'<tr><th scope="row" class="w-weeknumber"><a href="{href}" aria-label="{told}">{row.week.number}</a></th>{cells}</tr>'

    def _cell(self, day: Day, found: Sequence[Times | Dated], week: str) -> str:
        name = self.workdays.holiday(day.date, get_language() or "en")
        looks = {
            "is-out": not day.inside,
            "is-off": day.weekend or bool(name),
            "is-today": day.today,
            "is-bare": not found,
        }
        css = " ".join(look for look, on in looks.items() if on)
        shown = "".join(
            self._dated(each) if isinstance(each, Dated) else self._run(each) for each in found[: self.most]
        )
        more = len(found) - self.most
        rest = ""
        if more > 0:
            words = ngettext("%(count)s more", "%(count)s more", more) % {"count": more}
            rest = f'<li><a class="h-tiny" href="{week}">{escape(words)}</a></li>'
        holiday = f'<span class="w-holiday">{escape(name)}</span>' if name else ""
        list_ = f'<ul class="w-day">{shown}{rest}</ul>' if found else ""
        return f'<td class="{css}">{self._number(day)}{holiday}{list_}</td>'

    def _number(self, day: Day) -> str:
        """The day of the month, and all of it for those who do not see where it stands."""
        weekday = str(WEEKDAYS[day.date.weekday()])
        today = f'<span class="visually-hidden">, {escape(gettext("today"))}</span>' if day.today else ""
        return (
            f'<time class="w-number" datetime="{day.date.isoformat()}"><span class="visually-hidden">{escape(weekday)} '
            f'</span><span class="w-weekday" aria-hidden="true">{escape(weekday)} </span>{day.date.day}'
            f'<span class="w-rest"> {escape(days.short(day.date).partition(" ")[2])}</span>{today}</time>'
        )

    def _run(self, times: Times) -> str:
        run, title = times.first, escape(title_of(times))
        person = f", {run.person}" if times.count == 1 and run.person else ""
        told = escape(f"{state_words(times)}{person}")
        count = f' <span class="h-dim">{times.done}/{times.count}</span>' if times.count > 1 else ""
        return (
            f'<li><a class="w-chip is-{times.state}" href="{escape(self.lines.href(times))}" title="{title}: {told}">'
            f'{mark(times.state)}<span>{title}</span>{count}<span class="visually-hidden">, {told}</span></a></li>'
        )

    def _dated(self, each: Dated) -> str:
        title = escape(str(each.title))
        href = escape(self.lines.base + each.path)
        return f'<li><a class="w-chip" href="{href}" title="{title}">{icon(each.icon)}<span>{title}</span></a></li>'


def heads() -> list[tuple[str, str]]:
    """Monday to Sunday: in full, and short."""
    return [(str(WEEKDAYS[number]), str(WEEKDAYS_ABBR[number])) for number in range(7)]
