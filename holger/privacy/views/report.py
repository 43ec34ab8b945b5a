"""The record on paper and as a workbook; and one activity alone."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.privacy import selectors
from holger.privacy.models import Activity, Status
from holger.privacy.papers.record import activity_paper, record_paper
from holger.privacy.permissions import VIEW
from holger.privacy.selectors.beside import beside
from holger.privacy.tables.record import groups_of, status_badge
from holger.privacy.views.common import MENU, TITLE, OfActivity, Way
from holger.privacy.views.record import ActivityList
from holger.privacy.words.record import transfers_of

RECORD = _("The record")


class RecordReport(ReportPage):
    """As the list is filtered; bare, what is in the record now. ``?entity=`` narrows it to one company."""

    permission, title, menu = VIEW, RECORD, MENU
    lead = _(
        "The record of article 30, a part for each company: what it does as a controller, and what it does for others."
    )

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    @cached_property
    def listed(self) -> ActivityList:
        page = ActivityList()
        page.setup(self.request)
        return page

    @property
    def narrowed(self) -> list[str]:
        return [f"{what}: {which}" for what, which in self.listed.narrowing()]

    def rows(self) -> QuerySet[Activity]:
        """Drafts are in it only where somebody asks for them."""
        rows = self.listed.found
        if not self.request.GET.getlist("status"):
            rows = rows.filter(status=Status.CURRENT)
        keys = list(rows.values_list("pk", flat=True))
        return selectors.activities_for(self.actor).filter(pk__in=keys).order_by("number")

    def told(self) -> list[Any]:
        count = self.rows().count()
        counted = ngettext("%(count)s processing activity", "%(count)s processing activities", count) % {"count": count}
        return [counted, *self.narrowed]

    def paper(self, language: str) -> Paper:
        rows = list(self.rows().select_related("entity", "unit").prefetch_related("transfers"))
        told = ", ".join(self.narrowed) or gettext("All that is in the record")
        entities = selectors.entities_of(self.actor.organisation_id)
        return record_paper(self.request, language, rows, entities, told, beside(self.actor, rows))


class ActivityReport(OfActivity, ReportPage):
    permission, title = VIEW, _("On paper")
    lead = _("One activity, with all that is known of it.")

    @cached_property
    def object(self) -> Activity:
        return self.find()

    def permission_on(self) -> None:
        self.object  # noqa: B018 - found, or 404

    def about(self) -> str:
        return self.object.reference

    def told(self) -> list[Any]:
        return [str(self.object), status_badge(self.object)]

    def paper(self, language: str) -> Paper:
        row, around = self.object, beside(self.actor, [self.object])
        sent = selectors.sent_on(row, around.hands_of(row))
        groups = groups_of(row, transfers_of(row, list(row.transfers.all()), sent), around)
        entities = selectors.entities_of(self.actor.organisation_id)
        return activity_paper(self.request, language, row, groups, entities.get(row.entity_id))
