"""All that a meeting about a case needs to see at once."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.core.requests import Request
from holger.incidents.models import Incident
from holger.incidents.models.decisions import Answered
from holger.incidents.selectors.affected import affected_of
from holger.incidents.selectors.checklist import checklist_of, open_steps, whole_progress
from holger.incidents.selectors.clocks import Case
from holger.incidents.selectors.decisions import assessments_of
from holger.incidents.selectors.severity import level_title
from holger.incidents.selectors.team import team_of_case
from holger.incidents.selectors.timeline import names_in, stamp_of, timeline_of
from holger.incidents.tables.asked import method_on, settings_on
from holger.incidents.tables.clocks import answer_badge, lines
from holger.incidents.tables.timeline import days_of, stamp_words
from holger.incidents.tables.working import at, condition_badge
from holger.tasks.words import ROLES
from holger.ui import days

STEPS, LINES = 8, 15


def crisis(request: Request, incident: Incident, case: Case) -> dict[str, Any]:
    """Whoever asks has found the case. ``facts`` are (label, text)."""
    actor, stamp = request.actor, stamp_of(request.actor, incident)
    phases, hits = checklist_of(actor, incident), affected_of(actor, incident)
    told = timeline_of(actor, incident, shown=LINES, stamp=stamp)
    severity = level_title(method_on(request).severities, incident.severity)
    return {
        "incident": incident,
        "facts": _facts(incident, severity),
        "severity": severity,
        "status": incident.get_status_display(),
        "clocks": lines(request, case, case.open),
        "decisions": [_decision(each) for each in assessments_of(case)],
        "mates": team_of_case(actor, incident),
        "telephone": settings_on(request).telephone,
        "hits": [(hit, condition_badge(hit)) for hit in hits],
        "steps": [(each, str(ROLES.get(each.step.role, ""))) for each in open_steps(phases, STEPS)],
        "progress": whole_progress(phases),
        "days": days_of(told, incident, names_in(actor, told.lines)),
        "live_url": f"{at(request, incident, 'crisis')}?seen={stamp_words(stamp)}",
        "base": request.base,
    }


def _facts(incident: Incident, severity: str) -> list[tuple[Any, str]]:
    return [
        (_("Status"), str(incident.get_status_display())),
        (_("Severity"), severity),
        (_("Detected"), days.moment(incident.detected_at)),
        (_("Contained"), days.moment(incident.contained_at)),
        (_("Recovered"), days.moment(incident.recovered_at)),
        (_("Leads the case"), incident.owner.name if incident.owner else ""),
        (
            _("People whose data are affected, roughly"),
            "" if incident.people_count is None else str(incident.people_count),
        ),
    ]


def _decision(each: Any) -> dict[str, Any]:
    return {
        "text": gettext(each.question.text),
        "word": str(Answered(each.answer.value).label),
        "badge": answer_badge(each.answer),
        "reason": each.decision.reason if each.decision else "",
    }
