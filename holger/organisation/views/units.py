"""The tree of units."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from holger.organisation import permissions, selectors, services
from holger.organisation.forms import UnitForm, UnitMoveForm, UnitNameForm
from holger.organisation.models import Unit
from holger.ui.http import act, needs
from holger.ui.pages import Button, FormPage, Page


class UnitTree(Page):
    permission = permissions.VIEW_PEOPLE
    title = gettext_lazy("Units")
    lead = gettext_lazy(
        "Group companies, departments and sites. People, systems and risks belong to one, and a role can be given in one only."
    )
    template = "organisation/unit_tree.html"
    menu = "organisation:settings"

    def actions(self) -> list[Button]:
        url = self.url("organisation:unit-create")
        return [Button(_("New unit"), url, "plus", primary=True, permission=permissions.EDIT_PEOPLE)]

    def context(self) -> dict[str, Any]:
        return {"tree": selectors.unit_tree(self.actor), "may_edit": self.actor.may(permissions.EDIT_PEOPLE)}


class AboutUnit:
    """Forms about a unit lead back to the tree."""

    permission = permissions.EDIT_PEOPLE
    menu = "organisation:settings"
    request: HttpRequest
    kwargs: dict[str, Any]

    def find(self) -> Unit:
        return get_object_or_404(selectors.units_for(self.request.actor), pk=self.kwargs["pk"])

    def back(self) -> str:
        return self.request.url("organisation:unit-list")

    def next(self, obj: Any) -> str:
        return self.back()


class UnitCreate(AboutUnit, FormPage):
    title = gettext_lazy("New unit")
    form = UnitForm

    def find(self) -> None:  # type: ignore[override]
        return None

    def initial(self) -> dict[str, Any]:
        above = self.request.GET.get("under", "")
        units = {str(unit.pk): unit for unit in selectors.units_for(self.actor)} if above else {}
        return {"parent": units[above].pk} if above in units else {}

    def save(self, answers: dict[str, Any]) -> Unit:
        return services.unit_create(actor=self.actor, **answers)


class UnitEdit(AboutUnit, FormPage):
    title = gettext_lazy("Rename unit")
    form = UnitNameForm

    def save(self, answers: dict[str, Any]) -> Unit:
        return services.unit_edit(actor=self.actor, unit=self.object, **answers)


class UnitMove(AboutUnit, FormPage):
    form = UnitMoveForm
    button = gettext_lazy("Move")

    def heading(self) -> str:
        return _("Move %(name)s") % {"name": self.object}

    def initial(self) -> dict[str, Any]:
        return {"parent": self.object.parent_id}

    def save(self, answers: dict[str, Any]) -> Unit:
        return services.unit_move(actor=self.actor, unit=self.object, **answers)


@needs(permissions.VIEW_PEOPLE)
@require_safe
def unit_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    """A unit's page is the list of its people."""
    unit = get_object_or_404(selectors.units_for(request.actor), pk=pk)
    return redirect(f"{request.url('organisation:person-list')}?unit={unit.pk}")


@needs(permissions.EDIT_PEOPLE)
@require_POST
def unit_remove(request: HttpRequest, pk: Any) -> HttpResponse:
    unit = get_object_or_404(selectors.units_for(request.actor), pk=pk)
    done = _("%(name)s is removed.") % {"name": unit}
    to = request.url("organisation:unit-list")
    return act(request, done, to, lambda: services.unit_remove(actor=request.actor, unit=unit))
