"""Team, what was hit, checklist, evidence in hand and relations on a case's page."""

from typing import Any

from django.utils.translation import gettext

from holger.core.requests import Request
from holger.incidents.models import Incident
from holger.incidents.tables import working as shown


def team(request: Request, incident: Incident) -> dict[str, Any]:
    action = {"url": shown.at(request, incident, "contacts"), "text": gettext("Contact list")}
    return {**shown.team(request, incident), "action": action}


def affected(request: Request, incident: Incident) -> dict[str, Any]:
    return shown.affected(request, incident)


def checklist(request: Request, incident: Incident) -> dict[str, Any]:
    action = {"url": shown.at(request, incident, "checklist"), "text": gettext("On a page of its own")}
    return {**shown.checklist(request, incident), "action": action}


def custody(request: Request, incident: Incident) -> dict[str, Any] | None:
    found = shown.custody(request, incident)
    return found if found["chains"] or found["may"] else None


def relations(request: Request, incident: Incident) -> dict[str, Any] | None:
    return shown.relations(request, incident)
