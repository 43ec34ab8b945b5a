"""Who takes reports in: those whom the organisation chose, failing that its security officers, failing that its owners."""

from collections.abc import Iterator
from uuid import UUID

from holger.core.permissions import Role
from holger.incidents.models import CaseSettings
from holger.incidents.permissions import TRIAGE
from holger.organisation.models import Person, RoleGrant
from holger.organisation.selectors import owners_of, whoever_may
from holger.tasks.models import RoleHolder

OFFICER = "security_officer"


def intake_of(organisation_id: UUID) -> list[Person]:
    """The first group of whom somebody is here and may take reports in everywhere: what nobody can open must not go to them."""
    may = [person for person, units in whoever_may(organisation_id, TRIAGE).items() if units is None]
    here = Person.objects.filter(organisation_id=organisation_id, pk__in=may).order_by("number")
    for chosen in _groups(organisation_id):
        if found := list(here.filter(pk__in=chosen)):
            return found
    return []


def _groups(organisation_id: UUID) -> Iterator[list[UUID]]:
    row = CaseSettings.objects.filter(organisation_id=organisation_id).first()
    if row is not None:
        yield list(row.intake.values_list("pk", flat=True))
    held = RoleHolder.objects.filter(organisation_id=organisation_id, role=OFFICER, unit=None)
    granted = RoleGrant.objects.filter(organisation_id=organisation_id, role=Role.SECURITY_OFFICER, unit=None)
    yield [*held.values_list("person", flat=True), *granted.values_list("person", flat=True)]
    yield list(owners_of(organisation_id).values_list("pk", flat=True))
