"""What a page asks once, whichever of its parts wants it first."""

from uuid import UUID

from holger.core.errors import NotFound
from holger.core.requests import Request
from holger.incidents.models import CaseSettings, Incident
from holger.incidents.rules.severity import Method
from holger.incidents.selectors.clocks import Case, case_of
from holger.incidents.selectors.incidents import has_found
from holger.incidents.selectors.severity import case_settings_of, method_in
from holger.incidents.selectors.sheets import Desk, none_kept

CASES, SETTINGS = "_incident_cases", "_incident_settings"


def case_on(request: Request, incident: Incident) -> Case:
    """The case with its clocks; ``NotFound`` for whoever may not know of it."""
    known: dict[UUID, Case] = request.__dict__.setdefault(CASES, {})
    if incident.pk not in known:
        found = case_of(request.actor, incident, organisation=request.organisation)
        if found is None:
            raise NotFound
        known[incident.pk] = found
    return known[incident.pk]


def settings_on(request: Request) -> CaseSettings:
    """How the organisation handles incidents."""
    known = request.__dict__
    if SETTINGS not in known:
        known[SETTINGS] = case_settings_of(request.actor.organisation_id)
    found: CaseSettings = known[SETTINGS]
    return found


def method_on(request: Request) -> Method:
    return method_in(settings_on(request))


def desk_on(request: Request, case: Case) -> Desk:
    """The case with what its forms and letters are filled from."""
    desk, incident = Desk(case), case.incident
    desk.__dict__["method"] = method_on(request)  # asked already
    if has_found(request.actor, incident):
        desk.__dict__["kept"] = getattr(incident, "sheet_answers", None) or none_kept(incident)  # came with it
    return desk
