"""Ways to narrow the record of breaches."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from holger.incidents.models import Incident
from holger.incidents.models.decisions import Answered
from holger.ui.filtering import ChoiceFilter, Filters

STATES = (
    ("notified", _("Notified")),
    ("waiting", _("To be notified")),
    ("not_notified", _("Not notified, with the reason")),
    ("undecided", _("Not decided")),
)


class NotifiedFilter(ChoiceFilter):
    """What became of it."""

    def filter(self, qs: QuerySet[Any], value: list[str] | None) -> QuerySet[Any]:
        if not value:
            return qs
        undecided = Q(is_breach=Answered.UNDECIDED) | Q(risk=None) | Q(risk=Answered.UNDECIDED)
        by_state = {
            "notified": Q(notified_at__isnull=False),
            "waiting": Q(notified_at=None, is_breach=Answered.YES, risk=Answered.YES),
            "not_notified": Q(notified_at=None, risk=Answered.NO),
            "undecided": Q(notified_at=None) & undecided & ~Q(risk=Answered.NO),
        }
        fits = Q(pk__in=())
        for each in value:
            fits |= by_state[each]
        return qs.filter(fits)


class BreachFilter(Filters):
    notified = NotifiedFilter(label=_("Notification"), choices=STATES)

    class Meta:
        model = Incident
        fields: tuple[str, ...] = ()
