"""Who looks after the processors: the data protection officers, failing them the security officers, failing them the owners."""

from uuid import UUID

from holger.core.permissions import Role
from holger.organisation.models import RoleGrant
from holger.organisation.selectors import whoever_may
from holger.suppliers.permissions import SUPERVISE

GROUPS = (Role.DPO, Role.SECURITY_OFFICER, Role.OWNER)


def minders_of(organisation_id: UUID) -> list[UUID]:
    """The first group of whom somebody may supervise everywhere: what nobody can open must not go to them."""
    may = {person for person, units in whoever_may(organisation_id, SUPERVISE).items() if units is None}
    for role in GROUPS:
        granted = RoleGrant.objects.filter(organisation_id=organisation_id, role=role, unit=None)
        found = [person for person in granted.order_by("person").values_list("person", flat=True) if person in may]
        if found:
            return list(dict.fromkeys(found))
    return []
