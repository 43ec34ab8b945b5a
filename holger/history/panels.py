"""What an object's page shows of its past."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy, pgettext

from holger.core.registry import Panel
from holger.history import permissions, selectors

SHOWN = 8


def past(request: HttpRequest, obj: Any) -> dict[str, Any] | None:
    """The newest entries about the object, for whoever may read them."""
    if not request.actor.may(permissions.OBJECT, obj):
        return None
    events = list(selectors.events_about(request.actor, obj)[: SHOWN + 1])
    about = {"subject_type": obj._meta.concrete_model._meta.label_lower, "pk": obj.pk}
    whole = {"text": pgettext("history", "All"), "url": request.url("history:object-history", **about)}
    lines = selectors.tell(request.actor, events[:SHOWN], [obj])
    return {"lines": lines, "action": whole if len(events) > SHOWN else None}


PANEL = Panel(
    "*", "history", gettext_lazy("History"), "history/_panel.html", permissions.OBJECT, past, order=95, side=True
)
