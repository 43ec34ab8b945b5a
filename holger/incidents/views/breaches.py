"""The record of breaches: the list, and the same as a file."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.history import services as history
from holger.incidents.filters.breaches import BreachFilter
from holger.incidents.models import Incident
from holger.incidents.papers.breaches import breaches_csv, breaches_paper
from holger.incidents.permissions import VIEW
from holger.incidents.selectors.breaches import breaches_for
from holger.incidents.selectors.incidents import incidents_for
from holger.incidents.selectors.sheets import Desk, desks_of
from holger.incidents.tables.breaches import COLUMNS
from holger.incidents.views.common import MENU, TITLE, Way
from holger.ui.pages import Button, Empty, ListPage, Tab

BREACHES = _("Record of breaches")


class BreachList(ListPage):
    permission, title, menu = VIEW, BREACHES, MENU
    lead = _("Every personal data breach, also those that were not notified, with the reason (GDPR art. 33(5)).")
    name = "breaches"
    filters, columns = BreachFilter, COLUMNS
    default_sort = "-reference"
    searched = ("reference", "title")
    report = "incidents:breach-report"
    tabs = (
        Tab(_("Not decided"), "notified=undecided"),
        Tab(_("To be notified"), "notified=waiting"),
        Tab(_("Not notified"), "notified=not_notified"),
    )
    empty = Empty(
        _("No breaches"),
        _("An incident stands here when it is decided, or not decided yet, that it is a personal data breach."),
        (),
    )

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def actions(self) -> list[Button]:
        return [Button(_("CSV"), self.url("incidents:breach-csv") + self.query.canonical.rstrip("?"), "file-export")]

    def rows(self) -> QuerySet[Incident]:
        return breaches_for(self.actor)


class BreachReport(ReportPage):
    permission, title, menu = VIEW, _("Report"), MENU
    lead = _("The record as it is filtered in the list.")

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (BREACHES, self.url("incidents:breaches")), (self.title, None)]

    @cached_property
    def listed(self) -> BreachList:
        page = BreachList()
        page.setup(self.request)
        return page

    @property
    def narrowed(self) -> list[str]:
        return [f"{what}: {which}" for what, which in self.listed.narrowing()]

    def told(self) -> list[Any]:
        count = self.listed.count()
        return [ngettext("%(count)s breach", "%(count)s breaches", count) % {"count": count}, *self.narrowed]

    @cached_property
    def desks(self) -> Mapping[UUID, Desk]:
        keys = [row.pk for row in self.listed.found]
        found = desks_of(self.request.organisation, incidents_for(self.actor).filter(pk__in=keys))
        return {desk.case.incident.pk: desk for desk in found}

    def paper(self, language: str) -> Paper:
        told = ", ".join(self.narrowed) or gettext("All")
        return breaches_paper(self.request, language, self.listed.found, self.desks, told)


class BreachCsv(BreachReport):
    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        content = breaches_csv(self.listed.found, self.desks, (get_language() or "en")[:2])
        answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
        name = f"breaches-{dates.today(request.organisation.zone).isoformat()}.csv"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Cache-Control"] = "no-store"
        history.exported(actor=self.actor, kind="breaches", form="csv")
        return answer
