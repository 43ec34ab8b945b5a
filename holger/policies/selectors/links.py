"""What policies answer and are about, and the policies about something."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.core.linking import Linked, linked
from holger.policies.models import Policy, PolicyLink
from holger.policies.selectors.policies import policies_for

KINDS = ("frameworks.requirement", "controls.control", "assets.asset", "risks.risk")
"""The kinds of object that a policy can be linked to."""


def links_of(actor: Actor, policy: Policy) -> list[Linked[PolicyLink]]:
    """What a policy that the actor has found is linked to, as far as they see it, by kind."""
    return links_of_many(actor, [policy.pk]).get(policy.pk, [])


def links_of_many(actor: Actor, policies: Collection[UUID]) -> dict[UUID, list[Linked[PolicyLink]]]:
    """The same for several policies: one question for each kind that there is."""
    rows = PolicyLink.objects.filter(organisation_id=actor.organisation_id, policy__in=policies).order_by("pk")
    return linked(actor, rows, "policy_id", KINDS)


def link_for(actor: Actor, policy: Policy, key: UUID) -> PolicyLink | None:
    """A link of a policy, to something that the actor sees."""
    return next((each.link for each in links_of(actor, policy) if each.link.pk == key), None)


def policies_about(actor: Actor, subject: Any) -> QuerySet[Policy]:
    """The policies in use that are linked to an object which the actor has found."""
    links = PolicyLink.objects.filter(
        organisation_id=actor.organisation_id, subject_type=subject.subject_type, subject_id=subject.pk
    )
    return policies_for(actor).filter(pk__in=links.values("policy"), archived_at=None).order_by("number")
