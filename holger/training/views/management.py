"""Management's own training (NIS2 article 20(2)): a page and a paper."""

from functools import cached_property
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.requests import Request
from holger.evidence.models import Evidence
from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.training import selectors
from holger.training.papers.proving import management_kept
from holger.training.papers.results import management_paper
from holger.training.permissions import EDIT, VIEW
from holger.training.selectors import Trained
from holger.training.tables import looks
from holger.training.views.common import MENU
from holger.ui import http
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
        report = Button(_("Report"), self.url("training:management-report"), "file-type-pdf")
        if not any(each.best for each in self.people) or selectors.requirement(self.actor) is None:
            return [report]
        keep = self.url("training:management-keep")
        return [report, Button(_("Keep as evidence"), keep, "paperclip", permission=EDIT, post=True)]

    def context(self) -> dict[str, Any]:
        return {
            "people": [(each, looks.trained_badge(each), looks.next_badge(each, self.today)) for each in self.people],
            "holding": sum(each.holds for each in self.people),
            "courses": list(selectors.courses_for_management(self.actor)),
            "proof": selectors.proof(self.actor),
            "requirement": selectors.requirement(self.actor),
            "may_edit": self.actor.may(EDIT),
        }


@http.needs(EDIT)
@require_POST
def keep(request: Request) -> HttpResponseBase:
    """Now, for whoever will not wait until the worker does it."""

    def told(kept: tuple[Evidence, bool]) -> str:
        evidence, written = kept
        words = _("Kept as %(reference)s.") if written else _("%(reference)s says this already.")
        return str(words) % {"reference": evidence.reference}

    to = http.link(request, "training:management")
    return http.act(request, told, to, lambda: management_kept(request.organisation, request.actor))


class ManagementReport(_Management, ReportPage):
    permission, title, menu = VIEW, _("Report"), MENU
    lead = _("Who of the management has been trained, and until when it holds.")

    def crumbs(self) -> list[Any]:
        return [(_("Courses"), self.url(MENU)), (TITLE, self.url("training:management")), (self.title, None)]

    def paper(self, language: str) -> Paper:
        return management_paper(self.request, language, self.people)
