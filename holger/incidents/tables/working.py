"""What panels and pages show of team, of what was hit, of the checklist and of relations."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.requests import Request
from holger.core.words import say
from holger.incidents.models import Condition, Incident
from holger.incidents.selectors.affected import (
    Hit,
    affected_of,
    dependants_of,
    kinds_here,
    owners_of_affected,
    people_in,
)
from holger.incidents.selectors.checklist import Listed, Phase, checklist_of, playbooks_for, whole_progress
from holger.incidents.selectors.custody import Same, chains_of
from holger.incidents.selectors.relations import Tie, related_to
from holger.incidents.selectors.team import team_of_case, to_be_told
from holger.incidents.tables.asked import affected_on, kin_on, settings_on
from holger.incidents.tables.timeline import may_write
from holger.tasks.words import ROLES
from holger.ui import cells, http

CONDITION_LOOKS = {
    Condition.EXAMINED: ("mid", "search"),
    Condition.LIMITED: ("mid", "alert-triangle"),
    Condition.DOWN: ("crit", "alert-circle"),
    Condition.LEAKED: ("crit", "eye"),
    Condition.WELL: ("ok", "circle-check"),
    Condition.UNHARMED: ("line", "circle-check"),
}
TIE_WORDS = {
    Tie.INTO: pgettext_lazy("incident", "Goes on there"),
    Tie.JOINED: pgettext_lazy("incident", "Was joined with this"),
    Tie.WHOLE: pgettext_lazy("incident", "This was parted from it"),
    Tie.PART: pgettext_lazy("incident", "Was parted from this"),
    Tie.RELATED: pgettext_lazy("incident", "Has to do with it"),
}
SAME_WORDS = {
    Same.SAME: (_("The file is the same today"), "ok", "circle-check"),
    Same.REPLACED: (_("Unchanged, but a newer file has taken its place"), "mid", "history"),
    Same.CHANGED: (_("The file has been changed"), "crit", "alert-circle"),
    Same.MISSING: (_("The file is missing"), "crit", "file-alert"),
}


def at(request: Request, incident: Incident, name: str, **more: Any) -> str:
    return http.link(request, f"incidents:{name}", reference=incident.reference, **more)


def condition_badge(hit: Hit) -> SafeString:
    level, icon = CONDITION_LOOKS[Condition(hit.row.condition)]
    return cells.badge(hit.row.get_condition_display(), level, icon)


def same_badge(same: Same | None) -> SafeString | str:
    return cells.badge(*SAME_WORDS[same]) if same is not None else ""


def affected(request: Request, incident: Incident) -> dict[str, Any]:
    """What was hit, and what one might do about it."""
    actor, may = request.actor, may_write(request, incident)
    hits = affected_of(actor, incident, affected_on(request, incident))
    total = people_in(hits)
    return {
        "hits": [(hit, condition_badge(hit)) for hit in hits],
        "count": len(hits),
        "may": may,
        "kinds": [(subject.title, search) for subject, search in kinds_here()] if may else [],
        "dependants": dependants_of(actor, hits) if may and hits else [],
        "owners": owners_of_affected(actor, incident, hits) if may and hits else [],
        "people": total if may and total is not None and total != incident.people_count else None,
        "incident": incident,
    }


def team(request: Request, incident: Incident) -> dict[str, Any]:
    mates = team_of_case(request.actor, incident)
    return {
        "mates": mates,
        "count": len(mates),
        "may": may_write(request, incident),
        "telephone": settings_on(request).telephone,
        "incident": incident,
    }


def contacts(request: Request, incident: Incident) -> dict[str, Any]:
    """Whom to call: the team, who answers for what was hit, and whom the organisation tells."""
    hits = affected_of(request.actor, incident)
    return {
        **team(request, incident),
        "owners": owners_of_affected(request.actor, incident, hits),
        "recipients": to_be_told(request.actor),
    }


def checklist(request: Request, incident: Incident, touched: UUID | None = None) -> dict[str, Any]:
    """The steps by phase: the first that is not finished stands open, and the one of the step that was just touched.

    The playbooks for its category are proposed; the others lie behind a fold.
    """
    phases, may = checklist_of(request.actor, incident), may_write(request, incident)
    done, language = whole_progress(phases), get_language()
    ready = playbooks_for(incident, phases) if may else []
    named = [
        (each.key, say(each.title, language), say(each.summary, language), each.count, fits) for each, fits in ready
    ]
    return {
        "phases": _phases(phases, touched),
        "progress": done,
        "late": sum(each.late and each.is_open for phase in phases for each in phase.steps),
        "count": done.total - done.done or None,
        "proposed": [each for each in named if each[4]],
        "others": [each for each in named if not each[4]],
        "may": may,
        "incident": incident,
        "base": request.base,
    }


def _phases(phases: Sequence[Phase], touched: UUID | None) -> list[tuple[Phase, list[tuple[Listed, str]], bool]]:
    first = next((phase for phase in phases if phase.progress.done < phase.progress.total), None)
    return [
        (
            phase,
            [(each, str(ROLES.get(each.step.role, ""))) for each in phase.steps],
            phase is first or any(each.step.pk == touched for each in phase.steps),
        )
        for phase in phases
    ]


def custody(request: Request, incident: Incident) -> dict[str, Any]:
    chains = chains_of(request.actor, incident)
    return {"chains": chains, "count": len(chains), "may": may_write(request, incident), "incident": incident}


def relations(request: Request, incident: Incident) -> dict[str, Any] | None:
    found = related_to(request.actor, incident, kin_on(request, incident))
    may = may_write(request, incident)
    if not found and not may:
        return None
    rows: Sequence[Any] = [(each, TIE_WORDS[each.tie]) for each in found]
    return {"rows": rows, "count": len(rows), "may": may, "incident": incident}
