"""What a control answers and protects: added, changed and removed, from its own page and from a requirement's."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.assets.selectors import assets_for
from holger.controls import services
from holger.controls.forms import controls as forms
from holger.controls.models import Control, Link
from holger.controls.permissions import EDIT
from holger.controls.views.common import MENU, OfControl, control_or_404, link_or_404, requirement_or_404
from holger.frameworks.models import Requirement
from holger.ui import http
from holger.ui.pages import FormPage


class LinkAdd(OfControl, FormPage):
    permission, title, menu = EDIT, _("Add requirements"), MENU
    form, done, button = forms.LinksForm, _("The requirements are added."), _("Add")

    def permission_on(self) -> Any:
        return self.control

    def back(self) -> str:
        return f"{self.base}{self.control.path}#requirements"

    def save(self, answers: dict[str, Any]) -> Control:
        services.links_add(actor=self.actor, control=self.control, **answers)
        return self.control

    def next(self, obj: Any) -> str:
        return self.back()


class LinkEdit(LinkAdd):
    title = _("How it answers the requirement")
    form, done, button = forms.LinkForm, _("Saved."), _("Save")

    def find(self) -> Link:
        return link_or_404(self.actor, self.control, self.kwargs["pk"])

    def heading(self) -> str:
        return str(self.object.requirement)

    def save(self, answers: dict[str, Any]) -> Control:
        services.link_edit(actor=self.actor, link=self.object, **answers)
        return self.control


@http.needs(EDIT)
@require_POST
def link_remove(request: HttpRequest, reference: str, pk: UUID) -> HttpResponseBase:
    control = control_or_404(request.actor, reference)
    link = link_or_404(request.actor, control, pk)

    def run() -> None:
        services.link_remove(actor=request.actor, link=link)

    return http.act(request, str(_("It no longer answers the requirement.")), _back(request, control), run)


class AssetAdd(LinkAdd):
    title = _("Add assets")
    form, done = forms.AssetsForm, _("The assets are added.")

    def back(self) -> str:
        return f"{self.base}{self.control.path}#assets"

    def save(self, answers: dict[str, Any]) -> Control:
        return services.assets_add(actor=self.actor, control=self.control, **answers)


@http.needs(EDIT)
@require_POST
def asset_remove(request: HttpRequest, reference: str, pk: UUID) -> HttpResponseBase:
    control = control_or_404(request.actor, reference)
    asset = get_object_or_404(assets_for(request.actor).filter(controls=control), pk=pk)

    def run() -> None:
        services.asset_remove(actor=request.actor, control=control, asset=asset)

    to = f"{request.base}{control.path}#assets"
    return http.act(request, str(_("It no longer protects the asset.")), to, run)


class Answering(FormPage):
    """Choose, for a requirement, a control that is there already."""

    permission, title, menu = EDIT, _("Add a control that is there"), MENU
    form, done, button = forms.AnsweringForm, _("The control is added."), _("Add")

    @cached_property
    def requirement(self) -> Requirement:
        return requirement_or_404(self.actor, self.kwargs["pk"])

    def admit(self) -> None:
        super().admit()
        self.requirement  # noqa: B018 - found, or 404

    def heading(self) -> str:
        return str(self.requirement)

    def crumbs(self) -> list[Any]:
        return [(_("Controls"), self.url(MENU)), (self.requirement.code, self.back()), (self.title, None)]

    def back(self) -> str:
        return f"{self.base}{self.requirement.path}#panel-controls"

    def save(self, answers: dict[str, Any]) -> Link:
        return services.link_add(actor=self.actor, requirement=self.requirement, **answers)

    def next(self, obj: Any) -> str:
        return self.back()


def _back(request: HttpRequest, control: Control) -> str:
    """To whichever page it was asked on: the control's, or the requirement's."""
    otherwise = f"{request.base}{control.path}#requirements"
    return http.way_back(request, request.POST.get("back", ""), otherwise)
