"""Drafts: begun from what is in force, described, given up."""

from typing import Any

from django.db import transaction

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.policies.models import OPEN, Change, Policy, PolicyText, PolicyVersion, Status
from holger.policies.permissions import WRITE
from holger.policies.rules.content import Said
from holger.policies.rules.numbers import next_number
from holger.policies.selectors import labels_settled
from holger.policies.services.shared import must_be_in_use, open_version, told
from holger.policies.services.writing import note_writer, texts_put

EDITABLE = ("change", "changes_da", "changes_en", "effective_from")


@transaction.atomic
def draft_begin(*, actor: Actor, policy: Policy, change: str = Change.MAJOR) -> PolicyVersion:
    """Begin the next version with what the last approved one says. One is worked on at a time."""
    actor.require(WRITE, policy)
    must_be_in_use(policy)
    Policy.objects.select_for_update().get(pk=policy.pk)
    if policy.versions.filter(status__in=OPEN).exists():
        raise RuleBroken(N_("Somebody is already writing the next version."))
    major, minor = next_number(labels_settled(policy), change)
    version = PolicyVersion(organisation_id=actor.organisation_id, policy=policy, major=major, minor=minor)
    write(version, {"change": change})
    _copy(actor, policy, version)
    told(actor, "drafted", policy, version=version)
    return version


def _copy(actor: Actor, policy: Policy, version: PolicyVersion) -> None:
    """With nothing approved yet it begins with the title alone."""
    last = policy.versions.exclude(status__in=OPEN).order_by("-major", "-minor").first()
    if last is None:
        texts_put(actor, version, {policy.language: Said(policy.said("title", policy.language), "", "")})
        return
    texts = [
        PolicyText(
            organisation_id=version.organisation_id,
            version=version,
            language=text.language,
            title=text.title,
            for_you=text.for_you,
            body=text.body,
            behind_since=text.behind_since,
            saved_by=text.saved_by,
        )
        for text in last.texts.all()
    ]
    PolicyText.objects.bulk_create(texts)


@transaction.atomic
def draft_edit(*, actor: Actor, policy: Policy, version: int | None = None, **answers: Any) -> PolicyVersion:
    """Say what kind of change it is, what has changed, and from when it is to hold. Its number follows from the kind."""
    actor.require(WRITE, policy)
    must_be_in_use(policy)
    if unknown := set(answers) - set(EDITABLE):
        raise ValueError(f"not decided here: {unknown}")
    draft = open_version(policy, Status.DRAFT, Status.REVIEW)
    values = dict(answers)
    if "change" in answers:
        values["major"], values["minor"] = next_number(labels_settled(policy), answers["change"])
    if changes := write(draft, values, version=version):
        note_writer(actor, draft)
        told = {name: changes[name] for name in changes if name in answers}
        told_changes = {"policy_version": [None, draft.label], **told}
        history.record(actor=actor, action="policy.redrafted", target=policy, changes=told_changes)
    return draft


@transaction.atomic
def draft_discard(*, actor: Actor, policy: Policy) -> None:
    """Give a draft up. What is in force stays; a policy that never had anything in force stays without a draft."""
    actor.require(WRITE, policy)
    version = open_version(policy, Status.DRAFT, Status.REVIEW)
    told(actor, "discarded", policy, version=version)
    version.delete()
