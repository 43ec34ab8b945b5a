"""Ways to narrow what is due when: the wheel, months, weeks, bars and the file that goes with them alike."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from holger.tasks.filters.shared import FrameworkFilter, framework_choices
from holger.tasks.models import Activity, Category
from holger.tasks.rules.standing import STATES
from holger.tasks.selectors.runs import Run
from holger.tasks.words import STATE_WORDS
from holger.ui.filtering import ChoiceFilter, Filters, Picked, PickFilter

NARROWING = ("category", "framework", "activity")
"""What decides which activities there are. Who does it, where, and how it stands are told of each run by itself."""


class OfEach(ChoiceFilter):
    """Chosen here, and asked of each run when it is known."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs


class PickOfEach(PickFilter):
    def filter(self, qs: QuerySet[Any], value: Picked | None) -> QuerySet[Any]:
        return qs

    def picked(self, value: Picked | None) -> set[UUID | None]:
        """The keys that a run may have; None among them is nobody."""
        if value is None:
            return set()
        return {*self.keys(value), *([None] if "none" in value.words else [])}


class RunFilter(Filters):
    """Over activities: ``kept`` narrows their runs further."""

    category = ChoiceFilter(label=_("Category"), choices=Category.choices)
    owner = PickOfEach("people", label=_("Who"))
    unit = PickOfEach("units", label=_("Unit"))
    framework = FrameworkFilter("pk", label=_("Framework"), choices=framework_choices)
    state = OfEach(label=_("Status"), choices=[(state, STATE_WORDS[state]) for state in STATES])
    activity = PickFilter("activities", "pk", label=_("Activity"))

    class Meta:
        model = Activity
        fields: Iterable[str] = ()

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked for, by name."""
        valid = self.form.is_valid()
        found = self.form.cleaned_data if valid else getattr(self.form, "cleaned_data", {})
        return {name: value for name, value in found.items() if value}

    @property
    def narrowed(self) -> bool:
        return bool(self.wanted)

    @property
    def by_activity(self) -> bool:
        """Is it about some activities alone? What is done only once belongs to none."""
        return bool(self.wanted.keys() & set(NARROWING))

    @property
    def by_person(self) -> bool:
        return "owner" in self.wanted

    def kept(self, runs: Iterable[Run]) -> list[Run]:
        wanted = self.wanted
        people = self.filters["owner"].picked(wanted.get("owner"))
        units = self.filters["unit"].picked(wanted.get("unit"))
        states = set(wanted.get("state", ()))
        return [
            run
            for run in runs
            if (not people or run.person_id in people)
            and (not units or run.unit_id in units)
            and (not states or run.state in states)
        ]
