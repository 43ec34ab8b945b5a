"""Ways to narrow the list of supervisions."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.actor import Actor
from holger.suppliers.models.supervision import Conclusion, Finding, Supervision, SupervisionStatus
from holger.suppliers.selectors.supervision import late_q
from holger.suppliers.words.supervision import concept_choices
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter, YesNoFilter


def concepts(actor: Actor) -> list[tuple[str, str]]:
    return [(str(number), word) for number, word in concept_choices()]


class LateFilter(YesNoFilter):
    """Open, and past the day that it was planned for."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        late = late_q(dates.today())
        return qs.filter(late) if value else qs.exclude(late)


class FoundFilter(YesNoFilter):
    """Is something that was found still to be put right?"""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        left = Finding.objects.filter(done_on=None).order_by().values("supervision")
        return qs.filter(pk__in=left) if value else qs.exclude(pk__in=left)


class SupervisionFilter(Filters):
    status = ChoiceFilter(label=_("Status"), choices=SupervisionStatus.choices)
    conclusion = ChoiceFilter(label=_("Conclusion"), choices=Conclusion.choices)
    concept = ChoiceFilter(label=_("Concept"), choices=concepts)
    supplier = PickFilter("suppliers", label=pgettext_lazy("register", "Supplier"))
    owner = PickFilter("people", label=_("Carried out by"))
    late = LateFilter(label=pgettext_lazy("supervision", "Late"))
    found = FoundFilter(label=_("Open findings"))
    planned = DateFilter(field_name="planned_on", label=_("To be done by"))
    concluded = DateFilter(field_name="concluded_on", label=_("Concluded"))

    class Meta:
        model = Supervision
        fields: tuple[str, ...] = ()
