"""The annual wheel: the year as one picture, what needs somebody beside it, and the same as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.dates import MONTHS_ALT as MONTHS
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from holger.core.kept import Kept
from holger.core.registry import Dated
from holger.tasks.permissions import TEAM
from holger.tasks.rules.months import Month
from holger.tasks.rules.standing import NEAR, NOT_DONE
from holger.tasks.selectors.dated import dates_between
from holger.tasks.selectors.runs import Times, together
from holger.tasks.tables.marks import mark
from holger.tasks.tables.runs import Lines, parted, reminds
from holger.tasks.tables.wheel import Drawing, Links, Words, diamond, wheel_of
from holger.tasks.views.year import MENU, TITLE, YearPage
from holger.tasks.words import STATE_WORDS
from holger.ui import http

MOST_BESIDE = 7
"""Lines of each group beside the wheel."""
KEY = ("missed", "late", "soon", "deviation", "waiting", "open", "planned", "done")
AS_LIST = "list"
YEARS = range(2000, 2101)


@dataclass(frozen=True)
class Picture:
    """A wheel that is drawn, and how many activities have no name beside it."""

    svg: SafeString
    hidden: int
    days: bool
    """Days of other registers stand on its rim."""


DAY_MARK = SafeString(
    f'<svg class="w-mark w-day" viewBox="-8 -8 16 16" aria-hidden="true" focusable="false">{diamond(0, 0)}</svg>'
)
PICTURES: Kept[Picture] = Kept(64)
YEARS_RUNS: Kept[list[Times]] = Kept(16)
"""Few: each holds a year of runs."""


@dataclass(frozen=True)
class Group:
    title: str
    count: int
    lines: SafeString
    more: int
    url: str


class WheelPage(YearPage):
    title, here = TITLE, MENU
    template = "tasks/wheel.html"
    keeps = ("year", "as")

    def heading(self) -> str:
        return gettext("Annual wheel %(year)s") % {"year": self.year}

    @cached_property
    def year(self) -> int:
        asked = self.request.GET.get("year", "")
        return int(asked) if asked.isascii() and asked.isdigit() and int(asked) in YEARS else self.today.year

    @property
    def as_list(self) -> bool:
        return self.request.GET.get("as") == AS_LIST

    @property
    def current(self) -> bool:
        return self.year == self.today.year

    @cached_property
    def times(self) -> list[Times]:
        """The year's runs, read once until anything is written: the figures, the picture and the lists are made of them."""
        return YEARS_RUNS.get(self.moment, self.read)

    def read(self) -> list[Times]:
        return together(self.runs(date(self.year, 1, 1), date(self.year, 12, 31), one_off=False))

    @property
    def moment(self) -> Any:
        """What the year looks like depends on this."""
        return (http.moment(self.request), self.year, self.carried())

    def context(self) -> dict[str, Any]:
        known = self.as_list or self.times
        return {
            "bare": not (self.times or self.filtering.narrowed or self.anything),
            "years": self.years(),
            "picture": None if self.as_list or not known else self.picture(),
            "months": self.months() if self.as_list else (),
            "groups": self.groups(),
            "key": [(mark(state), STATE_WORDS[state]) for state in KEY],
            "day_mark": DAY_MARK,
            "shown": bool(self.times),
            "list_url": self.query.change(**{"as": None if self.as_list else AS_LIST}),
            "report_url": self.url("tasks:wheel-report") + self.carried(year=str(self.year)),
        }

    def years(self) -> list[tuple[int, str, bool]]:
        return [
            (year, self.query.change(year=None if year == self.today.year else year), year == self.year)
            for year in (self.year - 1, self.year, self.year + 1)
        ]

    # What it comes to

    def counts(self) -> list[tuple[str, str]]:
        """The sentence above the picture: how much of what, with the way to it."""
        found = self.times
        of = len({times.first.of.pk for times in found if times.first.of})
        told = [(self._told_runs(len(found), of), "")]
        missed = sum(times.state in NOT_DONE for times in found)
        soon = sum(times.state in NEAR for times in found)
        if missed:
            text = ngettext("%(count)s is not done", "%(count)s are not done", missed) % {"count": missed}
            told.append((text, self.query.change(state=list(NOT_DONE), **{"as": AS_LIST})))
        if soon:
            text = ngettext("%(count)s is due within 14 days", "%(count)s are due within 14 days", soon)
            told.append((text % {"count": soon}, self.query.change(state=list(NEAR), **{"as": AS_LIST})))
        return told

    def _told_runs(self, runs: int, activities: int) -> str:
        of = ngettext("%(count)s activity", "%(count)s activities", activities) % {"count": activities}
        return ngettext("%(count)s run of %(activities)s", "%(count)s runs of %(activities)s", runs) % {
            "count": runs,
            "activities": of,
        }

    def hub(self) -> list[str]:
        """The middle: this month, or all of another year."""
        found = self.times
        done = sum(times.done == times.count for times in found)
        whole = gettext("%(done)s of %(count)s in %(year)s") % {"done": done, "count": len(found), "year": self.year}
        if not self.current:
            return [str(self.year), str(done), self._of(len(found)), gettext("done in the year"), ""]
        month = [times for times in found if times.first.day.month == self.today.month]
        finished = sum(times.done == times.count for times in month)
        name = str(MONTHS[self.today.month]).capitalize()
        return [name, str(finished), self._of(len(month)), gettext("done this month"), whole]

    def _of(self, count: int) -> str:
        return gettext("of %(count)s") % {"count": count}

    # The picture

    def picture(self) -> Picture:
        """Drawn once, until anything is written: what it shows and what the reader may do are in its key."""
        return PICTURES.get((self.base, self.moment), self.draw)

    def draw(self) -> Picture:
        words = Words.now()
        wheel, known = wheel_of(self.times, self.year, self.today, words)
        links = Links(
            base=self.base,
            runs=self.url("tasks:runs"),
            month=self.url("tasks:calendar-month") + self.carried(month="MONTH"),
            move=self.url("tasks:run-move"),
            movable=self.may_move,
        )
        title = f"{self.heading()}: {self.counts()[0][0]}"
        found = self.others(date(self.year, 1, 1), date(self.year, 12, 31))
        return Picture(Drawing(wheel, known, links, words, found).drawn(self.hub(), title), wheel.hidden, bool(found))

    def others(self, first: date, last: date) -> list[Dated]:
        """Days of other registers from now on. Filters are about activities, and leave them out."""
        first = max(first, self.today)
        return [] if self.filtering.narrowed or last < first else dates_between(self.actor, first, last)

    # Beside it

    @cached_property
    def lines(self) -> Lines:
        may = reminds(self.actor, TEAM)
        return Lines(self.base, self.url("tasks:runs"), self.today, self.actor.person_id, may)

    def groups(self) -> list[Group]:
        if not self.current or self.as_list:
            return []
        this = Month.of(self.today)
        last = this.shifted(1)
        late = [times for times in self.times if times.state in NOT_DONE]
        ahead = [times for times in self.times if times.state not in NOT_DONE and times.done < times.count]
        rest = [times for times in ahead if times.first.day in this]
        following = self.following(last) if last.year != self.year else [t for t in ahead if t.first.day in last]
        rest_title = gettext("Rest of %(month)s") % {"month": str(MONTHS[this.number])}
        dated = self.dated(this.first, last.last)
        return [
            self.group(gettext("Not done"), late, self.query.change(state=list(NOT_DONE), **{"as": AS_LIST})),
            self.group(rest_title, rest, self.month_url(this)),
            self.group(str(MONTHS[last.number]).capitalize(), following, self.month_url(last)),
            *([dated] if dated else []),
        ]

    def dated(self, first: date, last: date) -> Group | None:
        """Days of other registers, this month and the next."""
        found = self.others(first, last)
        if not found:
            return None
        shown, more = parted(found, MOST_BESIDE)
        url = self.url("tasks:calendar-month")
        return Group(gettext("Days in other registers"), len(found), self.lines.dated(shown), more, url)

    def following(self, month: Month) -> Sequence[Times]:
        """The next month, where it lies in the next year."""
        return together(self.runs(month.first, month.last, one_off=False))

    def group(self, title: str, found: Sequence[Times], url: str) -> Group:
        shown, more = parted(found, MOST_BESIDE)
        return Group(title, len(found), self.lines.drawn(shown), more, url)

    def month_url(self, month: Month) -> str:
        return self.url("tasks:calendar-month") + self.carried(month=str(month))

    def months(self) -> list[tuple[str, str, int, SafeString]]:
        """The year as a list: of each month its name, where it leads, how much it holds, and its rows."""
        found = []
        for number in range(1, 13):
            here = [times for times in self.times if times.first.day.month == number]
            if here:
                month = Month(self.year, number)
                found.append(
                    (str(MONTHS[number]).capitalize(), self.month_url(month), len(here), self.lines.rows(here))
                )
        return found
