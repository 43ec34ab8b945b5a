"""What policies answer and are about: requirements, controls, assets, risks."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from holger.core.actor import Actor
from holger.core.linking import called, must_be_seen, named
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
    history.record(actor=actor, action="policy.unlinked", target=policy, reason=named(link))
    link.delete()


def links_add(actor: Actor, policy: Policy, subjects: Iterable[Any]) -> list[PolicyLink]:
    chosen = list(subjects)
    must_be_seen(actor, chosen, KINDS)
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
        names = ", ".join(called(subject) for subject in new.values())
        history.record_many(actor=actor, entries=[Entry("policy.linked", policy, reason=names[:MOST])])
    return [there[subject.subject_type, subject.pk] for subject in chosen]


MOST = 1000
"""Letters of the names that one line of the history tells."""
