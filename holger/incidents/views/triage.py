"""Taking reports in: the list of those that wait, and one page on which to take on, say no, or join."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core.errors import RuleBroken
from holger.core.requests import Request
from holger.core.words import N_, say
from holger.evidence.selectors import evidence_on
from holger.incidents import library, services
from holger.incidents.filters.triage import WaitingFilter
from holger.incidents.forms.reports import MergeForm, RejectForm, TakeOnForm
from holger.incidents.library.titles import playbook_titles
from holger.incidents.models import Incident, Status
from holger.incidents.permissions import TRIAGE
from holger.incidents.rules.categories import LIKELY, Category
from holger.incidents.selectors.incidents import incidents_for
from holger.incidents.selectors.severity import method_of
from holger.incidents.selectors.triage import Twin, joinable_to, reports_listed, reports_waiting, twins_of
from holger.incidents.tables.triage import COLUMNS, age, category_title, reporter, why
from holger.incidents.views.common import MENU, TITLE, Way
from holger.ui import http
from holger.ui.pages import Empty, FormPage, ListPage

LIST = "incidents:triage"
REPORTS = _("Reports to take in")
OFFERED = 50
"""So many are offered to join with; any other can be written."""


class TriageList(ListPage):
    permission, title, menu, name = TRIAGE, REPORTS, MENU, "incident-reports"
    filters, columns = WaitingFilter, COLUMNS
    default_sort = "age"
    searched = ("reference", "title", "description")
    counted_once = True
    empty = Empty(
        _("No report waits"),
        _(
            "Everybody can report from their own page. Each report comes here first: take it on as a case, say kindly that it is no "
            "incident, or join it with another of the same. Those who take reports in are told at once."
        ),
        (
            (_("Report an incident"), "incidents:report", True),
            (_("Who takes reports in"), "incidents:case-settings", False),
        ),
    )

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def rows(self) -> QuerySet[Incident]:
        return reports_listed(self.actor)

    def summary(self) -> str:  # type: ignore[override]
        count = self.total()
        return ngettext(
            "%(count)s report waits, the oldest first.", "%(count)s reports wait, the oldest first.", count
        ) % {"count": count}

    @cached_property
    def twins(self) -> Mapping[UUID, list[Twin]]:
        return twins_of(self.actor, list(self.page))


class OfReport:
    """A page about one report that the reader may take in. Whoever may not see it finds nothing."""

    permission, menu = TRIAGE, MENU
    actor: Any
    request: Request
    kwargs: dict[str, Any]
    title: Any
    url: Any

    @cached_property
    def incident(self) -> Incident:
        return get_object_or_404(incidents_for(self.actor), reference=self.kwargs["reference"])

    def permission_on(self) -> Any:
        return self.incident

    def heading(self) -> str:
        return f"{self.incident.reference} {self.incident.title}"

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (REPORTS, self.url(LIST)), (self.incident.reference, None)]

    def back(self) -> str:
        return str(self.url(LIST))

    def at(self, name: str) -> str:
        return str(self.url(f"incidents:{name}", reference=self.incident.reference))

    def onwards(self) -> str:
        """The next that waits, so that many are taken in without going back to the list."""
        following = reports_waiting(self.actor).order_by("created_at", "number").first()
        return str(self.url("incidents:triage-report", reference=following.reference) if following else self.url(LIST))


class TriageReport(OfReport, FormPage):
    """Everything about a report on one page, and the form that makes a case of it."""

    form, template = TakeOnForm, "incidents/triage.html"
    button, done = _("Take on"), _("It is taken on as a case.")

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.incident.status != Status.REPORTED:
            http.tell(request, gettext("This report has been seen to."))
            return HttpResponseRedirect(self.request.base + self.incident.path)
        return super().get(request, *args, **kwargs)

    def find(self) -> Incident:
        return self.incident

    def given(self) -> dict[str, Any]:
        return {"method": method_of(self.actor.organisation_id), "playbooks": playbooks()}

    def initial(self) -> dict[str, Any]:
        found = self.category
        return {
            "title": self.incident.title,
            "category": self.incident.category,
            "owner": self.actor.person_id,
            "playbook": found.playbook if found else "",
        }

    @property
    def category(self) -> Category | None:
        return library.categories().get(self.incident.category)

    def save(self, answers: dict[str, Any]) -> Incident:
        return services.incident_take_on(actor=self.actor, incident=self.incident, version=self.version, **answers)

    def next(self, obj: Incident) -> str:
        """To the case, unless it was given to others alone."""
        if incidents_for(self.actor).filter(pk=obj.pk).exists():
            return str(self.request.base + obj.path)
        return self.onwards()

    def context(self) -> dict[str, Any]:
        incident, found, language = self.incident, self.category, get_language()
        return {
            "incident": incident,
            "category": category_title(incident.category),
            "asks": [say(each, language) for each in found.asks] if found else [],
            "personal_data": found is not None and found.personal_data == LIKELY,
            "age": age(incident),
            "reporter": reporter(incident),
            "files": list(evidence_on(self.actor, incident)),
            "twins": [(each.incident, why(each.why)) for each in self.twins],
            "joinable": joinable_to(self.actor, incident)[:OFFERED],
            "reject": RejectForm(actor=self.actor, initial=kind_answer(self.actor, incident), auto_id="reject_%s"),
            "merge": MergeForm(actor=self.actor, auto_id="merge_%s"),
            "reject_url": self.at("triage-reject"),
            "merge_url": self.at("triage-merge"),
            "more": max(reports_waiting(self.actor).count() - 1, 0),
        }

    @cached_property
    def twins(self) -> Sequence[Twin]:
        return twins_of(self.actor, [self.incident]).get(self.incident.pk, [])


def playbooks() -> list[tuple[str, str]]:
    return [(key, say(title, get_language())) for key, title in playbook_titles().items()]


def kind_answer(actor: Any, incident: Incident) -> dict[str, str]:
    """A kind answer to begin with, where there is somebody to answer."""
    if incident.reporter_id is None:
        return {}
    name = incident.reporter.name.split(maxsplit=1)[0] if incident.reporter and incident.reporter.name.split() else ""
    text = gettext(
        "Hi %(name)s. Thank you for telling. We have looked at it, and it is nothing to worry about. Please tell again the next time "
        "something looks odd."
    )
    return {"answer": text % {"name": name}}


class TriageReject(OfReport, FormPage):
    """Say that it is no incident."""

    form, button, done = RejectForm, _("It is no incident"), _("It is put aside, and whoever reported it is answered.")
    lead = _("It stays in the records with the reason, and can be opened again.")

    def initial(self) -> dict[str, Any]:
        return kind_answer(self.actor, self.incident)

    def back(self) -> str:
        return self.at("triage-report")

    def save(self, answers: dict[str, Any]) -> Incident:
        return services.incident_reject(actor=self.actor, incident=self.incident, **answers)

    def next(self, obj: Any) -> str:
        return self.onwards()


class TriageMerge(OfReport, FormPage):
    """Join it with another that is about the same."""

    form, template = MergeForm, "incidents/triage_merge.html"
    button, done = _("Join"), _("They are joined. The other case shows both timelines.")
    lead = _("It keeps its own timeline, and can be opened again.")

    def initial(self) -> dict[str, Any]:
        return {"into": self.request.GET.get("into", "")[:20], "reason": gettext("Reports the same.")}

    def back(self) -> str:
        return self.at("triage-report")

    def context(self) -> dict[str, Any]:
        return {"joinable": joinable_to(self.actor, self.incident)[:OFFERED]}

    def save(self, answers: dict[str, Any]) -> Incident:
        into = incidents_for(self.actor).filter(reference__iexact=answers["into"].strip()).first()
        if into is None:
            raise RuleBroken(N_("There is no such incident."), "into")
        return services.incident_merge(actor=self.actor, incident=self.incident, into=into, reason=answers["reason"])

    def next(self, obj: Any) -> str:
        return self.onwards()
