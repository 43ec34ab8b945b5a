"""An exercise on its own page: what the table was told, and the way to lead it."""

from typing import Any

from django.utils.translation import get_language

from holger.core.requests import Request
from holger.core.words import say
from holger.incidents.models import Incident, Status
from holger.incidents.selectors.drills import exercise_of, told_in
from holger.ui import http


def drill(request: Request, incident: Incident) -> dict[str, Any] | None:
    exercise = exercise_of(incident)
    if exercise is None:
        return None
    leads = incident.owner_id is not None and incident.owner_id == request.actor.person_id
    language = get_language()
    injects = [each for each in told_in(incident, exercise) if each.told_at is not None]
    here = {"reference": incident.reference}
    return {
        "setting": say(exercise.setting, language),
        "injects": [(each, say(each.inject.text, language)) for each in injects],
        "lead_url": http.link(request, "incidents:drill", **here) if leads and incident.status != Status.CLOSED else "",
        "over": incident.status == Status.CLOSED,
    }
