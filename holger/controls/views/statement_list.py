"""All statements of applicability: where each framework holds, which version is in force, and how ready it is."""

from functools import cached_property
from html import escape
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.controls import selectors
from holger.controls.filters.statement import StatementListFilter
from holger.controls.selectors import Now
from holger.controls.tables.statement import now_at
from holger.controls.tables.statement_cells import readiness, version_badge
from holger.controls.views.statement_common import MENU, STATEMENT
from holger.frameworks.models import Scope
from holger.ui import cells, days
from holger.ui.columns import Column
from holger.ui.pages import Button, Empty, ListPage


class StatementList(ListPage):
    permission, title, menu = "controls.view", STATEMENT, MENU
    lead = _(
        "Which requirements are chosen, which are left out and why, and what is done to meet them. Version by version."
    )
    name = "statements"
    filters = StatementListFilter
    default_sort = "reference"
    searched = ("framework__reference", "framework__title_da", "framework__title_en", "unit__name")
    columns = (
        Column("reference", _("Ref."), lambda row, page: cells.ref(row.framework), sort="framework__number"),
        Column("framework", _("Framework"), lambda row, page: page.name_of(row)),
        Column("unit", _("Holds in"), lambda row, page: row.unit or _("The whole organisation"), sort="unit__name"),
        Column("force", pgettext_lazy("statement", "In force"), lambda row, page: page.force_of(row)),
        Column("open", _("On its way"), lambda row, page: page.open_of(row)),
        Column("chosen", _("Chosen"), lambda row, page: page.chosen_of(row), number=True),
        Column("asked", _("An auditor would ask"), lambda row, page: page.asked_of(row), help=_("Questions without a good answer yet, of nine.")),
        Column("owner", _("Owner"), lambda row, page: cells.person(row.owner), sort="owner__name", shown=False),
    )  # fmt: skip
    empty = Empty(
        _("Choose a framework first"),
        _("A Statement of Applicability goes through a framework such as ISO/IEC 27001, requirement by requirement."),
        [(_("Choose a framework"), "frameworks:library", True)],
    )

    def rows(self) -> QuerySet[Scope]:
        return selectors.statement_scopes_for(self.actor)

    def empty_actions(self) -> list[Button]:
        return super().empty_actions() if self.actor.may("frameworks.edit") else []

    @cached_property
    def begun(self) -> dict[Any, Now]:
        """How those on this page stand of which there is a version; the others have nothing to be held against."""
        there = selectors.statements_for(self.actor).filter(scope__in=[scope.pk for scope in self.page])
        begun = set(there.values_list("scope_id", flat=True))
        return now_at(self.request, [scope for scope in self.page if scope.pk in begun])

    def name_of(self, scope: Scope) -> SafeString:
        url = self.url("controls:statement-detail", reference=scope.framework.reference, number=scope.number)
        return SafeString(f'<a class="h-name" href="{escape(url)}">{escape(scope.framework.title)}</a>')

    def force_of(self, scope: Scope) -> SafeString:
        now = self.begun.get(scope.pk)
        if now is None or now.force is None:
            return cells.dash
        badge = cells.badge(f"v{now.force.number}", "ok", "lock")
        told = gettext("%(day)s, %(name)s") % {"day": days.day(now.force.approved_at), "name": now.force.approved_by}
        return SafeString(f'<span class="h-row h-wrap">{badge}<span class="h-small h-dim">{escape(told)}</span></span>')

    def open_of(self, scope: Scope) -> SafeString:
        now = self.begun.get(scope.pk)
        return version_badge(now.open) if now and now.open else cells.dash

    def chosen_of(self, scope: Scope) -> Any:
        now = self.begun.get(scope.pk)
        if now is None:
            return ""
        return gettext("%(count)s of %(total)s") % {"count": now.counts.chosen, "total": now.counts.total}

    def asked_of(self, scope: Scope) -> SafeString:
        now = self.begun.get(scope.pk)
        if now is None:
            return cells.badge(_("Not begun"), "line")
        return readiness(now)
