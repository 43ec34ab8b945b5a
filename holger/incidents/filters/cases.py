"""Ways to narrow the list of incidents."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.registry import registry
from holger.core.words import say
from holger.incidents.library.titles import category_titles
from holger.incidents.models import Affected, Cause, Incident, Source, Status
from holger.incidents.selectors.cases import with_clocks
from holger.incidents.selectors.severity import level_titles, method_of
from holger.ui.filtering import Chip, ChoiceFilter, Chosen, DateFilter, Filters, PickFilter, YesNoFilter
from holger.ui.query import Query


def severities(actor: Actor) -> list[tuple[str, str]]:
    """The most severe first."""
    return list(reversed(level_titles(method_of(actor.organisation_id).severities)))


def categories(actor: Actor) -> list[tuple[str, str]]:
    return [(key, say(title, get_language())) for key, title in category_titles().items()]


class ClocksFilter(ChoiceFilter):
    """Those of which a deadline of the law stands so."""

    def bind(self, actor: Actor) -> None:
        self.actor = actor

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.filter(pk__in=with_clocks(self.actor, qs, value)) if value else qs


class HiddenFilter(YesNoFilter):
    """What is shown only when it is asked for."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__{self.lookup_expr}": bool(value) != self.exclude})


class OfFilter(Chosen):
    """Those that hit one object of a register: its page leads here."""

    kind = "one"
    field_class = forms.UUIDField

    def filter(self, qs: QuerySet[Any], value: UUID | None) -> QuerySet[Any]:
        if value is None:
            return qs
        return qs.filter(pk__in=Affected.objects.filter(subject_id=value).order_by().values("incident"))

    def bind(self, actor: Actor) -> None:
        self.actor = actor

    def chip(self, name: str, value: UUID | None, query: Query) -> Chip:
        return Chip(name, self.label, self.kind, self._named(value), without=query.without(name))

    def _named(self, value: UUID | None) -> str:
        """What the object is called, for whoever may see it."""
        row = Affected.objects.filter(subject_id=value).first() if value else None
        subject = registry.subjects.get(row.subject_type) if row else None
        found = subject.visible(self.actor).filter(pk=value).first() if subject else None
        return str(found) if found is not None else ("–" if value else "")


class IncidentFilter(Filters):
    status = ChoiceFilter(label=_("Status"), choices=Status.choices)
    severity = ChoiceFilter(label=_("Severity"), choices=severities)
    clocks = ClocksFilter(
        label=_("Deadlines"),
        choices=[
            ("overdue", pgettext_lazy("clocks", "Overdue")),
            ("soon", pgettext_lazy("clocks", "Due soon")),
            ("running", pgettext_lazy("clocks", "Running")),
        ],
    )
    category = ChoiceFilter(label=pgettext_lazy("incident", "Category"), choices=categories)
    owner = PickFilter("people", label=_("Case leader"))
    unit = PickFilter("units", label=_("Unit"))
    detected = DateFilter(field_name="detected_at", label=pgettext_lazy("incident", "Detected"))
    cause = ChoiceFilter(label=pgettext_lazy("incident", "Cause"), choices=Cause.choices)
    source = ChoiceFilter(label=_("How it came in"), choices=Source.choices)
    restricted = YesNoFilter(label=_("Only those who need to know"))
    of = OfFilter(label=_("Affected"))
    drill = HiddenFilter(label=_("Exercises"))
    archived = HiddenFilter(field_name="archived_at", lookup_expr="isnull", exclude=True, label=_("Archived"))

    class Meta:
        model = Incident
        fields: tuple[str, ...] = ()
