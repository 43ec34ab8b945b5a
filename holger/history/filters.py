from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from holger.history import selectors
from holger.history.models import Event
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, PickFilter


class DidFilter(ChoiceFilter):
    """By the last word of what was done: created, whatever it was."""

    def filter(self, qs: QuerySet[Event], value: list[str]) -> QuerySet[Event]:
        wanted = Q()
        for word in value or ():
            wanted |= Q(action=word) | Q(action__endswith=f".{word}")
        return qs.filter(wanted)


class HistoryFilter(Filters):
    who = PickFilter("people", "actor_id", label=_("Who"))
    did = DidFilter(label=_("What"), choices=selectors.verbs_in)
    kind = ChoiceFilter("subject_type", label=_("Kind of object"), choices=selectors.kinds_in)
    at = DateFilter("at", label=_("When"))

    class Meta:
        model = Event
        fields: tuple[Any, ...] = ()
