"""Ways to narrow questionnaires, and what was sent of them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.suppliers.models.questionnaires import Questionnaire
from holger.suppliers.models.sendings import Sending, SendingState, Verdict
from holger.suppliers.selectors.questionnaires import late
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter, YesNoFilter


class ArchivedFilter(YesNoFilter):
    """Without an answer the archived ones are left out."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs.filter(archived_at__isnull=not value)


class LateFilter(YesNoFilter):
    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        when = late(dates.today())
        return qs.filter(when) if value else qs.exclude(when)


class QuestionnaireFilter(Filters):
    owner = PickFilter("people", label=_("Owner"))
    archived = ArchivedFilter(label=_("Archived"))

    class Meta:
        model = Questionnaire
        fields: tuple[str, ...] = ()


class SendingFilter(Filters):
    state = ChoiceFilter(label=_("Status"), choices=SendingState.choices)
    verdict = ChoiceFilter(label=_("Conclusion"), choices=Verdict.choices)
    supplier = PickFilter("suppliers", label=pgettext_lazy("register", "Supplier"))
    owner = PickFilter("people", label=_("Who reads the answers"))
    late = LateFilter(label=_("Late"))
    due = DateFilter(label=_("Wanted by"))

    class Meta:
        model = Sending
        fields: tuple[str, ...] = ()
