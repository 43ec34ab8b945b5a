"""Whose record it is: the companies and authorities, as the record names them."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from holger.organisation.models import Unit
from holger.organisation.selectors import units_for
from holger.privacy import selectors, services
from holger.privacy.forms.record import EntityForm
from holger.privacy.models import Entity
from holger.privacy.permissions import MANAGE
from holger.privacy.views.common import MENU, TITLE, Way
from holger.ui.pages import FormPage, Page

WHOLE = "whole"
"""Stands in the address for the organisation itself."""
NAME = _("Companies")


class EntityList(Page):
    permission, title, menu, template = MANAGE, NAME, MENU, "privacy/record/entities.html"
    lead = _(
        "The record names whose it is and how to reach them. A unit that is a company of its own has its own record."
    )

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def context(self) -> dict[str, Any]:
        known = selectors.entities_of(self.actor.organisation_id)
        units = [(unit.name, str(unit.pk), known.get(unit.pk)) for unit in units_for(self.actor)]
        whole = (self.request.organisation.name, WHOLE, known.get(None))
        return {
            "rows": [whole, *(each for each in units if each[2])],
            "others": [each for each in units if not each[2]],
        }


class EntityEdit(FormPage):
    permission, title, menu, form = MANAGE, _("Whose record it is"), MENU, EntityForm

    @cached_property
    def unit(self) -> Unit | None:
        if self.kwargs["key"] == WHOLE:
            return None
        try:
            found = units_for(self.actor).filter(pk=UUID(self.kwargs["key"])).first()
        except ValueError as wrong:
            raise Http404 from wrong
        if found is None:
            raise Http404
        return found

    def find(self) -> Entity | None:
        return selectors.entities_for(self.actor).filter(unit=self.unit).first()

    def admit(self) -> None:
        super().admit()
        self.unit  # noqa: B018 - found, or 404

    def initial(self) -> dict[str, Any]:
        return {"name": str(self.unit or self.request.organisation.name)}

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (NAME, self.back()), (str(self.unit or self.request.organisation.name), None)]

    def back(self) -> str:
        return self.url("privacy:entities")

    def next(self, obj: Any) -> str:
        return self.back()

    def save(self, answers: dict[str, Any]) -> Entity:
        return services.entity_set(actor=self.actor, unit=self.unit, version=self.version, **answers)
