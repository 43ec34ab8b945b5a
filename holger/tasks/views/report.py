"""The annual wheel as a report: as it is filtered, for one year."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.tasks.papers.wheel import wheel_paper
from holger.tasks.selectors.runs import Times, together
from holger.tasks.views.wheel import WheelPage
from holger.tasks.views.year import MENU, TITLE


class WheelReport(ReportPage):
    permission, title, menu = WheelPage.permission, _("Report"), MENU
    lead = _("The year in figures, and month by month what is due, with whom, and how it went.")

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    @cached_property
    def wheel(self) -> WheelPage:
        """The page that it is the report of, asked by the same reader for the same year."""
        page = WheelPage()
        page.setup(self.request)
        return page

    @cached_property
    def times(self) -> list[Times]:
        year = self.wheel.year
        return together(self.wheel.runs(date(year, 1, 1), date(year, 12, 31), one_off=False, people=True))

    def told(self) -> list[Any]:
        count = len(self.times)
        runs = ngettext("%(count)s run", "%(count)s runs", count) % {"count": count}
        return [f"{self.about()}: {runs}", *(f"{label}: {value}" for label, value in self.narrowed())]

    def about(self) -> str:
        return gettext("Annual wheel %(year)s") % {"year": self.wheel.year}

    def narrowed(self) -> list[tuple[str, str]]:
        return self.wheel.filtering.told(self.wheel.query)

    def paper(self, language: str) -> Paper:
        return wheel_paper(self.request, language, self.wheel.year, self.times, self.narrowed())
