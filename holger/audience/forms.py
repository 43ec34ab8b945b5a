"""Whom something is for, as a part of another room's form."""

from typing import Any

from django import forms
from django.forms.forms import DeclarativeFieldsMetaclass
from django.utils.translation import gettext_lazy as _

from holger.audience.models import Audience
from holger.audience.services import Chosen
from holger.tasks.rules.roles import HELD
from holger.tasks.words import ROLES
from holger.ui.forms import PickField

NAMES = ("for_everybody", "for_units", "for_roles", "for_managers", "for_job_titles", "for_people")
FIELDSET = (_("Whom it is for"), NAMES, _("Whoever fits one of these belongs to it."))
"""For the ``fieldsets`` of the form that it is a part of."""


class AudienceFields(metaclass=DeclarativeFieldsMetaclass):
    """Stands before ``Form`` or ``RecordForm`` among the bases of a form. Its answers come as one: ``audience``, a ``Chosen``.

    The page gives ``initial_of`` what it changes among its ``initial``.
    """

    for_everybody = forms.BooleanField(label=_("Everybody"), required=False)
    for_units = PickField(
        "units", many=True, label=_("Units"), required=False, help_text=_("With everything below them.")
    )
    for_roles = forms.MultipleChoiceField(
        label=_("Those with a role"),
        choices=[(role, ROLES[role]) for role in HELD],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    for_managers = forms.BooleanField(label=_("Everybody who leads others"), required=False)
    for_job_titles = forms.CharField(
        label=_("Words of the job title"),
        max_length=500,
        required=False,
        help_text=_("With commas between them: operator, warehouse."),
    )
    for_people = PickField("people", many=True, label=_("People"), required=False)

    @property
    def answers(self) -> dict[str, Any]:
        """The form's own answers, and the audience in the place of its parts."""
        others: dict[str, Any] = super().answers  # type: ignore[misc]  # those of the form that this is a part of
        return {**{name: value for name, value in others.items() if name not in NAMES}, "audience": self.chosen()}

    cleaned_data: dict[str, Any]

    def chosen(self) -> Chosen:
        said = self.cleaned_data
        return Chosen(
            everybody=said["for_everybody"],
            managers=said["for_managers"],
            job_titles=said["for_job_titles"].split(","),
            units=list(said["for_units"]),
            roles=said["for_roles"],
            people=list(said["for_people"]),
        )


def initial_of(audience: Audience | None) -> dict[str, Any]:
    """An audience as the fields begin."""
    if audience is None:
        return {}
    return {
        "for_everybody": audience.everybody,
        "for_managers": audience.managers,
        "for_job_titles": ", ".join(audience.job_titles),
        "for_units": list(audience.units.all()),
        "for_roles": [row.role for row in audience.roles.all()],
        "for_people": list(audience.people.all()),
    }
