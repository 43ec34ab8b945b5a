"""What policies answer and are about, and the policies about something."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.core.registry import Subject, registry
from holger.policies.models import Policy, PolicyLink
from holger.policies.selectors.policies import policies_for

KINDS = ("frameworks.requirement", "controls.control", "assets.asset", "risks.risk")
"""The kinds of object that a policy can be linked to."""


@dataclass(frozen=True)
class Linked:
    """An object that a policy is linked to."""

    link: PolicyLink
    kind: Subject
    obj: Any


def links_of(actor: Actor, policy: Policy) -> list[Linked]:
    """What a policy that the actor has found is linked to, as far as they see it, by kind."""
    return links_of_many(actor, [policy.pk]).get(policy.pk, [])


def links_of_many(actor: Actor, policies: Collection[UUID]) -> dict[UUID, list[Linked]]:
    """The same for several policies: one question for each kind that there is."""
    rows = PolicyLink.objects.filter(organisation_id=actor.organisation_id, policy__in=policies).order_by("pk")
    by_kind: dict[str, list[PolicyLink]] = defaultdict(list)
    for link in rows:
        by_kind[link.subject_type].append(link)
    found: dict[UUID, list[Linked]] = defaultdict(list)
    for name in KINDS:
        kind, links = registry.subjects[name], by_kind.get(name, ())
        objects = kind.visible(actor).in_bulk([link.subject_id for link in links]) if links else {}
        for link in links:
            if link.subject_id in objects:
                found[link.policy_id].append(Linked(link, kind, objects[link.subject_id]))
    return dict(found)


def link_for(actor: Actor, policy: Policy, key: UUID) -> PolicyLink | None:
    """A link of a policy, to something that the actor sees."""
    return next((each.link for each in links_of(actor, policy) if each.link.pk == key), None)


def policies_about(actor: Actor, subject: Any) -> QuerySet[Policy]:
    """The policies in use that are linked to an object which the actor has found."""
    links = PolicyLink.objects.filter(
        organisation_id=actor.organisation_id, subject_type=subject.subject_type, subject_id=subject.pk
    )
    return policies_for(actor).filter(pk__in=links.values("policy"), archived_at=None).order_by("number")
