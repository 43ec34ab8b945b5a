"""The requirements of a framework by how far their controls are."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from holger.controls import selectors, services
from holger.controls.filters.controls import CoverageFilter
from holger.controls.forms.controls import BulkAnsweringForm
from holger.controls.permissions import EDIT, VIEW
from holger.controls.tables.controls import COVERAGE_COLUMNS, Answering
from holger.controls.tables.worked import covered_at
from holger.core.actor import Actor
from holger.frameworks.models import Framework, Scope, Standing
from holger.frameworks.permissions import VIEW as SEE_FRAMEWORKS
from holger.frameworks.selectors import frameworks_for, requirements_for, scopes_for, standings_for
from holger.ui import http
from holger.ui.pages import Bulk, ListPage


def _answer(actor: Actor, rows: QuerySet[Standing], answers: dict[str, Any]) -> int:
    """One control for all of the selected requirements; those that it answers already stay as they are."""
    there = selectors.links_of_any(actor).filter(control=answers["control"]).values("requirement")
    wanted = rows.order_by().exclude(requirement__in=there).values("requirement")
    requirements = requirements_for(actor).filter(pk__in=wanted).select_related("framework").defer("guide")
    return len(services.links_add(actor=actor, requirements=requirements.order_by("place"), **answers))


class Coverage(ListPage):
    """``?scope=2``: in another of the scopes in which the framework holds."""

    permission, title, menu = VIEW, _("Controls"), "frameworks:framework-list"
    name = "coverage"
    columns = COVERAGE_COLUMNS
    filters = CoverageFilter
    default_sort = "code"
    searched = ("requirement__code", "requirement__title_da", "requirement__title_en")
    bulk = (Bulk("answer", _("Add a control"), "plus", EDIT, _answer, BulkAnsweringForm),)

    def admit(self) -> None:
        super().admit()
        http.check(self.request, SEE_FRAMEWORKS)
        self.framework  # noqa: B018 - found, or 404

    @cached_property
    def framework(self) -> Framework:
        return get_object_or_404(frameworks_for(self.actor), reference=self.kwargs["reference"])

    @cached_property
    def scope(self) -> Scope | None:
        """The one that was asked for, else the first that the reader sees."""
        rows = scopes_for(self.actor).filter(framework=self.framework).select_related("unit").order_by("number")
        asked = self.request.GET.get("scope", "")
        found = rows.filter(number=asked).first() if asked.isdecimal() and len(asked) < 9 else None
        if asked and found is None:
            raise Http404
        return found or rows.first()

    def heading(self) -> Any:
        return _("Controls for %(name)s") % {"name": self.framework.title}

    def crumbs(self) -> list[Any]:
        here = f"{self.base}{self.framework.path}"
        return [
            (_("Frameworks"), self.url(self.menu)),
            (
                self.framework.title,
                f"{here}?scope={self.scope.number}" if self.scope and self.scope.number > 1 else here,
            ),
            (self.title, None),
        ]

    def summary(self) -> SafeString | str:
        return str(self.scope.unit) if self.scope and self.scope.unit else ""

    def rows(self) -> QuerySet[Standing]:
        rows = standings_for(self.actor).filter(scope=self.scope, applicable=True, wanted=True)
        return rows.select_related("requirement").defer("requirement__guide", "remark", "reason")

    def narrow(self, data: Any) -> CoverageFilter:
        return CoverageFilter(data, self.rows(), actor=self.actor, covered=self.covered)

    def kept(self) -> list[tuple[str, str]]:
        asked = self.request.GET.get("scope", "")
        return [*super().kept(), *([("scope", asked)] if asked else [])]

    @cached_property
    def covered(self) -> selectors.Covered:
        return covered_at(self.request)

    @cached_property
    def page(self) -> Any:
        page = super().page
        for standing in page:
            standing.requirement.framework = self.framework
        return page

    @cached_property
    def links(self) -> dict[UUID, list[Answering]]:
        """The controls of the requirements that are shown."""
        found: dict[UUID, list[Answering]] = {}
        rows = selectors.links_for(self.actor).filter(requirement__in=[row.requirement_id for row in self.page])
        told = ("control__reference", "control__title", "control__status", "strength")
        for key, *values in rows.order_by("control__number").values_list("requirement_id", *told):
            found.setdefault(key, []).append(Answering(*values))
        return found
