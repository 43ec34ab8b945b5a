"""What an object's page shows of its past."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext

from holger.core.kept import Kept
from holger.core.registry import Panel
from holger.history import permissions, selectors
from holger.history.models import Event
from holger.ui import days

SHOWN = 8
DRAWN: Kept[SafeString] = Kept(4000)
"""Entries as they were drawn the last time: they never change, but for what is redacted."""


def past(request: HttpRequest, obj: Any) -> dict[str, Any] | None:
    """The newest entries about the object, for whoever may read them."""
    if not request.actor.may(permissions.OBJECT, obj):
        return None
    events = list(selectors.events_about(request.actor, obj)[: SHOWN + 1])
    about = {"subject_type": obj._meta.concrete_model._meta.label_lower, "pk": obj.pk}
    whole = {"text": pgettext("history", "All"), "url": request.url("history:object-history", **about)}
    lines = [_drawn(request, event, obj) for event in events[:SHOWN]]
    return {"lines": lines, "action": whole if len(events) > SHOWN else None}


def _drawn(request: HttpRequest, event: Event, obj: Any) -> SafeString:
    reader = (get_language(), timezone.get_current_timezone_name(), days.ago(event.at))  # as of now
    key = (event.hash, event.names_redacted, event.payload_redacted, *reader)
    return DRAWN.get(key, lambda: _draw(request, event, obj))


def _draw(request: HttpRequest, event: Event, obj: Any) -> SafeString:
    (line,) = selectors.tell(request.actor, [event], [obj])
    return SafeString(get_template("history/_line.html").render({"line": line, "about": False}))


PANEL = Panel(
    "*", "history", gettext_lazy("History"), "history/_panel.html", permissions.OBJECT, past, order=95, side=True
)
