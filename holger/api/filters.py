from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from holger.api import rules
from holger.api.models import Token
from holger.core import dates
from holger.organisation.models import ServiceAccount
from holger.ui.filtering import ChoiceFilter, Filters, PickFilter, YesNoFilter

STATES = (
    ("works", _("Works")),
    ("ends", _("Expires soon")),
    ("expired", _("Expired")),
    ("revoked", _("Revoked")),
)


class StateFilter(ChoiceFilter):
    """By what a token is now."""

    def filter(self, qs: QuerySet[Token], value: list[str]) -> QuerySet[Token]:
        now = dates.now()
        means = {
            "works": Q(revoked_at=None, expires_at__gt=now),
            "ends": Q(revoked_at=None, expires_at__gt=now, expires_at__lte=now + rules.SOON),
            "expired": Q(revoked_at=None, expires_at__lte=now),
            "revoked": Q(revoked_at__isnull=False),
        }
        wanted = Q()
        for state in value or ():
            wanted |= means[state]
        return qs.filter(wanted)


class TokenFilter(Filters):
    state = StateFilter(label=_("State"), choices=STATES)
    person = PickFilter("people", "person", label=_("Acts as"))
    program = YesNoFilter("person__is_service", label=_("Service account"))
    maker = PickFilter("people", "created_by", label=_("Made by"))

    class Meta:
        model = Token
        fields: tuple[Any, ...] = ()


class AccountFilter(Filters):
    answered = YesNoFilter("answered_for", label=_("Somebody answers for it"))
    stopped = YesNoFilter("suspended_at", lookup_expr="isnull", exclude=True, label=_("Suspended"))

    class Meta:
        model = ServiceAccount
        fields: tuple[Any, ...] = ()
