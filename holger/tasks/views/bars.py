"""Two years month by month: twelve that are past, with what was done, deviated and was not done, and twelve that are planned."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.tasks.rules.bars import AHEAD, BACK, KINDS, Bars, bars
from holger.tasks.rules.months import Month, following
from holger.tasks.rules.standing import kind_of
from holger.tasks.selectors.runs import Source, Times, together
from holger.tasks.tables import bars as tables
from holger.tasks.tables.marks import mark
from holger.tasks.views.year import TITLE, YearPage
from holger.ui import days

PER_PAGE = 50
AT_EACH = ("category", "owner", "unit", "framework")
"""What else goes along to the month of an activity."""


class BarsPage(YearPage):
    title, here = _("24 months"), "tasks:bars"
    template = "tasks/bars.html"

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(TITLE, self.url("tasks:wheel") + self.carried()), (self.title, None)]

    @cached_property
    def months(self) -> list[Month]:
        return list(following(Month.of(self.today).shifted(-BACK), BACK + AHEAD))

    @cached_property
    def times(self) -> list[Times]:
        return together(self.runs(self.months[0].first, self.months[-1].last, one_off=False))

    @cached_property
    def bars(self) -> Bars:
        return bars(((times.first.day, kind_of(times.state)) for times in self.times), self.today)

    @cached_property
    def by_activity(self) -> Mapping[Source, Sequence[Times]]:
        """In the order of their numbers."""
        found: dict[Any, list[Times]] = {}
        sources: dict[Any, Source] = {}
        for times in self.times:
            if (of := times.first.of) is not None:
                sources.setdefault(of.pk, of)
                found.setdefault(of.pk, []).append(times)
        ordered = sorted(sources.values(), key=lambda of: int(of.reference.rpartition("-")[2] or 0))
        return {of: found[of.pk] for of in ordered}

    def context(self) -> dict[str, Any]:
        month = self.url("tasks:calendar-month")
        where = tables.Where(month + self.carried((*AT_EACH, "activity"), month="MONTH"))
        of_each = tables.Where(month + self.carried(AT_EACH, month="MONTH"))
        page = Paginator(list(self.by_activity), PER_PAGE).get_page(self.request.GET.get("page"))
        shown = {of: self.by_activity[of] for of in page}
        sums = tables.sums(self.bars)
        title = gettext("24 months: %(sums)s") % {"sums": sums}
        names = days.MONTHS[days.language()]
        return {
            "chart": tables.chart(self.bars, where, title),
            "sums": sums,
            "heads": [
                (names[month.number - 1].rstrip("."), month, month == Month.of(self.today)) for month in self.months
            ],
            "rows": tables.rows(shown, self.months, self.today, of_each, self.base),
            "key": [(mark(tables.MARK_OF[kind]), tables.KIND_WORDS[kind], kind) for kind in KINDS],
            "pages": page,
            "before": self.query.change() + f"&page={page.previous_page_number()}" if page.has_previous() else "",
            "after": self.query.change() + f"&page={page.next_page_number()}" if page.has_next() else "",
        }
