"""The risk register and the treatment plan on paper, of the risks that the list shows."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.exchange.papers.sending import front
from holger.risks import selectors
from holger.risks.papers import risk_register, treatment_plan
from holger.risks.papers.common import Told
from holger.risks.views.common import MENU, WithMethod, crumbs
from holger.risks.views.picture import RiskList


class RiskReport(WithMethod, ReportPage):
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
        rows = selectors.told_whole(listed.found)
        told = Told(self.actor, self.stored_method, list(rows), self.today, listed.narrowing())
        if self.kind == "plan":
            return treatment_plan(told, front(self.request, language))
        heat = selectors.heat(self.method, listed.found)
        worst_first = listed.order[0] == listed.default_sort
        return risk_register(told, heat, front(self.request, language), by_band=worst_first)
