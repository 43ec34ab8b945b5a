"""The table of who may approve which type."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.permissions import PERMISSIONS
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.services import guards
from holger.policies.models import Approvers, PolicyType
from holger.policies.permissions import APPROVE, SETTINGS
from holger.tasks.rules.roles import HELD


@transaction.atomic
def approvers_set(
    *,
    actor: Actor,
    kind: str,
    roles: Collection[str] = (),
    field_roles: Collection[str] = (),
    people: Collection[Person] = (),
) -> Approvers | None:
    """Say who may approve documents of a type, ``kind``. Nothing said: whoever holds the permission (and None is returned)."""
    actor.require(SETTINGS)
    guards.own(actor, *people)
    _must_be_known(kind, roles, field_roles)
    row = Approvers.objects.select_for_update().filter(organisation_id=actor.organisation_id, type=kind).first()
    if not (roles or field_roles or people):
        if row is not None:
            history.record(actor=actor, action="policy.approvers_cleared", target=row)
            row.delete()
        return None
    row = row or Approvers(organisation_id=actor.organisation_id, type=kind)
    answers: dict[str, Any] = {"roles": sorted(roles), "field_roles": sorted(field_roles), "people": list(people)}
    if changes := write(row, answers):
        history.record(actor=actor, action="policy.approvers_set", target=row, changes=changes)
    return row


def _must_be_known(kind: str, roles: Collection[str], field_roles: Collection[str]) -> None:
    """Only roles that may approve anything at all can be named."""
    if kind not in PolicyType.values:
        raise RuleBroken(N_("There is no such type: %(type)s."), "kind", {"type": kind})
    able = PERMISSIONS[APPROVE].everywhere | PERMISSIONS[APPROVE].own
    if unknown := set(roles) - able:
        raise RuleBroken(N_("That role never approves: %(role)s."), "roles", {"role": sorted(unknown)[0]})
    if unknown := set(field_roles) - set(HELD):
        raise RuleBroken(N_("There is no such role: %(role)s."), "field_roles", {"role": sorted(unknown)[0]})
