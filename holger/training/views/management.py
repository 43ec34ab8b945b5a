"""Management's own training (NIS2 article 20(2)): a page and a paper."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.training import selectors
from holger.training.papers.results import management_paper
from holger.training.permissions import EDIT, VIEW
from holger.training.selectors import Trained
from holger.training.tables import looks
from holger.training.views.common import MENU
from holger.ui.pages import Button, Page

TITLE = _("Management's training")


class _Management:
    actor: Any
    today: Any

    @cached_property
    def people(self) -> list[Trained]:
        return list(selectors.trained(self.actor, self.today))


class ManagementTraining(_Management, Page):
    permission, title, menu = VIEW, TITLE, MENU
    lead = _("NIS2 article 20(2): members of management take part in training, and offer the like to their people.")
    template = "training/management.html"

    def crumbs(self) -> list[Any]:
        return [(_("Courses"), self.url(MENU)), (self.title, None)]

    def actions(self) -> list[Button]:
        return [Button(_("Report"), self.url("training:management-report"), "file-type-pdf")]

    def context(self) -> dict[str, Any]:
        return {
            "people": [(each, looks.trained_badge(each), looks.next_badge(each, self.today)) for each in self.people],
            "holding": sum(each.holds for each in self.people),
            "courses": list(selectors.courses_for_management(self.actor)),
            "requirement": selectors.requirement(self.actor),
            "may_edit": self.actor.may(EDIT),
        }


class ManagementReport(_Management, ReportPage):
    permission, title, menu = VIEW, _("Report"), MENU
    lead = _(
        "Who of the management has been trained, and until when it holds. Attach it to the requirement as evidence."
    )

    def crumbs(self) -> list[Any]:
        return [(_("Courses"), self.url(MENU)), (TITLE, self.url("training:management")), (self.title, None)]

    def paper(self, language: str) -> Paper:
        return management_paper(self.request, language, self.people)
