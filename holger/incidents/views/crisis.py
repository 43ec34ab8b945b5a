"""One page for the screen in the meeting room, and for print."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from holger.core.requests import Request
from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.incidents.papers.working import crisis_paper
from holger.incidents.permissions import VIEW
from holger.incidents.selectors.timeline import stamp_of
from holger.incidents.tables.crisis import crisis
from holger.incidents.tables.timeline import stamp_words
from holger.incidents.views.of_case import OfCase
from holger.ui import http
from holger.ui.pages import Button, Page


@method_decorator(never_cache, name="dispatch")
class Crisis(OfCase, Page):
    """``?seen=``: what the screen shows; with nothing new there is nothing to draw (204)."""

    permission, title, template = VIEW, _("Where we stand"), "incidents/crisis.html"

    def heading(self) -> str:
        return f"{self.incident.reference} {self.incident.title}"

    def actions(self) -> Sequence[Button]:
        return [Button(_("On paper"), self.at("crisis-report"), "file-type-pdf")]

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not http.is_partial(request):
            return self.render()
        if request.GET.get("seen") == stamp_words(stamp_of(self.actor, self.incident)):
            return HttpResponse(status=204)
        return self.render("incidents/_crisis.html")

    def context(self) -> dict[str, Any]:
        return crisis(self.request, self.incident, self.case)


class CrisisReport(OfCase, ReportPage):
    permission, title, offers = VIEW, _("Where we stand"), ("pdf", "docx")
    lead = _("For the meeting: what happened, what runs, what was decided, who does what, and what is next.")

    def about(self) -> str:
        return self.incident.reference

    def paper(self, language: str) -> Paper:
        return crisis_paper(self.request, language, self.incident, crisis(self.request, self.incident, self.case))
