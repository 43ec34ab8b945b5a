"""Ways to narrow who is away, and who holds which role."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.tasks.models import Absence, RoleHolder
from holger.tasks.rules.roles import HELD
from holger.tasks.words import ROLES
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter


class AbsenceFilter(Filters):
    person = PickFilter("people", label=_("Who"))
    deputy = PickFilter("people", label=_("Deputy"))
    last = DateFilter("last", label=pgettext_lazy("absence", "Until"))

    class Meta:
        model = Absence
        fields: Iterable[str] = ()


class RoleHolderFilter(Filters):
    role = ChoiceFilter(label=_("Role"), choices=[(key, ROLES[key]) for key in HELD])
    person = PickFilter("people", label=_("Who"))
    unit = PickFilter("units", label=_("Unit"))

    class Meta:
        model = RoleHolder
        fields: Iterable[str] = ()
