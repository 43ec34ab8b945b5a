"""What a page asks once, whichever of its parts wants it first."""

from collections.abc import Sequence

from holger.core.errors import NotFound
from holger.core.kept import Kept
from holger.core.requests import Request
from holger.incidents.models import Affected, CaseSettings, Condition, Incident
from holger.incidents.rules.severity import Method
from holger.incidents.selectors.affected import rows_of
from holger.incidents.selectors.clocks import Case, case_of
from holger.incidents.selectors.core_values import Hit, hits_among
from holger.incidents.selectors.incidents import has_found
from holger.incidents.selectors.law import Law, law_of
from holger.incidents.selectors.relations import kin_of
from holger.incidents.selectors.severity import case_settings_of, method_in
from holger.incidents.selectors.sheets import Desk, none_kept
from holger.ui import http

LAWS: Kept[Law] = Kept(100)
SETTINGS: Kept[CaseSettings] = Kept(100)
KIN: Kept[Sequence[Incident]] = Kept(1000)
"""Until something is written in the organisation."""


def case_on(request: Request, incident: Incident) -> Case:
    """The case with its clocks; ``NotFound`` for whoever may not know of it."""
    return http.once(request, "incident_case", incident.pk, lambda: _case(request, incident))


def _case(request: Request, incident: Incident) -> Case:
    found = case_of(request.actor, incident, known=(request.organisation, law_on(request)))
    if found is None:
        raise NotFound
    return found


def kin_on(request: Request, incident: Incident) -> Sequence[Incident]:
    """What the case, which the reader has found, was joined with or parted from."""
    key = (http.moment(request), incident.pk)
    return http.once(
        request, "incident_kin", incident.pk, lambda: KIN.get(key, lambda: kin_of(request.actor, incident))
    )


def affected_on(request: Request, incident: Incident) -> Sequence[Affected]:
    """What the case hit, as it was written down."""
    return http.once(request, "incident_affected", incident.pk, lambda: rows_of(request.actor, incident))


def law_on(request: Request) -> Law:
    """What the organisation's clocks are worked out with: until anything is written in it, that is as it was."""
    return LAWS.get((request.organisation.pk, http.written(request)), lambda: law_of(request.organisation))


def settings_on(request: Request) -> CaseSettings:
    """How the organisation handles incidents."""
    organisation = request.actor.organisation_id
    return SETTINGS.get((organisation, http.written(request)), lambda: case_settings_of(organisation))


def method_on(request: Request) -> Method:
    return method_in(settings_on(request))


def desk_on(request: Request, case: Case) -> Desk:
    """The case with what its forms and letters are filled from."""
    desk, incident = Desk(case), case.incident
    desk.__dict__["method"] = method_on(request)  # asked already
    if has_found(request.actor, incident):
        desk.__dict__["kept"] = getattr(incident, "sheet_answers", None) or none_kept(incident)  # came with it
        desk.__dict__["hit"] = _hit(affected_on(request, incident))  # its panel asks for them too
    return desk


def _hit(rows: Sequence[Affected]) -> Hit:
    told = sorted((row for row in rows if row.condition != Condition.UNHARMED), key=lambda row: row.pk)
    if not told:
        return Hit()
    found = hits_among(told[0].organisation_id, [(row.incident_id, row.subject_type, row.subject_id) for row in told])
    return found.get(told[0].incident_id, Hit())
