"""Ways to narrow the list of contracts."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.suppliers.models import Contract, ContractKind, ContractStatus
from holger.suppliers.models.contracts import Currency
from holger.suppliers.selectors.contracts import undecided
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter, YesNoFilter

SOON = timedelta(days=90)


class ArchivedFilter(YesNoFilter):
    """What is archived is shown only when asked for."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs.filter(archived_at__isnull=not value)


class SoonFilter(YesNoFilter):
    """Must somebody make up their mind within 90 days?"""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return qs
        soon = undecided(qs, dates.today() + SOON).order_by().values("pk")
        return qs.filter(pk__in=soon) if value else qs.exclude(pk__in=soon)


class ContractFilter(Filters):
    status = ChoiceFilter(label=_("Status"), choices=ContractStatus.choices)
    kind = ChoiceFilter(label=pgettext_lazy("contract", "Kind"), choices=ContractKind.choices)
    supplier = PickFilter("suppliers", label=pgettext_lazy("register", "Supplier"))
    owner = PickFilter("people", label=_("Owner"))
    currency = ChoiceFilter(label=_("Currency"), choices=Currency.choices)
    soon = SoonFilter(label=_("To be decided within 90 days"))
    notice_by = DateFilter(label=_("Latest notice date"))
    archived = ArchivedFilter(label=_("Archived"))

    class Meta:
        model = Contract
        fields: tuple[str, ...] = ()
