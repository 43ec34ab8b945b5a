from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.need_to_know import without_kept
from holger.evidence import selectors
from holger.evidence.models import Evidence, EvidenceLink
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter


class AboutFilter(ChoiceFilter):
    """Attached to some object of these kinds that is not kept from whoever asks."""

    actor: Actor

    def bind(self, actor: Actor) -> None:
        super().bind(actor)
        self.actor = actor

    def filter(self, qs: QuerySet[Evidence], value: list[str]) -> QuerySet[Evidence]:
        links = EvidenceLink.objects.filter(evidence=OuterRef("pk"), subject_type__in=value or ())
        links = without_kept(links, self.actor)
        return qs.filter(Exists(links)) if value else qs


class PeriodFilter(DateFilter):
    """Covers some of the days asked for."""

    def filter(self, qs: QuerySet[Evidence], value: slice | None) -> QuerySet[Evidence]:
        if value and value.start:
            qs = qs.filter(Q(period_to__gte=value.start) | Q(period_to=None, period_from__isnull=False))
        if value and value.stop:
            qs = qs.filter(Q(period_from__lte=value.stop) | Q(period_from=None, period_to__isnull=False))
        return qs


class EvidenceFilter(Filters):
    kind = ChoiceFilter("kind", label=_("Kind"), choices=Evidence.Kind.choices)
    about = AboutFilter(label=_("Attached to"), choices=selectors.kinds_attached)
    period = PeriodFilter("period_to", label=_("Covers"))
    owner = PickFilter("people", "owner", label=_("Owner"))

    class Meta:
        model = Evidence
        fields: tuple[Any, ...] = ()
