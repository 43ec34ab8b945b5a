"""What the organisation says to whoever has reported something, on the page that thanks them."""

from typing import Any

from holger.core.requests import Request
from holger.desk import selectors

AFTER = "incidents.report"
"""The kind of panel that the page asks for."""


def after_report(request: Request, obj: Any) -> dict[str, Any] | None:
    """What to do now in the organisation's own words, and whom to call or write to."""
    settings = selectors.settings_of(request.actor)
    contacts = selectors.whom_to_ask(request.actor)[:1]
    return {"settings": settings, "contacts": contacts} if settings.now or settings.ask or contacts else None
