"""Ways to narrow campaigns, and what people are to read."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.actor import Actor
from holger.organisation.selectors import units_for
from holger.policies.models import Campaign, CampaignStatus, How, Policy, Reading
from holger.policies.selectors.campaigns import campaigns_for
from holger.policies.selectors.reading import readings_for
from holger.ui.filtering import ChoiceFilter, Choices, DateFilter, Filters, PickFilter


class CampaignFilter(Filters):
    status = ChoiceFilter(label=_("Status"), choices=CampaignStatus.choices)
    owner = PickFilter("people", label=_("Owner"))
    deadline = DateFilter(label=_("Deadline"))

    class Meta:
        model = Campaign
        fields: tuple[str, ...] = ()


def _campaigns(actor: Actor) -> Choices:
    rows = campaigns_for(actor).order_by("-number")[:100]
    return [(row.reference, str(row)) for row in rows]


def _policies(actor: Actor) -> Choices:
    """Those that somebody is to read whom the actor sees."""
    asked = readings_for(actor).select_related(None).filter(policy=OuterRef("pk"))
    rows = Policy.objects.filter(Exists(asked), organisation_id=actor.organisation_id)
    return [(row.reference, str(row)) for row in rows.order_by("number")]


def _units(actor: Actor) -> Choices:
    return [(str(row.pk), row.name) for row in units_for(actor).order_by("name")]


STATES = (("missing", _("Missing")), ("late", _("Missing and late")), ("confirmed", _("Confirmed")))


class StateFilter(ChoiceFilter):
    """How far a reading is."""

    def filter(self, qs: QuerySet[Any], value: list[str] | None) -> QuerySet[Any]:
        if not value:
            return qs
        fits = Q(pk__in=())
        if "missing" in value:
            fits |= Q(confirmed_at=None)
        if "late" in value:
            fits |= Q(confirmed_at=None, due__lt=dates.today())
        if "confirmed" in value:
            fits |= Q(confirmed_at__isnull=False)
        return qs.filter(fits)


class ReadingFilter(Filters):
    state = StateFilter(label=_("State"), choices=STATES)
    campaign = ChoiceFilter(label=_("Campaign"), field_name="campaign__reference", choices=_campaigns)
    policy = ChoiceFilter(label=_("Policy"), field_name="policy__reference", choices=_policies)
    unit = ChoiceFilter(label=_("Unit"), field_name="person__unit", choices=_units)
    person = PickFilter("people", label=_("Person"))
    how = ChoiceFilter(label=_("Because"), choices=How.choices)
    due = DateFilter(label=_("Due"))

    class Meta:
        model = Reading
        fields: tuple[str, ...] = ()
