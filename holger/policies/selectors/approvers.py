"""Who may approve and review, and who has written."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from holger.core import dates
from holger.core.actor import Actor
from holger.core.permissions import PERMISSIONS
from holger.organisation.models import Person, RoleGrant
from holger.organisation.selectors import unit_with_above
from holger.policies.models import Approvers, Policy, PolicyVersion, Review
from holger.policies.permissions import APPROVE, VIEW
from holger.policies.selectors.policies import within
from holger.tasks.models import RoleHolder


def approvers_for(actor: Actor, policy: Policy) -> QuerySet[Person]:
    """Who may approve a policy and can sign in to do it: as the table of its type says, else by role, in its unit."""
    if not actor.may(VIEW) or policy.organisation_id != actor.organisation_id:
        return Person.objects.none()
    table = Approvers.objects.filter(organisation_id=actor.organisation_id, type=policy.type).first()
    grants = _grants(policy, PERMISSIONS[APPROVE].everywhere)
    if table is None:
        return _can_sign_in(policy.organisation_id).filter(pk__in=grants.values("person"))
    asked = _grants(policy, PERMISSIONS[APPROVE].everywhere | PERMISSIONS[APPROVE].own)
    fits = Q(pk__in=asked.filter(role__in=table.roles).values("person")) | Q(pk__in=table.people.values("pk"))
    fits |= Q(pk__in=_holders(policy, table.field_roles))
    return _can_sign_in(policy.organisation_id).filter(fits, pk__in=asked.values("person"))


def reviewers_for(actor: Actor, policy: Policy) -> QuerySet[Person]:
    """Who can be asked what they think of a draft: whoever may review here, or anywhere as the one who is asked."""
    if not actor.may(VIEW) or policy.organisation_id != actor.organisation_id:
        return Person.objects.none()
    grants = _grants(policy, PERMISSIONS[APPROVE].everywhere) | _grants(policy, PERMISSIONS[APPROVE].own)
    return _can_sign_in(policy.organisation_id).filter(pk__in=grants.values("person"))


def _can_sign_in(organisation_id: UUID) -> QuerySet[Person]:
    here = Q(ends_on=None) | Q(ends_on__gte=dates.today())
    rows = Person.objects.filter(here, organisation_id=organisation_id, is_service=False, suspended_at=None)
    return rows.filter(user__is_active=True).order_by("name")


def _grants(policy: Policy, roles: Iterable[str]) -> QuerySet[RoleGrant]:
    """Roles that reach the policy: over the whole organisation, its unit or one above. As one's own, from anywhere."""
    rows = RoleGrant.objects.filter(organisation_id=policy.organisation_id, role__in=list(roles))
    reaching = Q(unit=None) | Q(role__in=list(PERMISSIONS[APPROVE].own))
    if policy.unit_id is not None:
        reaching |= Q(unit_id__in=unit_with_above(policy.organisation_id, policy.unit_id))
    return rows.filter(reaching)


def _holders(policy: Policy, roles: Collection[str]) -> list[UUID]:
    """Who holds some roles of the work where the policy lies, and who stands in for them."""
    if not roles:
        return []
    rows = RoleHolder.objects.filter(organisation_id=policy.organisation_id, role__in=roles)
    places = Q(unit=None)
    if policy.unit_id is not None:
        places |= Q(unit_id__in=unit_with_above(policy.organisation_id, policy.unit_id))
    pairs = rows.filter(places).values_list("person_id", "deputy_id")
    return [person for pair in pairs for person in pair if person is not None]


def writers_of(version: PolicyVersion) -> set[UUID]:
    return set(version.writers.values_list("pk", flat=True))


def approval_table(actor: Actor) -> dict[str, Approvers]:
    """The rows of the table, by type."""
    if not actor.may(VIEW):
        return {}
    rows = Approvers.objects.filter(organisation_id=actor.organisation_id).prefetch_related("people")
    return {row.type: row for row in rows}


def review_waiting(actor: Actor, version: PolicyVersion) -> Review | None:
    """The round that the reader is asked to answer."""
    if actor.person_id is None:
        return None
    return Review.objects.filter(
        organisation_id=actor.organisation_id, version=version, person=actor.person_id, answered_at=None
    ).first()


def reviews_of(actor: Actor, version: PolicyVersion) -> QuerySet[Review]:
    """All rounds about a version, without what the reviewers saw."""
    rows = Review.objects.filter(within(actor, "version__policy"), version=version)
    return rows.select_related("person").defer("seen").order_by("asked_at")


def last_round(actor: Actor, version: PolicyVersion) -> Review | None:
    """The reader's own latest answer about a version, with what they saw then."""
    if actor.person_id is None:
        return None
    rows = Review.objects.filter(organisation_id=actor.organisation_id, version=version, person=actor.person_id)
    return rows.exclude(answered_at=None).order_by("-number").first()
