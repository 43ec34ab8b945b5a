"""Numbers of incidents over a time that one chooses: how many, how long things took, of what kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.incidents.models import Status
from holger.incidents.papers.statistics import statistics_paper
from holger.incidents.permissions import VIEW
from holger.incidents.rules.statistics import LENGTHS, MONTH, QUARTER, Stretch, usual_unit
from holger.incidents.selectors.drills import COUNTS_ELSEWHERE
from holger.incidents.selectors.statistics import Numbers, numbers_of
from holger.incidents.tables.statistics import KINDS, TIMES, span, stretch_words, trend_words
from holger.incidents.views.common import MENU, TITLE, Way
from holger.ui import days
from holger.ui.pages import Button, Page

LONGEST = timedelta(days=3660)
HIGH = 100
COUNTED = [status for status in Status.values if status not in COUNTS_ELSEWHERE]
"""The states whose incidents are counted, as the list asks for them."""


@dataclass(frozen=True)
class Bar:
    """In percent of the chart's breadth and height, as the house's charts are drawn."""

    x: float
    breadth: float
    first_y: float
    first: float
    words: str
    over: float = 0


class OfPeriod:
    """``?since=2026-01-01&until=2026-06-30&by=month``; by itself the twelve months up to now."""

    request: Any
    actor: Any
    today: date

    @cached_property
    def period(self) -> tuple[date, date]:
        until = _day(self.request.GET.get("until")) or self.today
        since = _day(self.request.GET.get("since")) or date(until.year - 1, until.month, 1)
        since, until = min(since, until), max(since, until)
        return max(since, until - LONGEST), until

    @cached_property
    def unit(self) -> str:
        asked = self.request.GET.get("by", "")
        return asked if asked in LENGTHS else usual_unit(*self.period)

    @cached_property
    def numbers(self) -> Numbers:
        return numbers_of(self.actor, *self.period, self.unit, self.request.organisation.zone)

    @property
    def between(self) -> str:
        return f"{days.day(self.period[0])} – {days.day(self.period[1])}"


class Statistics(OfPeriod, Page):
    permission, title, menu, template = VIEW, _("Numbers"), MENU, "incidents/statistics.html"

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def actions(self) -> Sequence[Button]:
        return [Button(_("PDF or Excel"), f"{self.url('incidents:statistics-report')}?{self.asked}", "file-export")]

    @property
    def asked(self) -> str:
        return urlencode({"since": self.period[0], "until": self.period[1], "by": self.unit})

    def rows_url(self, since: date | None = None, until: date | None = None, **more: str) -> str:
        """The list of the rows behind a number."""
        first, last = since or self.period[0], until or self.period[1]
        told = {"detected_after": first.isoformat(), "detected_before": last.isoformat(), "status": COUNTED, **more}
        return f"{self.url(MENU)}?{urlencode(told, doseq=True)}"

    def context(self) -> dict[str, Any]:
        numbers, (since, until) = self.numbers, self.period
        most = max((count for _each, count in numbers.by_time), default=0)
        return {
            "numbers": numbers,
            "since": since,
            "until": until,
            "units": [
                (MONTH, gettext("By month"), self.unit == MONTH),
                (QUARTER, gettext("By quarter"), self.unit == QUARTER),
            ],
            "total_url": self.rows_url(),
            "trend": trend_words(numbers.trend, self.unit),
            "bars": self.bars(most),
            "most": most,
            "heads": [self.column(each, at) for at, (each, _count) in enumerate(numbers.by_time)],
            "by_time": [(stretch_words(each), count, self.stretch_url(each)) for each, count in numbers.by_time],
            "times": [(word, about, numbers.times[key], *self.spans(key)) for key, word, about in TIMES],
            "kinds": [(word, self.shares(key)) for key, word in KINDS],
            "presets": self.presets(),
        }

    def spans(self, key: str) -> tuple[str, str]:
        found = self.numbers.times[key]
        return span(found.median), span(found.ninetieth)

    def stretch_url(self, each: Stretch) -> str:
        first, last = max(each.first, self.period[0]), min(each.last, self.period[1])
        return self.rows_url(first, last)

    def column(self, each: Stretch, at: int) -> tuple[str, int | None]:
        """What stands below a bar, and the year where it begins."""
        word = days.month_name(each.first.month)[:3] if self.unit == MONTH else f"{gettext('Q')}{each.quarter}"
        return word, each.first.year if at == 0 or each.first.month == 1 else None

    def bars(self, most: int) -> list[Bar]:
        rows = self.numbers.by_time
        if not most:
            return []
        step = HIGH / len(rows)
        return [
            Bar(
                round((at + 0.2) * step, 2),
                round(step * 0.6, 2),
                round(HIGH - HIGH * count / most, 2),
                round(HIGH * count / most, 2),
                f"{stretch_words(each)}: {count}",
            )
            for at, (each, count) in enumerate(rows)
        ]

    def shares(self, key: str) -> list[dict[str, Any]]:
        shares, total = self.numbers.by[key], self.numbers.total
        return [
            {
                "title": each.title,
                "count": each.count,
                "percent": round(HIGH * each.count / total) if total else 0,
                "url": self.rows_url(**{key: each.key}) if each.key else "",
            }
            for each in shares
        ]

    def presets(self) -> list[tuple[str, str, bool]]:
        """Periods to choose by a click."""
        today, here = self.today, self.url("incidents:statistics")
        year = today.year
        known = [
            (gettext("Twelve months"), date(year - 1, today.month, 1), today),
            (gettext("This year"), date(year, 1, 1), today),
            (gettext("Last year"), date(year - 1, 1, 1), date(year - 1, 12, 31)),
            (gettext("Three years"), date(year - 2, 1, 1), today),
        ]
        return [
            (word, f"{here}?{urlencode({'since': first, 'until': last})}", (first, last) == self.period)
            for word, first, last in known
        ]


class StatisticsReport(OfPeriod, ReportPage):
    permission, title, menu, offers = VIEW, _("Numbers of incidents"), MENU, ("pdf", "xlsx")
    lead = _("As they stand on the page, for the same time.")

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (_("Numbers"), self.url("incidents:statistics")), (self.title, None)]

    def about(self) -> str:
        return self.between

    def told(self) -> list[Any]:
        count = self.numbers.total
        return [ngettext("%(count)s incident", "%(count)s incidents", count) % {"count": count}, self.between]

    def paper(self, language: str) -> Paper:
        numbers = numbers_of(self.actor, *self.period, self.unit, self.request.organisation.zone)
        return statistics_paper(self.request, language, numbers, self.between)


def _day(text: str | None) -> date | None:
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if date(1990, 1, 1) <= found <= date(2200, 1, 1) else None
