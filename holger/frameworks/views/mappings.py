"""Two frameworks side by side, and what people say about single requirements."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.frameworks import selectors, services, tables
from holger.frameworks.forms import MappingForm
from holger.frameworks.models import Framework, Mapping, Requirement
from holger.frameworks.rules.crossing import crossing
from holger.frameworks.selectors.rows import NAMED
from holger.frameworks.views.common import MENU, InFramework, framework_or_404
from holger.frameworks.views.requirements import OfRequirement
from holger.ui import http
from holger.ui.pages import FormPage, Page


class Compare(InFramework, Page):
    """What each requirement of one framework has in common with those of another: as a picture, and as a table."""

    permission, menu = "frameworks.view", MENU
    template = "frameworks/compare.html"

    @cached_property
    def other(self) -> Framework:
        return framework_or_404(self.actor, self.kwargs["other"])

    def heading(self) -> str:
        return f"{self.framework.title} → {self.other.title}"

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((self.other.title, None))

    @cached_property
    def rows(self) -> list[Requirement]:
        rows = selectors.requirements_for(self.actor).filter(framework=self.framework)
        return list(rows.only(*NAMED, "assessable").order_by("place"))

    @cached_property
    def pairs(self) -> list[tuple[Mapping, Requirement, Requirement, bool]]:
        """(mapping, this end, other end, is it said from this end?)"""
        return [
            (mapping, mapping.source, mapping.target, True)
            if mapping.source.framework_id == self.framework.pk
            else (mapping, mapping.target, mapping.source, False)
            for mapping in selectors.mappings_between(self.actor, self.framework, self.other)
        ]

    def context(self) -> dict[str, Any]:
        found: dict[Any, list[tables.Told]] = {}
        for mapping, here, there, forwards in self.pairs:
            there.framework = self.other
            found.setdefault(here.pk, []).append((mapping, there, forwards))
        for row in self.rows:
            row.framework = self.framework
        rows = [row for row in self.rows if row.assessable or row.pk in found]
        return {
            "framework": self.framework,
            "other": self.other,
            "rows": tables.compared_rows(
                [(row, found.get(row.pk, ())) for row in rows], self.framework, self.other, self.base
            ),
            "count": len(self.pairs),
            "covered": len(found),
            "total": len(rows),
            "picture": self.picture(),
            "turned": self.url("frameworks:compare", reference=self.other.reference, other=self.framework.reference),
        }

    def picture(self) -> Any:
        """From each part of one to each part of the other, as broad as the requirements they share are many."""
        tops = {row.pk: row for row in self.rows if row.section_id is None}
        others = selectors.requirements_for(self.actor).filter(framework=self.other, section=None).only(*NAMED)
        there = {row.pk: row for row in others.order_by("place")}
        flows: dict[tuple[Any, Any], int] = {}
        for _mapping, here, other, _forwards in self.pairs:
            key = (here.section_id or here.pk, other.section_id or other.pk)
            flows[key] = flows.get(key, 0) + 1
        return crossing({k: str(v) for k, v in tops.items()}, {k: str(v) for k, v in there.items()}, flows)


class MappingAdd(OfRequirement, FormPage):
    permission, title, menu = "frameworks.edit", _("Map to another framework"), MENU
    form, done = MappingForm, _("The mapping is saved.")

    def heading(self) -> str:
        return str(self.requirement)

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((self.requirement.code, self.requirement_url), (self.title, None))

    def back(self) -> str:
        return self.requirement_url

    def next(self, obj: Any) -> str:
        return self.requirement_url

    def save(self, answers: dict[str, Any]) -> Mapping:
        return services.mapping_add(actor=self.actor, source=self.requirement, **answers)


@http.needs("frameworks.edit")
@require_POST
def remove(request: HttpRequest, pk: Any) -> HttpResponseBase:
    rows = selectors.mappings_for(request.actor).select_related("source__framework", "target__framework")
    mapping = rows.filter(pk=pk).first()
    if mapping is None:
        raise Http404
    ends = {end.path: end for end in (mapping.source, mapping.target)}
    back = next((path for path in ends if path in request.POST.get("back", "")), mapping.source.path)

    def run() -> None:
        services.mapping_remove(actor=request.actor, mapping=mapping)

    return http.act(request, str(_("The mapping is removed.")), request.base + back, run)
