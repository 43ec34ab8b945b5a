from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from holger.core.permissions import ROLE_LABELS
from holger.organisation import selectors
from holger.organisation.models import Person, RoleGrant
from holger.ui.filtering import ChoiceFilter, Filters, Picked, PickFilter


class UnitFilter(PickFilter):
    """People of a unit and of all units below it."""

    def keys(self, value: Picked) -> list[Any]:
        if not value.rows:
            return []
        below = selectors.units_below(value.rows[0].organisation_id)
        return [key for unit in value.rows for key in below[unit.pk]]


class RoleFilter(ChoiceFilter):
    def filter(self, qs: QuerySet[Person], value: list[str]) -> QuerySet[Person]:
        if not value:
            return qs
        held = RoleGrant.objects.filter(organisation_id=OuterRef("organisation_id"), person=OuterRef("pk"))
        return qs.filter(Exists(held.filter(role__in=value)))


class PersonFilter(Filters):
    unit = UnitFilter("units", "unit", label=_("Unit"))
    role = RoleFilter(label=_("Role"), choices=[(role.value, label) for role, label in ROLE_LABELS.items()])
    state = ChoiceFilter("state", label=_("Sign-in"), choices=selectors.State.choices)

    class Meta:
        model = Person
        fields: tuple[Any, ...] = ()
