"""Exceptions from policies: asked for, decided by somebody else, withdrawn, and ended on their day."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor, Channel
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.services import guards, next_numbers
from holger.policies.models import ExceptionStatus, Policy, PolicyException
from holger.policies.permissions import APPROVE, EXCEPT
from holger.policies.rules import exceptions as rules
from holger.policies.selectors import approvers_for, policies_for
from holger.policies.selectors.exceptions import LIVE
from holger.policies.services.shared import must_be_in_use
from holger.risks.selectors import risks_for

ASKED_OF = ("policy", "title", "why", "measure", "risk", "owner", "approver", "starts", "ends")
Answer = ExceptionStatus
ONE_DAY = timedelta(days=1)


@transaction.atomic
def exception_ask(*, actor: Actor, policy: Policy, approver: Person, **answers: Any) -> PolicyException:
    """Ask for leave not to follow a policy in something, until a day. Whoever asks does not decide."""
    actor.require(EXCEPT)
    guards.own(actor, policy, approver, answers.get("owner"), answers.get("risk"))
    if not policies_for(actor).filter(pk=policy.pk).exists():
        raise NotFound
    must_be_in_use(policy)
    return _ask(actor, {**answers, "policy": policy, "approver": approver}, None)


@transaction.atomic
def exception_renew(*, actor: Actor, exception: PolicyException, ends: date, approver: Person) -> PolicyException:
    """Ask for the same again, from the day after it ends. What was decided stays as it is."""
    actor.require(EXCEPT, exception)
    guards.own(actor, exception, approver)
    must_be_in_use(exception.policy)
    if exception.status not in (Answer.APPROVED, Answer.ENDED):
        raise RuleBroken(N_("Only what was approved is renewed."))
    if exception.renewals.filter(status__in=LIVE).exists():
        raise RuleBroken(N_("Somebody has asked for it again already."))
    told = {name: getattr(exception, name) for name in ASKED_OF if name not in ("starts", "ends", "approver")}
    starts = max(exception.ends + ONE_DAY, dates.today())
    return _ask(actor, {**told, "approver": approver, "starts": starts, "ends": ends}, exception)


def _ask(actor: Actor, answers: dict[str, Any], renews: PolicyException | None) -> PolicyException:
    if unknown := set(answers) - set(ASKED_OF):
        raise ValueError(f"not told of an exception: {unknown}")
    approver, policy = answers["approver"], answers["policy"]
    _must_hold(actor, policy, approver, answers["starts"], answers["ends"], answers.get("risk"))
    made = PolicyException(organisation_id=actor.organisation_id, policy=policy, renews=renews)
    made.number = next_numbers(organisation_id=actor.organisation_id, prefix=PolicyException.prefix)[0]
    made.reference = f"{PolicyException.prefix}-{made.number}"
    made.asker_id, made.asked_by = actor.person_id, actor.label
    made.owner_id = actor.person_id
    said = {name: value for name, value in answers.items() if name != "policy" and (value or name != "owner")}
    changes = write(made, said) | {"policy": [None, str(policy)]}
    _must_be_mine(actor, made)
    history.record(actor=actor, action="exception.asked", target=made, changes=changes)
    _tell_policy(actor, made, "policy.exception_asked")
    return made


def _must_hold(actor: Actor, policy: Policy, approver: Person, starts: date, ends: date, risk: Any) -> None:
    if refused := rules.why_not_days(starts, ends, dates.today()):
        raise RuleBroken(refused)
    able = _able(actor, policy)
    if refused := rules.why_not_ask(approver.pk, approver.name, actor.person_id, able):
        raise RuleBroken(refused)
    if risk is not None and not risks_for(actor).filter(pk=risk.pk).exists():
        raise NotFound


def _able(actor: Actor, policy: Policy) -> set[UUID]:
    return set(approvers_for(actor, policy).values_list("pk", flat=True))


def _must_be_mine(actor: Actor, made: PolicyException) -> None:
    """Whoever may ask for their own only asks for nobody else."""
    if not actor.may(EXCEPT, made):
        raise RuleBroken(N_("Choose yourself. You may only ask for exceptions of your own."), "owner")


@transaction.atomic
def exception_approve(*, actor: Actor, exception: PolicyException, answer: str = "") -> PolicyException:
    """Say yes, for the days that were asked for."""
    asked = _asked(actor, exception)
    if asked.ends < dates.today():
        raise RuleBroken(N_("The days that it was asked for have passed. Decline it, or have it asked for anew."))
    return _decide(actor, exception, Answer.APPROVED, "approved", answer)


@transaction.atomic
def exception_decline(*, actor: Actor, exception: PolicyException, answer: str) -> PolicyException:
    """Say no, with the reason."""
    _asked(actor, exception)
    if not answer.strip():
        raise RuleBroken(N_("Write why it cannot be."), "answer")
    return _decide(actor, exception, Answer.DECLINED, "declined", answer)


@transaction.atomic
def exception_withdraw(*, actor: Actor, exception: PolicyException) -> PolicyException:
    """It is needed no longer, asked for or approved: the policy is followed again."""
    actor.require(EXCEPT, exception)
    guards.own(actor, exception)
    held = _held(exception, *LIVE)
    return _end(actor, held, Answer.WITHDRAWN, "withdrawn")


@transaction.atomic
def exception_give(*, actor: Actor, exception: PolicyException, owner: Person) -> PolicyException:
    """Let somebody else answer for what is done instead."""
    actor.require(EXCEPT, exception)
    guards.own(actor, exception, owner)
    if changes := write(_held(exception, *LIVE), {"owner": owner}):
        history.record(actor=actor, action="exception.given", target=exception, changes=changes)
    return exception


@transaction.atomic
def exception_ask_another(*, actor: Actor, exception: PolicyException, approver: Person) -> PolicyException:
    """Let somebody else decide."""
    actor.require(EXCEPT, exception)
    guards.own(actor, exception, approver)
    held = _held(exception, Answer.ASKED)
    able = _able(actor, held.policy)
    if refused := rules.why_not_ask(approver.pk, approver.name, held.asker_id, able):
        raise RuleBroken(refused)
    if changes := write(held, {"approver": approver}):
        history.record(actor=actor, action="exception.sent_on", target=exception, changes=changes)
    return held


def exceptions_end(organisation_id: UUID, today: date | None = None) -> int:
    """End what has held until yesterday; returns how many."""
    today = today or dates.today()
    actor = Actor(organisation_id, None, None, "holger", (), Channel.SYSTEM)
    rows = PolicyException.objects.filter(organisation_id=organisation_id, status=Answer.APPROVED, ends__lt=today)
    ended = list(rows.select_related("policy").order_by("number"))
    for exception in ended:
        _end(actor, exception, Answer.ENDED, "ended")
    return len(ended)


def _asked(actor: Actor, exception: PolicyException) -> PolicyException:
    """The exception, held, where it waits for this actor's answer."""
    actor.require(APPROVE, exception)
    guards.own(actor, exception)
    held = _held(exception, Answer.ASKED)
    if refused := rules.why_not_decide(actor.person_id, held.approver_id, held.approver.name if held.approver else ""):
        raise RuleBroken(refused)
    if refused := rules.why_not_ask(actor.person_id, actor.label, held.asker_id, _able(actor, held.policy)):
        raise RuleBroken(refused.text, params=refused.params)
    return held


def _held(exception: PolicyException, *expected: str) -> PolicyException:
    """The exception as it stands now, held until the transaction ends so that two do not decide on it at once."""
    rows = PolicyException.objects.select_for_update(of=("self",)).select_related("policy", "approver")
    held = rows.get(pk=exception.pk)
    if held.status not in expected:
        raise RuleBroken(N_("It is decided already, or has ended."))
    return held


def _decide(actor: Actor, exception: PolicyException, status: str, action: str, answer: str) -> PolicyException:
    held = _held(exception, Answer.ASKED)
    values = {"status": status, "answer": answer.strip(), "decided_by": actor.label, "decided_at": dates.now()}
    write(held, values)
    history.record(actor=actor, action=f"exception.{action}", target=held, reason=answer)
    _tell_policy(actor, held, f"policy.exception_{action}")
    return held


def _end(actor: Actor, held: PolicyException, status: str, action: str) -> PolicyException:
    write(held, {"status": status, "ended_at": dates.now()})
    history.record(actor=actor, action=f"exception.{action}", target=held)
    _tell_policy(actor, held, f"policy.exception_{action}")
    return held


def _tell_policy(actor: Actor, exception: PolicyException, action: str) -> None:
    """The policy's own history tells of it too, by its reference."""
    history.record(actor=actor, action=action, target=exception.policy, reason=exception.reference)
