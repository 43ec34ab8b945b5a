"""What policies answer and are about: requirements, controls, assets, risks."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction

from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.registry import registry
from holger.history import services as history
from holger.history.services import Entry
from holger.policies.models import Policy, PolicyLink
from holger.policies.permissions import WRITE
from holger.policies.selectors.links import KINDS
from holger.policies.services.shared import must_be_in_use


@transaction.atomic
def policy_links_add(*, actor: Actor, policy: Policy, about: Iterable[Any]) -> list[PolicyLink]:
    """Link a policy to objects, of whatever kinds. One that it is linked to already stays as it is."""
    actor.require(WRITE, policy)
    must_be_in_use(policy)
    return links_add(actor, policy, about)


@transaction.atomic
def policy_link_remove(*, actor: Actor, link: PolicyLink) -> None:
    policy = link.policy
    actor.require(WRITE, policy)
    must_be_in_use(policy)
    history.record(actor=actor, action="policy.unlinked", target=policy, reason=_named(link))
    link.delete()


def links_add(actor: Actor, policy: Policy, subjects: Iterable[Any]) -> list[PolicyLink]:
    chosen = list(subjects)
    _must_be_seen(actor, chosen)
    there = {(link.subject_type, link.subject_id): link for link in policy.links.all()}
    new = {
        (subject.subject_type, subject.pk): subject
        for subject in chosen
        if (subject.subject_type, subject.pk) not in there
    }
    links = [
        PolicyLink(organisation_id=actor.organisation_id, policy=policy, subject_type=kind, subject_id=key)
        for kind, key in new
    ]
    for link in PolicyLink.objects.bulk_create(links, batch_size=500):
        there[link.subject_type, link.subject_id] = link
    if new:
        names = ", ".join(_called(subject) for subject in new.values())
        history.record_many(actor=actor, entries=[Entry("policy.linked", policy, reason=names[:MOST])])
    return [there[subject.subject_type, subject.pk] for subject in chosen]


MOST = 1000
"""Letters of the names that one line of the history tells."""


def _must_be_seen(actor: Actor, objects: Iterable[Any]) -> None:
    by_kind: dict[str, set[UUID]] = defaultdict(set)
    for obj in objects:
        by_kind[getattr(obj, "subject_type", "")].add(obj.pk)
    for name, keys in by_kind.items():
        kind = registry.subjects.get(name) if name in KINDS else None
        if kind is None or set(kind.visible(actor).filter(pk__in=keys).values_list("pk", flat=True)) != keys:
            raise NotFound


def _named(link: PolicyLink) -> str:
    model = apps.get_model(link.subject_type)
    found = model._default_manager.filter(organisation_id=link.organisation_id, pk=link.subject_id).first()
    return _called(found) if found is not None else str(model._meta.verbose_name)


def _called(subject: Any) -> str:
    """By its reference alone: not everybody who reads the policy's history may know what it is."""
    return getattr(subject, "reference", "") or getattr(subject, "code", "") or str(subject._meta.verbose_name)
