"""Policies made, changed, put away and taken back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from holger.audience.services import Chosen, audience_set
from holger.audience.words import told as audience_told
from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import Changes, write
from holger.core.errors import RuleBroken
from holger.core.words import LANGUAGES, N_
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.services import guards, next_numbers
from holger.policies.models import Policy, PolicyVersion, Status
from holger.policies.permissions import DELETE, WRITE
from holger.policies.rules.content import Said
from holger.policies.services.shared import must_be_in_use, must_make, told
from holger.policies.services.writing import note_writer, texts_put
from holger.policies.signals import audience_changed, policy_put_away

NOBODY = Chosen()


@transaction.atomic
def policy_create(
    *,
    actor: Actor,
    audience: Chosen = NOBODY,
    texts: Mapping[str, Said] | None = None,
    template: str = "",
    **answers: Any,
) -> Policy:
    """A policy and the draft of its first version. ``texts`` by language are what it says; without, it says nothing yet."""
    guards.own(actor, answers.get("owner"), answers.get("unit"))
    must_make(actor, owner=answers.get("owner"), unit=answers.get("unit"))
    policy = Policy(organisation_id=actor.organisation_id, template=template)
    policy.number = next_numbers(organisation_id=actor.organisation_id, prefix=Policy.prefix)[0]
    policy.reference = f"{Policy.prefix}-{policy.number}"
    policy.audience = audience_set(actor=actor, audience=None, chosen=audience)
    changes = write(policy, _titled(answers, texts or {}))
    version = PolicyVersion.objects.create(organisation_id=actor.organisation_id, policy=policy)
    texts_put(actor, version, texts or {policy.language: Said(policy.said("title", policy.language), "", "")})
    note_writer(actor, version)
    changes["audience"] = [None, audience_told(policy.audience)]
    history.record(actor=actor, action="policy.created", target=policy, changes=changes)
    return policy


def _titled(answers: Mapping[str, Any], texts: Mapping[str, Said]) -> dict[str, Any]:
    """The answers as they are kept; a title that was not given is that of the text."""
    known = {f"title_{language}": said.title for language, said in texts.items()}
    values = known | {name: value for name, value in answers.items() if value or name not in known}
    return _stripped(values)


def _stripped(answers: Mapping[str, Any]) -> dict[str, Any]:
    names = {f"title_{language}" for language in LANGUAGES}
    return {name: value.strip() if name in names else value for name, value in answers.items()}


@transaction.atomic
def policy_edit(
    *, actor: Actor, policy: Policy, version: int | None = None, audience: Chosen | None = None, **answers: Any
) -> Policy:
    """What holds across its versions. What it says is changed in a draft."""
    actor.require(WRITE, policy)
    guards.own(actor, answers.get("owner"), answers.get("unit"))
    must_be_in_use(policy)
    asked = policy.confirm
    changes = write(policy, _stripped(answers), version=version)
    changes |= _audience_change(actor, policy, audience)
    if changes:
        _must_stay_mine(actor, policy)
        _retitle_draft(policy, changes)
        history.record(actor=actor, action="policy.edited", target=policy, changes=changes)
    if "audience" in changes or policy.confirm != asked:
        audience_changed.send(sender=Policy, policy=policy, actor=actor)
    return policy


def _must_stay_mine(actor: Actor, policy: Policy) -> None:
    """Whoever may write their own only does not move one out of their own reach."""
    if not actor.may(WRITE, policy):
        raise RuleBroken(N_("Choose yourself. You may only make policies of your own."), "owner")


def _audience_change(actor: Actor, policy: Policy, chosen: Chosen | None) -> Changes:
    if chosen is None:
        return {}
    before = audience_told(policy.audience)
    made = audience_set(actor=actor, audience=policy.audience, chosen=chosen)
    if policy.audience_id != made.pk:
        policy.audience = made
        policy.save(update_fields=["audience"])
    after = audience_told(made)
    return {"audience": [before, after]} if before != after else {}


def _retitle_draft(policy: Policy, changes: Changes) -> None:
    """A draft is called what its policy is called; what was approved keeps its title."""
    draft = policy.versions.filter(status__in=(Status.DRAFT, Status.REVIEW)).first()
    for language in LANGUAGES:
        title = getattr(policy, f"title_{language}")
        if draft is not None and f"title_{language}" in changes and title:
            draft.texts.filter(language=language).update(title=title, revision=F("revision") + 1)


@transaction.atomic
def policies_give(*, actor: Actor, policies: Iterable[Policy], owner: Person | None) -> int:
    """Let somebody else answer for several of them; returns how many changed."""
    guards.own(actor, owner)
    before = [(policy, policy.version) for policy in policies]
    for policy, _version in before:
        policy_edit(actor=actor, policy=policy, owner=owner)
    return sum(policy.version != version for policy, version in before)


@transaction.atomic
def policy_archive(*, actor: Actor, policy: Policy) -> Policy:
    """Put away: it is in force no longer, and nobody need read it. What it said stays. A draft is kept for the day it is
    restored; what waits for approval is taken back first."""
    actor.require(DELETE, policy)
    if policy.archived_at is not None:
        return policy
    if policy.versions.filter(status=Status.REQUESTED).exists():
        raise RuleBroken(N_("It waits for approval. Take it back before you change it."))
    write(policy, {"archived_at": dates.now()})
    _bring(policy.versions.filter(status=Status.IN_FORCE), Status.WITHDRAWN, dates.now())
    told(actor, "archived", policy)
    policy_put_away.send(sender=Policy, policy=policy, actor=actor)
    return policy


@transaction.atomic
def policy_restore(*, actor: Actor, policy: Policy) -> Policy:
    """Take it back: what was in force when it was put away is in force again."""
    actor.require(DELETE, policy)
    if policy.archived_at is None:
        return policy
    write(policy, {"archived_at": None})
    _bring(policy.versions.filter(status=Status.WITHDRAWN, in_force_at__isnull=False), Status.IN_FORCE, None)
    told(actor, "restored", policy)
    audience_changed.send(sender=Policy, policy=policy, actor=actor)
    return policy


def _bring(rows: QuerySet[PolicyVersion], status: str, ended: datetime | None) -> None:
    rows.update(status=status, ended_at=ended, version=F("version") + 1, updated_at=dates.now())


def policies_archive(*, actor: Actor, policies: Iterable[Policy]) -> int:
    """Put several away; returns how many."""
    with transaction.atomic():
        return len([policy_archive(actor=actor, policy=policy) for policy in policies if policy.archived_at is None])
