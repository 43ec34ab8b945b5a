"""The calendar: a month, or a week, of everything that is due; weeks begin on Monday and have their ISO numbers."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.dates import MONTHS_ALT as MONTHS
from django.utils.translation import gettext, pgettext_lazy

from holger.core.registry import Dated
from holger.tasks.rules.calendar import Row, Week, month_rows, week_row
from holger.tasks.rules.months import Month
from holger.tasks.selectors.dated import dates_between
from holger.tasks.selectors.runs import Times, together
from holger.tasks.tables.calendar import Calendar, heads
from holger.tasks.tables.marks import mark
from holger.tasks.tables.runs import Lines
from holger.tasks.views.year import TITLE, YearPage
from holger.tasks.words import STATE_WORDS
from holger.ui import days

MOST_A_DAY = 4
KEY = ("missed", "late", "due", "soon", "deviation", "waiting", "open", "planned", "done")


class CalendarPage(YearPage):
    template = "tasks/calendar.html"
    most: int
    name: str
    """Of what is chosen, in the address."""

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(TITLE, self.url("tasks:wheel") + self.carried()), (self.heading(), None)]

    @property
    def rows(self) -> Sequence[Row]:
        raise NotImplementedError

    @cached_property
    def times(self) -> list[Times]:
        return together(self.runs(self.rows[0].days[0].date, self.rows[-1].days[-1].date, one_off=True))

    @cached_property
    def dated(self) -> list[Dated]:
        """What other registers know of; filters are about activities, and leave it out."""
        if self.filtering.narrowed:
            return []
        return dates_between(self.actor, self.rows[0].days[0].date, self.rows[-1].days[-1].date)

    def context(self) -> dict[str, Any]:
        lines = Lines(self.base, self.url("tasks:runs"), self.today, self.actor.person_id)
        calendar = Calendar(lines, self.url("tasks:calendar-week") + self.carried(week="WEEK"), self.most)
        return {
            "heads": heads(),
            "drawn": calendar.drawn(self.rows, self.times, self.dated),
            "key": [(mark(state), STATE_WORDS[state]) for state in KEY],
            "inside": self.counted(),
            **self.turning(),
        }

    def counted(self) -> int:
        inside = {day.date for row in self.rows for day in row.days if day.inside}
        return sum(times.first.day in inside for times in self.times) + sum(each.day in inside for each in self.dated)

    def turning(self) -> dict[str, Any]:
        """The ways to what is before and after, and to today."""
        raise NotImplementedError

    def to(self, value: Any, now: Any) -> str:
        return self.query.change(**{self.name: None if value == now else str(value)})


class MonthPage(CalendarPage):
    title, here = pgettext_lazy("view", "Month"), "tasks:calendar-month"
    keeps = ("month",)
    most, name = MOST_A_DAY, "month"

    @cached_property
    def month(self) -> Month:
        asked = Month.read(self.request.GET.get("month", ""))
        return asked or Month.of(self.today)

    def heading(self) -> str:
        return f"{str(MONTHS[self.month.number]).capitalize()} {self.month.year}"

    @cached_property
    def rows(self) -> Sequence[Row]:
        return month_rows(self.month, self.today)

    def turning(self) -> dict[str, Any]:
        now = Month.of(self.today)
        return {
            "before": self.to(self.month.shifted(-1), now),
            "after": self.to(self.month.shifted(1), now),
            "now": self.to(now, now) if self.month != now else "",
            "now_text": gettext("This month"),
        }


class WeekPage(CalendarPage):
    title, here = pgettext_lazy("view", "Week"), "tasks:calendar-week"
    keeps = ("week",)
    most, name = 100, "week"

    @cached_property
    def week(self) -> Week:
        return Week.read(self.request.GET.get("week", "")) or Week.of(self.today)

    def heading(self) -> str:
        return gettext("Week %(number)s, %(year)s") % {"number": self.week.number, "year": self.week.year}

    @property
    def span(self) -> str:
        return f"{days.short(self.week.first)} – {days.day(self.week.last)}"

    @cached_property
    def rows(self) -> Sequence[Row]:
        return [week_row(self.week, self.today)]

    def turning(self) -> dict[str, Any]:
        now = Week.of(self.today)
        return {
            "before": self.to(self.week.shifted(-1), now),
            "after": self.to(self.week.shifted(1), now),
            "now": self.to(now, now) if self.week != now else "",
            "now_text": gettext("This week"),
            "span": self.span,
        }
