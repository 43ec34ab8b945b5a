"""The method by which an organisation says how severe its incidents are, and what it says of one."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from uuid import UUID

from django.utils.translation import get_language

from holger.core.words import say
from holger.incidents import library
from holger.incidents.models import CaseSettings, Incident
from holger.incidents.models.decisions import Decision as DecisionRow
from holger.incidents.rules import severity
from holger.incidents.rules.assessing import Answer, Decision
from holger.incidents.rules.severity import Level, Method, Weighed


def case_settings_of(organisation_id: UUID) -> CaseSettings:
    """How an organisation handles incidents; one that is not saved where it has said nothing yet."""
    found = CaseSettings.objects.filter(organisation_id=organisation_id).first()
    return found or CaseSettings(organisation_id=organisation_id)


def method_of(organisation_id: UUID) -> Method:
    """The organisation's own method, or the ready one that it chose."""
    return method_in(case_settings_of(organisation_id))


def method_in(settings: CaseSettings) -> Method:
    if settings.own:
        return _own(json.dumps(settings.own, sort_keys=True))
    ready = library.severities()
    return next((each for each in ready if each.key == settings.method), ready[0])


@lru_cache(maxsize=200)
def _own(told: str) -> Method:
    """JSON is YAML too, so one reader reads both."""
    return severity.read(f'{{"methods": [{told}]}}'.encode(), library.LANGUAGES)[0]


def weighed(method: Method, incident: Incident, decisions: Mapping[str, Decision]) -> Weighed | None:
    """How severe it is, by its impact and urgency and by what was decided."""
    return severity.weighed(method, incident.impact, incident.urgency, decisions)


def decisions_of(organisation_id: UUID, incidents: Iterable[UUID]) -> dict[UUID, dict[str, Decision]]:
    """What is decided of each incident, by question, in one question."""
    rows = DecisionRow.objects.filter(organisation_id=organisation_id, incident__in=incidents, clock="")
    columns = ("incident", "question", "answer", "reason", "by_name", "at")
    found: dict[UUID, dict[str, Decision]] = {}
    for incident, question, answer, reason, by, at in rows.order_by("entered_at", "id").values_list(*columns):
        found.setdefault(incident, {})[question] = Decision(question, Answer(answer), reason, by, at)
    return found


def level_titles(levels: Iterable[Level]) -> list[tuple[str, str]]:
    """To choose between, in the reader's language."""
    return [(level.key, say(level.title, get_language())) for level in levels]


def level_title(levels: Iterable[Level], key: str, language: str | None = None) -> str:
    """What a level is called; its key where the method does not have it any more."""
    wanted = language or get_language()
    return next((say(level.title, wanted) for level in levels if level.key == key), key)
