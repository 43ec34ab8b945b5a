"""What depends on what: the register, and adding and removing from an object's page."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.assets import filters, forms, selectors, services, tables
from holger.assets.models import Dependency
from holger.assets.views.act import ObjectForm
from holger.assets.views.reach import dependency_or_404
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.requests import Request
from holger.core.words import N_
from holger.ui.http import needs, tell
from holger.ui.pages import Bulk, Button, Empty, FormPage, ListPage

MENU = "assets:asset-list"
CARRIES = ("carries_c", "carries_i", "carries_a")
SHOWN_OF_ENDS = ("reference", "title", "type", "organisation", "unit", "owner", "deputy")
"""What a line needs of its two ends: to name them, and to know whose they are."""


def _remove(actor: Actor, rows: QuerySet[Dependency], answers: dict[str, Any]) -> int:
    chosen = list(rows)
    others = sum(not (actor.may("assets.edit", row.source) or actor.may("assets.edit", row.target)) for row in chosen)
    if others:
        raise RuleBroken(N_("%(count)s of the selected are not yours to change."), params={"count": others})
    for row in chosen:
        services.dependency_remove(actor=actor, dependency=row)
    return len(chosen)


class List(ListPage):
    permission = "assets.view"
    name = "dependencies"
    register = "dependencies"
    menu = MENU
    title = _("Dependencies")
    lead = _("What depends on what. The need for protection follows the arrows, risks follow them back.")
    filters = filters.DependencyFilter
    columns = tables.DEPENDENCY_COLUMNS
    searched = ("source__reference", "source__title", "target__reference", "target__title", "note")
    bulk = (Bulk("remove", _("Remove"), "trash", "assets.edit", _remove),)
    empty = Empty(
        _("No dependencies yet"),
        _("Open a process and say what it uses. From there the need for protection finds its own way."),
        [(_("Processes"), "assets:process-list", True)],
    )

    def rows(self) -> QuerySet[Dependency]:
        rows = selectors.dependencies_for(self.actor).select_related("source", "target")
        ends = [f"{end}__{name}" for end in ("source", "target") for name in SHOWN_OF_ENDS]
        return rows.only("kind", "note", *CARRIES, "organisation", *ends)

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Assets"), self.url(MENU))]

    def actions(self) -> Sequence[Button]:
        return [Button(_("Map"), self.url("assets:map"), "sitemap")]


class Create(ObjectForm):
    permission = "assets.edit"
    title = _("New dependency")
    form = forms.DependencyForm
    done = _("The dependency is saved, and the need has followed it.")

    @property
    def bound(self) -> Any:
        form = super().bound
        form.offer_directions(self.object)
        return form

    def initial(self) -> dict[str, Any]:
        return {"direction": "up" if self.request.GET.get("direction") == "up" else "down"}

    def save(self, answers: dict[str, Any]) -> Any:
        direction, other = answers.pop("direction"), answers.pop("other")
        source, target = (self.object, other) if direction == "down" else (other, self.object)
        services.dependency_add(actor=self.actor, source=source, target=target, **answers)
        return self.object


class Edit(FormPage):
    permission = "assets.edit"
    template = "assets/dependency_form.html"
    menu = MENU
    form = forms.DependencyEditForm
    done = _("The dependency is saved, and the need has followed it.")

    def find(self) -> Dependency:
        return dependency_or_404(self.actor, self.kwargs["pk"])

    def admit(self) -> None:
        """Whoever may edit either end may edit what lies between."""
        super().admit()
        if not self.actor.may(self.permission, self.object.target):
            self.actor.require(self.permission, self.object.source)

    def heading(self) -> str:
        return f"{self.object.source} → {self.object.target}"

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Assets"), self.url(MENU)), (_("Dependencies"), self.url("assets:dependency-list"))]

    def back(self) -> str:
        return self.base + self.object.source.path

    def next(self, obj: Any) -> str:
        return self.back()

    def save(self, answers: dict[str, Any]) -> Dependency:
        return services.dependency_edit(actor=self.actor, dependency=self.object, **answers)


@require_POST
@needs("assets.edit")
def remove(request: Request, pk: Any) -> HttpResponse:
    dependency = dependency_or_404(request.actor, pk)
    services.dependency_remove(actor=request.actor, dependency=dependency)
    tell(request, _("The dependency is removed."))
    return HttpResponseRedirect(request.base + dependency.source.path)
