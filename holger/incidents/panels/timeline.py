"""The timeline on a case's page."""

from typing import Any

from holger.core.requests import Request
from holger.incidents.forms.timeline import EntryForm
from holger.incidents.models import Incident
from holger.incidents.tables.timeline import add_url, may_write, shown_lines


def timeline(request: Request, incident: Incident) -> dict[str, Any]:
    form = EntryForm(actor=request.actor, **EntryForm.SMALL) if may_write(request, incident) else None
    return {**shown_lines(request, incident), "form": form, "add_url": add_url(request, incident)}
