"""From a draft to an approved version: frozen, sent, taken back, approved as it was shown, or declined."""

from typing import Any

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.organisation.models import Person
from holger.organisation.services import guards
from holger.policies.models import Policy, PolicyText, PolicyVersion, Status
from holger.policies.permissions import APPROVE, WRITE
from holger.policies.rules import approval
from holger.policies.rules.content import Frozen, Said, content_of, digest_of
from holger.policies.selectors import approvers_for, writers_of
from holger.policies.services.force import take_effect
from holger.policies.services.shared import move, must_be_in_use, open_version, told
from holger.policies.services.telling import tell

THAWED: dict[str, Any] = {
    "content": {},
    "digest": "",
    "requester_id": None,
    "requested_by": "",
    "requested_at": None,
}


@transaction.atomic
def approval_request(*, actor: Actor, policy: Policy, approver: Person) -> PolicyVersion:
    """Freeze what the draft says, and ask somebody to approve just that."""
    actor.require(WRITE, policy)
    guards.own(actor, approver)
    must_be_in_use(policy)
    version = open_version(policy, Status.DRAFT, Status.REVIEW)
    _must_be_ready(version)
    able = set(approvers_for(actor, policy).values_list("pk", flat=True))
    if refused := approval.why_not_ask(approver.pk, approver.name, writers_of(version), able):
        raise RuleBroken(refused)
    content = content_of(_frozen(policy, version))
    move(
        version,
        Status.REQUESTED,
        content=content,
        digest=digest_of(content),
        approver_id=approver.pk,
        requester_id=actor.person_id,
        requested_by=actor.label,
        requested_at=dates.now(),
        declined_note="",
    )
    told(actor, "requested", policy, version=version, approver=approver.name, digest=version.digest)
    tell(approver, version, "approve", sender=actor.label, note=version.said("changes"))
    return version


def _must_be_ready(version: PolicyVersion) -> None:
    waiting = version.reviews.filter(answered_at=None).values_list("person_name", flat=True)
    if names := ", ".join(sorted(waiting)):
        raise RuleBroken(
            N_("%(names)s has not answered yet. Wait, or take the question back."), params={"names": names}
        )
    text = version.texts.filter(language=version.policy.language).first()
    if text is None or not text.body.strip():
        raise RuleBroken(N_("It says nothing yet. Write the text first."))
    if version.label != "1.0" and not version.said("changes").strip():
        raise RuleBroken(N_("Say in a few words what has changed."), "changes_en")
    if coming := version.policy.versions.filter(status=Status.APPROVED).first():
        raise RuleBroken(
            N_("%(number)s is approved and waits for its day. Call that off first, or wait."),
            params={"number": coming.label},
        )


def _frozen(policy: Policy, version: PolicyVersion) -> Frozen:
    before = policy.versions.filter(status=Status.IN_FORCE).first()
    return Frozen(
        reference=policy.reference,
        type=policy.type,
        language=policy.language,
        number=version.label,
        change=version.change,
        changes={"da": version.changes_da, "en": version.changes_en},
        effective_from=version.effective_from.isoformat() if version.effective_from else "",
        confirm=policy.confirm,
        follows=(before.label, before.digest) if before else None,
        texts={text.language: said_of(text) for text in version.texts.order_by("language")},
    )


def said_of(text: PolicyText) -> Said:
    return Said(text.title, text.for_you, text.body, text.behind_since)


@transaction.atomic
def approval_withdraw(*, actor: Actor, policy: Policy) -> PolicyVersion:
    """Take back what was sent for approval, to work on it again."""
    actor.require(WRITE, policy)
    version = open_version(policy, Status.REQUESTED)
    move(version, Status.DRAFT, **THAWED)
    told(actor, "withdrawn", policy, version=version)
    return version


@transaction.atomic
def policy_approve(*, actor: Actor, policy: Policy, digest: str) -> PolicyVersion:
    """Approve what was frozen; ``digest`` is that of what the approver has read. From then on it never changes.

    It comes into force at once, or on the day that it names.
    """
    version = _asked(actor, policy)
    if digest != version.digest:
        raise RuleBroken(N_("It is not what you have read. Read it again before you approve it."))
    if digest_of(version.content) != version.digest or not _says(version):
        raise RuleBroken(N_("What was frozen has been changed outside holger. Take it back and send it again."))
    version.texts.update(state=PolicyText.State.SETTLED)
    today = dates.today()
    move(
        version,
        Status.APPROVED,
        approved_at=dates.now(),
        approved_by=actor.label,
        effective_from=version.effective_from or today,
    )
    told(actor, "approved", policy, version=version, digest=version.digest)
    assert version.effective_from is not None
    return take_effect(actor=actor, version=version) if version.effective_from <= today else version


def _says(version: PolicyVersion) -> bool:
    """Do the texts say what was frozen?"""
    texts = {text.language: said_of(text) for text in version.texts.all()}
    return texts == {language: Said(**said) for language, said in version.content["texts"].items()}


@transaction.atomic
def policy_decline(*, actor: Actor, policy: Policy, note: str) -> PolicyVersion:
    """Say no, with what must be done first. It becomes a draft again."""
    version = _asked(actor, policy)
    if not note.strip():
        raise RuleBroken(N_("Write what must be done before it can be approved."), "note")
    move(version, Status.DRAFT, declined_note=note.strip()[:4000], **THAWED)
    told(actor, "declined", policy, version=version, reason=note)
    return version


@transaction.atomic
def coming_call_off(*, actor: Actor, policy: Policy) -> PolicyVersion:
    """What was approved for a later day does not come into force. It stays as it is, and its number is not given again."""
    actor.require(APPROVE, policy)
    version = policy.versions.select_for_update().filter(status=Status.APPROVED).first()
    if version is None:
        raise RuleBroken(N_("There is nothing approved that waits for its day."))
    version.policy = policy
    move(version, Status.WITHDRAWN, ended_at=dates.now())
    told(actor, "called_off", policy, version=version)
    return version


def _asked(actor: Actor, policy: Policy) -> PolicyVersion:
    """The version that waits for the actor's approval, held; ``RuleBroken`` when it waits for somebody else's or for none."""
    if not actor.may(APPROVE):
        actor.require(APPROVE, policy)
    guards.own(actor, policy)
    must_be_in_use(policy)
    version = open_version(policy, Status.REQUESTED)
    actor.require(APPROVE, version)
    name = version.approver.name if version.approver else ""
    able = set(approvers_for(actor, policy).values_list("pk", flat=True))
    asked = (actor.person_id, version.approver_id, name)
    if refused := approval.why_not_approve(*asked, writers_of(version), able):
        raise RuleBroken(refused)
    return version
