"""Information types: the kinds of information that the organisation has."""

from collections.abc import Sequence
from html import escape
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.assets import forms, selectors, services
from holger.assets.models import InformationType
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.requests import Request
from holger.ui import cells
from holger.ui.columns import Column
from holger.ui.http import needs, tell
from holger.ui.pages import Empty, FormPage, ListPage

MENU = "assets:information-type-list"


def information_or_404(actor: Actor, key: Any) -> InformationType:
    found = selectors.information_types_for(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _name(row: InformationType, page: Any) -> SafeString | str:
    if not page.actor.may("information_types.edit"):
        return row.name
    address = page.url("assets:information-type-edit", pk=row.pk)
    return SafeString(f'<a class="h-name" href="{address}">{escape(row.name)}</a>')


def _held(row: InformationType, page: Any) -> SafeString:
    return cells.link(row.held, f"{page.url('assets:asset-list')}?information={row.pk}") if row.held else cells.dash


class List(ListPage):
    permission = "assets.view"
    name = "information-types"
    menu = MENU
    title = _("Information types")
    lead = _("The kinds of information you have. Say on each system which of them it holds.")
    searched = ("name", "description")
    default_sort = "name"
    create = ("assets:information-type-create", "information_types.edit", _("New information type"))
    columns = (
        Column("name", _("Name"), _name, sort="name"),
        Column("description", _("Description")),
        Column(
            "classification",
            _("Classification"),
            lambda row, page: row.get_classification_display(),
            sort="classification",
        ),
        Column(
            "personal_data", _("Personal data"), lambda row, page: row.get_personal_data_display(), sort="personal_data"
        ),
        Column("held", _("Held by"), _held, sort="held", number=True),
    )
    empty = Empty(
        _("No information types yet"),
        _("Payslips, customer data, drawings: name the kinds that matter, and see where they are."),
        [(_("New information type"), "assets:information-type-create", True)],
    )

    def rows(self) -> QuerySet[InformationType]:
        return selectors.information_types_for(self.actor)


class InformationForm(FormPage):
    permission = "information_types.edit"
    template = "assets/information_form.html"
    menu = MENU
    form = forms.InformationTypeForm

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Information types"), self.back())]

    def back(self) -> str:
        return self.url(MENU)

    def next(self, obj: Any) -> str:
        return self.back()


class Create(InformationForm):
    title = _("New information type")

    def save(self, answers: dict[str, Any]) -> InformationType:
        return services.information_type_create(actor=self.actor, **answers)


class Edit(InformationForm):
    def find(self) -> InformationType:
        return information_or_404(self.actor, self.kwargs["pk"])

    def heading(self) -> str:
        return self.object.name

    def save(self, answers: dict[str, Any]) -> InformationType:
        return services.information_type_edit(actor=self.actor, information=self.object, **answers)


@require_POST
@needs("information_types.edit")
def delete(request: Request, pk: Any) -> HttpResponse:
    information = information_or_404(request.actor, pk)
    try:
        services.information_type_delete(actor=request.actor, information=information)
    except RuleBroken as broken:
        tell(request, broken.message, level=40)
        return HttpResponseRedirect(request.url("assets:information-type-edit", pk=pk))
    tell(request, _("The information type is deleted."))
    return HttpResponseRedirect(request.url("assets:information-type-list"))
