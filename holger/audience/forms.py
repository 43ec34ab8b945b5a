"""Whom something is for, as a part of another room's form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django import forms
from django.db.models import QuerySet
from django.forms.forms import DeclarativeFieldsMetaclass
from django.utils.translation import gettext_lazy as _

from holger.audience.models import Audience
from holger.audience.selectors import Parts, people_meant
from holger.audience.services import Chosen
from holger.core.actor import Actor
from holger.organisation.models import Person
from holger.organisation.selectors import people_for
from holger.tasks.rules.roles import HELD
from holger.tasks.words import ROLES
from holger.ui.forms import PickField

NAMES = ("for_everybody", "for_units", "for_roles", "for_managers", "for_job_titles", "for_people")
FIELDSET = (_("Whom it is for"), NAMES, _("Whoever fits one of these belongs to it."))
"""For the ``fieldsets`` of the form that it is a part of."""
FIRST_NAMES, MOST_NAMES = 5, 1000
ALL = "all"
"""What ``again`` says where all names are asked for."""


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

    beneath: Mapping[str, str] = {NAMES[0]: "audience/_meant.html"}

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

    @cached_property
    def meant(self) -> "Meant":
        """Whom the choice as it stands would reach, before anything is saved. What cannot be read counts for nothing."""
        data: Any = getattr(self, "data", None)
        said = _sent(self) if getattr(self, "is_bound", False) else _begun(self)
        found = self.reached(people_meant(self.actor.organisation_id, said))
        return Meant.of(self.actor, found, whole=bool(data) and data.get("again") == ALL)

    actor: Actor

    def reached(self, people: QuerySet[Person]) -> QuerySet[Person]:
        """Of those who are chosen the ones whom the form's object means; a form may know better."""
        return people


@dataclass(frozen=True)
class Meant:
    """How many, and the first of them by name; the rest is shown when asked for."""

    count: int
    names: Sequence[str]
    more: int
    whole: bool

    @classmethod
    def of(cls, actor: Actor, people: QuerySet[Person], *, whole: bool) -> Self:
        """Of those whom the actor may see: nobody learns here how many others there are."""
        most = MOST_NAMES if whole else FIRST_NAMES
        seen = people_for(actor).filter(pk__in=people.values("pk")).order_by("name", "pk")
        count = seen.count()
        names = list(seen.values_list("name", flat=True)[:most])
        return cls(count, names, count - len(names), whole)


def _begun(form: Any) -> Parts:
    """As the form is first shown."""
    said = {name: form.get_initial_for_field(form.fields[name], name) for name in NAMES}
    titles = said["for_job_titles"] or ""
    return _parts(said | {"for_job_titles": titles})


def _sent(form: Any) -> Parts:
    form.is_valid()
    return _parts({name: form.cleaned_data.get(name) for name in NAMES})


def _parts(said: Mapping[str, Any]) -> Parts:
    words = (said["for_job_titles"] or "").split(",")
    return Parts(
        everybody=bool(said["for_everybody"]),
        managers=bool(said["for_managers"]),
        job_titles=sorted({word.strip().lower() for word in words if word.strip()}),
        units=[unit.pk for unit in said["for_units"] or ()],
        roles=list(said["for_roles"] or ()),
        people=[person.pk for person in said["for_people"] or ()],
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
