"""What is asked about a campaign, and how long people have to read."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from holger.audience.forms import FIELDSET, AudienceFields
from holger.audience.selectors import people_in
from holger.organisation.models import Person
from holger.policies.models import Campaign, Policy, Whom
from holger.policies.models.campaign import known_days
from holger.policies.rules.reading import as_text, whole_days
from holger.ui.forms import DateField, Form, PickField, RecordForm


class CampaignForm(AudienceFields, RecordForm):
    """``policies`` are those that can be asked about. Its answers hold rows, and days as numbers."""

    policies = forms.MultipleChoiceField(label=_("Policies"), widget=forms.CheckboxSelectMultiple)
    starts = DateField(label=_("Begins"))
    deadline = DateField(label=_("Deadline"))
    remind = forms.CharField(
        label=_("Reminders"),
        required=False,
        max_length=60,
        help_text=_("Days from the deadline: -3 is three days before, 7 a week after."),
    )
    owner = PickField("people", label=_("Owner"), required=False)

    class Meta:
        model = Campaign
        fields = (
            *("title_da", "title_en", "message_da", "message_en", "policies"),
            *("whom", "starts", "deadline", "remind", "owner"),
        )

    fieldsets = (
        (_("What"), ("title_da", "title_en", "policies"), ""),
        (_("When"), ("starts", "deadline", "remind", "owner"), ""),
        (_("Message"), ("message_da", "message_en"), _("A few words of yours that stand in the mail when it begins.")),
        (_("Who is asked"), ("whom",), ""),
        (FIELDSET[0], FIELDSET[1], _("Only where it is not everybody whom the policies are for.")),
    )

    def __init__(self, *args: Any, offered: Sequence[Policy] = (), running: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offered = {row.reference: row for row in offered}
        self.fields["policies"].choices = [(row.reference, str(row)) for row in offered]  # type: ignore[attr-defined]
        if running:
            for name in ("policies", "whom", "starts", *FIELDSET[1]):
                self.fields.pop(name, None)

    def reached(self, people: QuerySet[Person]) -> QuerySet[Person]:
        """Whom it asks about any of its policies, as ``people_asked`` tells of a campaign that is kept."""
        whom, policies = self._told("whom"), self._told("policies") or []
        if whom == Whom.OTHER:
            return people
        chosen = [self.offered.get(each) if isinstance(each, str) else each for each in policies]
        each_of = [people_in(policy.audience) for policy in chosen if policy is not None and policy.audience]
        fits = reduce(or_, (Q(pk__in=some.values("pk")) for some in each_of), Q(pk__in=()))
        theirs = Person.objects.filter(fits, organisation_id=self.actor.organisation_id)
        return theirs if whom == Whom.THEIRS else theirs.filter(pk__in=people.values("pk"))

    def _told(self, name: str) -> Any:
        """As it was sent, else as it was first shown."""
        if self.is_bound:
            return self.cleaned_data.get(name)
        return self.get_initial_for_field(self.fields[name], name)

    def clean_policies(self) -> list[Policy]:
        return [self.offered[reference] for reference in self.cleaned_data["policies"]]

    def clean_remind(self) -> list[int]:
        try:
            days = whole_days(self.cleaned_data["remind"])
        except ValueError:
            raise forms.ValidationError(_("Write whole numbers with commas between them: -3, 1, 7.")) from None
        known_days(days)
        return days

    def chosen(self) -> Any:
        """A campaign that runs is for whom it is for."""
        return super().chosen() if "for_everybody" in self.fields else None


def shown_days(days: Sequence[int]) -> str:
    return as_text(days)


class ReadingSettingsForm(Form):
    days = forms.IntegerField(
        label=_("Days to read and confirm"),
        min_value=1,
        max_value=365,
        help_text=_("From the day on which a policy begins to apply to somebody. A campaign has its own deadline."),
    )
