"""The risk register and the treatment plan on paper, of the risks that the list shows."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.risks.papers import paper_of
from holger.risks.views.common import MENU, crumbs
from holger.risks.views.picture import RiskList


class RiskReport(ReportPage):
    permission, menu = "risks.view", MENU
    lead = _("Of the risks that you see, narrowed as the list is.")

    def crumbs(self) -> list[Any]:
        return crumbs(self, (_("Register"), self.url("risks:risk-list")), (self.title, None))

    def kinds(self) -> list[tuple[str, Any, Any]]:
        return [
            ("register", _("Risk register"), _("The picture, every risk with its scores, what they stand on, and the method.")),
            ("plan", _("Risk treatment plan"), _("What was decided, who does what before when, and what is accepted.")),
        ]  # fmt: skip

    @cached_property
    def listed(self) -> RiskList:
        """The list that the report is made from, with its filters and its order."""
        page = RiskList()
        page.setup(self.request)
        return page

    def told(self) -> list[Any]:
        count = self.listed.count()
        counted = ngettext("%(count)s risk", "%(count)s risks", count) % {"count": count}
        return [counted, *(f"{what}: {which}" for what, which in self.listed.narrowing())]

    def paper(self, language: str) -> Paper:
        listed = self.listed
        worst_first = listed.order[0] == listed.default_sort
        narrowed = listed.narrowing()
        return paper_of(self.kind, self.request, language, listed.found, narrowed, worst_first=worst_first)
