"""Reporting, what to do now, and one's own reports. Made for a phone, and for people who know nothing of all this."""

from functools import cached_property
from typing import Any

from django.conf import settings as configured
from django.http import HttpResponseBase
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.registry import registry
from holger.core.requests import Request
from holger.core.words import say
from holger.incidents import library, services
from holger.incidents.forms.reports import NOW, MoreForm, ReportForm
from holger.incidents.models import CaseSettings, Incident
from holger.incidents.permissions import REPORT
from holger.incidents.rules.categories import DOUBT
from holger.incidents.rules.reports import Stage
from holger.incidents.selectors.reports import Report as Told
from holger.incidents.selectors.reports import my_incidents, my_report, my_reports
from holger.incidents.selectors.severity import case_settings_of
from holger.ui import http
from holger.ui.pages import FormPage, Page

AFTER = "incidents.report"
"""What rooms above show whoever has reported something, is a panel of this kind."""
STAGES = {
    Stage.RECEIVED: (_("Received. Somebody looks at it soon."), "mid", "clock"),
    Stage.HANDLED: (_("Somebody is handling it."), "accent", "player-play"),
    Stage.DONE: (_("It is handled and closed."), "ok", "circle-check"),
    Stage.NOTHING: (_("It was looked at, and was no incident. It was right to tell."), "ok", "circle-check"),
    Stage.JOINED: (_("It is being handled together with another report of the same."), "accent", "arrow-merge"),
    Stage.KEPT: (_("It is received and being handled."), "accent", "lock"),
}
"""By stage: in plain words, how it is coloured, and its icon."""
MEGABYTE = 1024**2


class Light:
    """What the pages here share."""

    actor: Any

    @cached_property
    def settings(self) -> CaseSettings:
        return case_settings_of(self.actor.organisation_id)

    @property
    def telephone(self) -> str:
        return self.settings.telephone


class Report(Light, FormPage):
    """Something has happened, or may have."""

    permission, title, template = REPORT, _("Report an incident"), "incidents/report/report.html"
    lead = _("Also when you are in doubt. You will not get into trouble for telling.")
    form, button, done = ReportForm, _("Send"), ""
    takes_files = http.ANY_SIZE
    made: Incident | None = None

    def given(self) -> dict[str, Any]:
        return {"unnamed": self.settings.allow_anonymous}

    def initial(self) -> dict[str, Any]:
        return {"when": NOW}

    def back(self) -> str:
        return self.url("desk:desk")

    def context(self) -> dict[str, Any]:
        return {"most": configured.UPLOAD_LIMIT, "megabytes": configured.UPLOAD_LIMIT // MEGABYTE}

    def save(self, answers: dict[str, Any]) -> Incident:
        self.made = services.incident_report(actor=self.actor, **answers)
        return self.made

    def next(self, obj: Incident) -> str:
        return self.url("incidents:report-thanks", reference=obj.reference)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever gave no name is thanked at once: an address with the reference in it would tie it to them in every log on the way."""
        answer = super().post(request, *args, **kwargs)
        if self.made is not None and self.made.anonymous:
            return Thanks.at_once(request, self.made)
        return answer


class Thanks(Light, Page):
    """It has been told; what to do now, what never, whom to call, and what happens next."""

    permission, title, template = REPORT, _("Thank you for telling"), "incidents/report/thanks.html"
    unnamed: Incident | None = None

    @classmethod
    def at_once(cls, request: Request, incident: Incident) -> HttpResponseBase:
        page = cls()
        page.setup(request)
        page.unnamed = incident
        return page.render()

    @cached_property
    def told(self) -> tuple[str, str]:
        """Reference and category."""
        if self.unnamed is not None:
            return self.unnamed.reference, self.unnamed.category
        found = my_report(self.actor, self.kwargs["reference"])
        return found.reference, found.category

    def context(self) -> dict[str, Any]:
        reference, key = self.told
        category, language = library.categories()[key or DOUBT], get_language()
        return {
            "reference": reference,
            "unnamed": self.unnamed is not None,
            "now": say(category.now, language),
            "never": say(category.never, language),
            "report_url": self.url("incidents:my-report", reference=reference),
            "parts": self.parts,
        }

    @property
    def parts(self) -> list[tuple[str, dict[str, Any]]]:
        """What rooms above have to say here, such as whom to call."""
        shown = []
        for panel in registry.panels_for(AFTER):
            if panel.subject_type == AFTER and self.actor.may(panel.permission):
                context = panel.context(self.request, None)  # type: ignore[arg-type]
                if context is not None:
                    shown.append((panel.template, context))
        return shown


class MyReports(Light, Page):
    """What the reader has reported, the newest first, each with how it stands."""

    permission, title, template = REPORT, _("My reports"), "incidents/report/mine.html"
    most = 100

    def context(self) -> dict[str, Any]:
        return {"rows": [(each, STAGES[each.stage]) for each in my_reports(self.actor, self.most)]}


class MyReport(Light, FormPage):
    """One of the reader's own, and a place to add something."""

    permission, template, form = REPORT, "incidents/report/one.html", MoreForm
    title = pgettext_lazy("incident", "My report")
    button, done = _("Add it"), _("It is added. Whoever handles it is told.")

    @cached_property
    def told(self) -> Told:
        return my_report(self.actor, self.kwargs["reference"])

    def permission_on(self) -> None:
        self.told  # noqa: B018 - found, or 404

    def heading(self) -> str:
        return gettext("My report %(reference)s") % {"reference": self.told.reference}

    def context(self) -> dict[str, Any]:
        found = library.categories().get(self.told.category)
        return {
            "told": self.told,
            "stage": STAGES[self.told.stage],
            "category": say(found.title, get_language()) if found else "",
        }

    def save(self, answers: dict[str, Any]) -> Any:
        incident = my_incidents(self.actor).get(reference=self.told.reference)
        return services.line_add_by_reporter(actor=self.actor, incident=incident, **answers)

    def next(self, obj: Any) -> str:
        return self.url("incidents:my-report", reference=self.told.reference)
