"""Who may accept a risk, told by the method's table and the roles people hold over it."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from holger.core.actor import Actor
from holger.core.words import N_, Reason
from holger.organisation.models import Person, RoleGrant, Unit
from holger.risks.models import Risk
from holger.risks.rules import acceptance as rules
from holger.risks.rules.method import Method


def roles_over(actor: Actor, risk: Risk) -> frozenset[str]:
    """The roles whose reach covers the risk. A role given in some units covers what lies in them."""
    return frozenset(
        grant.role.value
        for grant in actor.grants
        if grant.unit_ids is None or (risk.unit_id is not None and risk.unit_id in grant.unit_ids)
    )


def owns(actor: Actor, risk: Risk) -> bool:
    return risk.owner_id is not None and risk.owner_id == actor.person_id


def may_accept(actor: Actor, method: Method, risk: Risk) -> bool:
    """May this person accept this risk as it stands now?"""
    if not actor.may("risks.accept", risk):
        return False
    band = method.band_of(risk.current_score)
    return band is not None and rules.may_accept(method, band.key, roles_over(actor, risk), owns(actor, risk))


def refusal(actor: Actor, method: Method, risk: Risk) -> Reason | None:
    """Why this person may not accept the risk now, to be told beside the button; None when they may."""
    if refused := rules.why_not_band(method, risk.current_score):
        return refused
    if not may_accept(actor, method, risk):
        return Reason(N_("Your role may not accept a risk in this band."))
    return None


def acceptors_of(actor: Actor, method: Method, risk: Risk) -> QuerySet[Person]:
    """The people who may accept the risk as it stands: by role everywhere or in its unit, or as its owner. No program is asked."""
    band = method.band_of(risk.current_score)
    people = Person.objects.filter(organisation_id=actor.organisation_id, suspended_at__isnull=True, is_service=False)
    if band is None or not method.acceptors(band.key):
        return people.none()
    table = method.acceptors(band.key)
    grants = RoleGrant.objects.filter(organisation_id=actor.organisation_id)
    units = _with_parents(actor.organisation_id, risk.unit_id)
    wide = grants.filter(Q(unit__isnull=True) | Q(unit_id__in=units), role__in=table.everywhere)
    owners = grants.filter(role__in=table.own, person=risk.owner_id)
    return people.filter(Q(grants__in=wide) | Q(grants__in=owners)).distinct()


def _with_parents(organisation_id: UUID, unit_id: UUID | None) -> Collection[UUID]:
    """The unit and all units it lies in."""
    if unit_id is None:
        return ()
    parents = dict(Unit.objects.filter(organisation_id=organisation_id).values_list("id", "parent_id"))
    found: list[UUID] = []
    at: UUID | None = unit_id
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return found
