"""The plan as a list, and what its pages share."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.controls import selectors, services
from holger.controls.filters.plan import PlanFilter
from holger.controls.forms.plan import BulkDatesForm, BulkOwnerForm, BulkStatusForm, BulkUnitForm
from holger.controls.models import Control, PlanItem
from holger.controls.permissions import PLAN, VIEW
from holger.controls.rules.quarters import Quarter
from holger.controls.tables.plan import ALWAYS, PLAN_COLUMNS
from holger.core import dates
from holger.core.actor import Actor
from holger.ui.pages import Bulk, Button, Empty, ListPage, Tab

MENU = "controls:plan-list"
TITLE = _("Implementation plan")


def plan_item_or_404(actor: Actor, reference: str) -> PlanItem:
    return get_object_or_404(selectors.plan_items_listed(actor), reference=reference)


def way(page: Any, *more: Any) -> list[Any]:
    return [(TITLE, page.url(MENU)), *more]


def ways(page: Any, here: str = "") -> list[Button]:
    """The other pages of the plan."""
    known = (
        ("controls:plan-list", _("List"), "list-check"),
        ("controls:plan-board", pgettext_lazy("plan", "By quarters"), selectors.PLAN_ICON),
        ("controls:plan-progress", _("Progress"), "chart-line"),
    )
    shown = [Button(text, page.url(name), icon) for name, text, icon in known if name != here]
    return [*shown, Button(_("From the gaps"), page.url("controls:plan-gaps"), "wand", permission=PLAN)]


def set_many(actor: Actor, rows: QuerySet[Any], answers: dict[str, Any]) -> int:
    whole = selectors.plan_items_for(actor).filter(pk__in=[row.pk for row in rows]).order_by("number")
    return services.plan_items_edit_many(actor=actor, items=whole.select_related("owner", "unit"), **answers)


def set_dates(actor: Actor, rows: QuerySet[Any], answers: dict[str, Any]) -> int:
    return set_many(actor, rows, {name: day for name, day in answers.items() if day is not None})


class PlanList(ListPage):
    permission, title, menu = VIEW, TITLE, MENU
    name, register = "plan-items", "plan-items"
    filters = PlanFilter
    columns = PLAN_COLUMNS
    reads = ALWAYS
    counted_once = True
    default_sort = "-priority"
    searched = ("reference", "title", "description", "competence", "external")
    create = ("controls:plan-create", PLAN, _("New plan item"))
    empty = Empty(
        _("No plan yet"),
        _("A plan tells what is done about the gaps, by whom, when, and what it takes. Make it of your gaps in one go, or item by item."),
        [(_("Make a plan of the gaps"), "controls:plan-gaps", True), (_("New plan item"), "controls:plan-create", False)],
    )  # fmt: skip
    bulk = (
        Bulk("owner", _("Set owner"), "user", PLAN, set_many, BulkOwnerForm),
        Bulk("unit", _("Set unit"), "sitemap", PLAN, set_many, BulkUnitForm),
        Bulk("status", _("Set status"), "check", PLAN, set_many, BulkStatusForm),
        Bulk("dates", _("Set dates"), "calendar-event", PLAN, set_dates, BulkDatesForm),
    )

    @property
    def tabs(self) -> Sequence[Tab]:  # type: ignore[override]
        quarter = Quarter.of(dates.today())
        return (
            Tab(_("Mine"), "owner=me"),
            Tab(_("This quarter"), f"quarter={quarter}"),
            Tab(_("Overdue"), "overdue=yes"),
            Tab(pgettext_lazy("plan", "Blocked"), "blocked=yes"),
            Tab(pgettext_lazy("plan", "Done"), "status=done"),
        )

    def rows(self) -> QuerySet[PlanItem]:
        return selectors.plan_items_listed(self.actor)

    def lean(self, rows: QuerySet[PlanItem]) -> QuerySet[PlanItem]:
        """Joined with what the shown columns read of other tables, and with nothing else."""
        joined = {name.partition("__")[0] for column in self.shown_columns for name in column.reads if "__" in name}
        bare = rows.select_related(None)
        return super().lean(bare.select_related(*joined) if joined else bare)

    def actions(self) -> Sequence[Button]:
        return ways(self, MENU)

    @cached_property
    def shown_closed(self) -> dict[Any, dict[str, int]]:
        found = selectors.closes_counted(self.actor, self.page)
        return {item: {row.title: count for row, count in counts.items()} for item, counts in found.items()}

    def closed(self, item: PlanItem) -> dict[str, int]:
        """Framework's title → how many of its requirements the item closes."""
        return self.shown_closed[item.pk]

    @cached_property
    def shown_controls(self) -> dict[Any, Control]:
        """Those of the page's items that the actor sees."""
        wanted = {item.control_id for item in self.page if item.control_id}
        return {row.pk: row for row in selectors.controls_for(self.actor).filter(pk__in=wanted)} if wanted else {}

    def control(self, item: PlanItem) -> Control | None:
        return self.shown_controls.get(item.control_id)
