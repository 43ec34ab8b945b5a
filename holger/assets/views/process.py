"""Processes: what the organisation does, and how soon it must be able to do it again."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from holger.assets import filters, forms, selectors, services, tables
from holger.assets.models import Asset, AssetType
from holger.assets.rules import impact
from holger.assets.tables import LEVEL_WORDS
from holger.assets.views.details import MapDetail, impact_rows
from holger.assets.views.lists import MapList
from holger.assets.views.reach import asset_or_404
from holger.ui.pages import Button, Empty, Fact, FormPage, Tab

MENU = "assets:process-list"


class List(MapList):
    name = "processes"
    register = "processes"
    menu = MENU
    title = _("Processes")
    filters = filters.ProcessFilter
    usual_columns = tables.PROCESS_COLUMNS
    create = ("assets:process-create", "assets.create", _("New process"))
    tabs = (
        Tab(_("Mine"), "owner=me"),
        Tab(pgettext_lazy("processes", "Critical"), "criticality=4"),
        Tab(_("Without impact analysis"), "analysed=no"),
        Tab(_("No owner"), "flag=no_owner"),
        Tab(_("Archived"), "archived=yes"),
    )
    empty = Empty(
        _("No processes yet"),
        _(
            "Processes are what the organisation lives by: from order to delivery, payroll, support. Ten are enough to "
            "begin with. What they depend on inherits how well it must be protected."
        ),
        [(_("New process"), "assets:process-create", True), (_("Draw the map"), "assets:map", False)],
    )

    def seen(self) -> QuerySet[Asset]:
        return selectors.processes_for(self.actor)

    def counted(self, count: int) -> str:
        return ngettext("%(count)s process", "%(count)s processes", count) % {"count": count}

    def actions(self) -> Sequence[Button]:
        return [Button(_("Map"), self.url("assets:map"), "sitemap")]


class Detail(MapDetail):
    menu = MENU
    edit_url = "assets:process-edit"

    def rows(self) -> QuerySet[Asset]:
        return selectors.processes_for(self.actor)

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Processes"), self.url(MENU))]

    def facts(self) -> Sequence[Fact]:
        return [*self.people_facts(), *self.content_facts(), *self.review_facts()]

    def context(self) -> dict[str, Any]:
        process = self.object
        suggested = impact.availability_from(process.impacts)
        return {
            **super().context(),
            "impacts": impact_rows(process),
            "analysed": suggested is not None,
            "times": [
                (_("Recovery time (RTO)"), tables.hours(process.rto_hours)),
                (_("Data loss (RPO)"), tables.hours(process.rpo_hours)),
                (_("Longest tolerable outage (MTPD)"), tables.hours(process.mtpd_hours)),
            ],
            "suggested": suggested if suggested and suggested != process.need_a else None,
            "suggested_word": LEVEL_WORDS.get(suggested, ""),
        }


class Create(FormPage):
    permission = "assets.create"
    menu = MENU
    title = _("New process")
    form = forms.ProcessForm
    done = _("The process is saved.")

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Processes"), self.url(MENU))]

    def initial(self) -> dict[str, Any]:
        return {"owner": self.actor.person_id}

    def save(self, answers: dict[str, Any]) -> Asset:
        return services.asset_create(actor=self.actor, type=AssetType.PROCESS, **answers)


class Edit(FormPage):
    permission = "assets.edit"
    menu = MENU
    form = forms.ProcessForm
    done = _("The process is saved.")

    def find(self) -> Asset:
        return asset_or_404(self.actor, self.kwargs["reference"], selectors.processes_for(self.actor))

    def heading(self) -> str:
        return str(self.object)

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Processes"), self.url(MENU)), (self.object.reference, self.back()), (_("Edit"), None)]

    def save(self, answers: dict[str, Any]) -> Asset:
        return services.asset_edit(actor=self.actor, asset=self.object, version=self.version, **answers)
