"""Ways to narrow the policies."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.organisation.models import Organisation
from holger.policies.models import OPEN, Policy, PolicyText, PolicyType, PolicyVersion, Status
from holger.policies.selectors import review_due
from holger.policies.words import STATUS_WORDS
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter, YesNoFilter

SHOWN = (*OPEN, Status.APPROVED, Status.IN_FORCE)


class ArchivedFilter(YesNoFilter):
    """What is archived is shown only when asked for."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs.filter(archived_at__isnull=not value)


class StatusFilter(ChoiceFilter):
    """Policies with a version that is so far."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.filter(pk__in=_versions(qs).filter(status__in=value).values("policy")) if value else qs


class BehindFilter(YesNoFilter):
    """Is a translation of what is in force or on its way out of date?"""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        late = PolicyText.objects.exclude(behind_since="").filter(version__in=_versions(qs).filter(status__in=SHOWN))
        found = late.values("version__policy")
        return qs.filter(pk__in=found) if value else qs.exclude(pk__in=found)


class WrittenInFilter(ChoiceFilter):
    """Policies that say something in a language, be that in force or on its way."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        said = PolicyText.objects.filter(language__in=value, version__in=_versions(qs).filter(status__in=SHOWN))
        return qs.filter(pk__in=said.values("version__policy"))


class DueFilter(YesNoFilter):
    """Is it time to look at it again?"""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        due = review_due(self.today())
        return qs.filter(due) if value else qs.exclude(due)

    def today(self) -> date:
        return dates.today()


def _versions(qs: QuerySet[Any]) -> QuerySet[PolicyVersion]:
    """Those of the policies at hand; what narrows them further is asked of the database with the rest."""
    return PolicyVersion.objects.filter(policy__in=qs.order_by().values("pk"))


class PolicyFilter(Filters):
    status = StatusFilter(label=_("Status"), choices=[(status, STATUS_WORDS[status]) for status in SHOWN])
    type = ChoiceFilter(label=pgettext_lazy("document", "Type"), choices=PolicyType.choices)
    owner = PickFilter("people", label=_("Owner"))
    due = DueFilter(label=_("Review due"))
    behind = BehindFilter(label=_("Translation out of date"))
    language = WrittenInFilter(label=_("Language"), choices=Organisation.Language.choices)
    unit = PickFilter("units", label=_("Unit"))
    confirm = YesNoFilter(label=_("Must be confirmed"))
    review = DateFilter(field_name="next_review", label=_("Next review"))
    archived = ArchivedFilter(label=_("Archived"))

    class Meta:
        model = Policy
        fields: tuple[str, ...] = ()
