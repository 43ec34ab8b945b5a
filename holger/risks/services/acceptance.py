"""Living with a risk for a time: asked for, decided by somebody who may, void when the risk changes."""

from datetime import date

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.selectors import actor_of
from holger.risks.models import Acceptance, Method, Risk, Treatment
from holger.risks.rules import acceptance as rules
from holger.risks.selectors.acceptance import may_accept, roles_over
from holger.risks.services.method import method_in_force
from holger.risks.services.scoring import fingerprint, forget_acceptance

LIVE = (Acceptance.Status.REQUESTED, Acceptance.Status.ACCEPTED)


@transaction.atomic
def risk_request_acceptance(*, actor: Actor, risk: Risk, approver: Person, reason: str, expires_on: date) -> Acceptance:
    """Ask somebody who may accept a risk of this size to accept it."""
    actor.require("risks.edit", risk)
    if approver.organisation_id != actor.organisation_id:
        raise NotFound
    method = method_in_force(actor=actor)
    refused = rules.why_not_request(
        method.rules, risk.current_score, reason=reason, expires_on=expires_on, today=dates.today()
    )
    if refused:
        raise RuleBroken(refused)
    if approver.is_service or not may_accept(actor_of(approver), method.rules, risk):
        raise RuleBroken(N_("%(name)s may not accept a risk in this band."), "approver", {"name": approver.name})
    _replace(risk)
    asked = _acceptance(actor, method, risk, reason, expires_on)
    asked.approver, asked.requested_by = approver, actor.label
    asked.full_clean()
    asked.save()
    risk.acceptance_asked, risk.accepted_until = True, None
    risk.save(update_fields=["acceptance_asked", "accepted_until"])
    changes = {"approver": [None, approver.name], "expires_on": [None, str(expires_on)]}
    history.record(actor=actor, action="risk.acceptance_requested", target=risk, changes=changes, reason=reason)
    return asked


@transaction.atomic
def risk_accept(*, actor: Actor, risk: Risk, reason: str, expires_on: date, answer: str = "") -> Acceptance:
    """Accept a risk as it stands until a day, asked for or not."""
    actor.require("risks.accept", risk)
    if risk.closed_at is not None or risk.archived_at is not None:
        raise RuleBroken(N_("The risk is closed. Reopen it first."))
    method = method_in_force(actor=actor)
    refused = rules.why_not_accept(
        method.rules,
        risk.current_score,
        roles=roles_over(actor, risk),
        owns=risk.owner_id is not None and risk.owner_id == actor.person_id,
        reason=reason,
        expires_on=expires_on,
        today=dates.today(),
    )
    if refused:
        raise RuleBroken(refused)
    asked = risk.acceptances.filter(status=Acceptance.Status.REQUESTED).first()
    if asked is None:
        _replace(risk)
    accepted = asked or _acceptance(actor, method, risk, reason, expires_on)
    accepted.status, accepted.reason, accepted.expires_on, accepted.answer = "accepted", reason, expires_on, answer
    accepted.approver_id, accepted.decided_at, accepted.decided_by = actor.person_id, dates.now(), actor.label
    accepted.full_clean()
    accepted.save()
    risk.acceptance_asked, risk.accepted_until, risk.treatment = False, expires_on, Treatment.ACCEPT
    risk.save(update_fields=["acceptance_asked", "accepted_until", "treatment"])
    changes = {"expires_on": [None, str(expires_on)], "score": [None, risk.current_score]}
    history.record(actor=actor, action="risk.accepted", target=risk, changes=changes, reason=reason)
    return accepted


@transaction.atomic
def acceptance_decline(*, actor: Actor, risk: Risk, answer: str) -> Acceptance:
    """Say no to a wish for acceptance, with a reason."""
    actor.require("risks.accept", risk)
    asked = _live(risk, Acceptance.Status.REQUESTED)
    if not may_accept(actor, method_in_force(actor=actor).rules, risk):
        raise RuleBroken(N_("Your role may not accept a risk in this band."))
    if not answer.strip():
        raise RuleBroken(N_("Write why the risk cannot be accepted."), "answer")
    asked.answer = answer
    return _end(actor, risk, asked, Acceptance.Status.DECLINED, "risk.acceptance_declined", answer)


@transaction.atomic
def acceptance_withdraw(*, actor: Actor, risk: Risk, reason: str = "") -> Acceptance:
    """Take back an acceptance or the wish for one: the risk must be treated after all."""
    actor.require("risks.edit", risk)
    return _end(actor, risk, _live(risk, *LIVE), Acceptance.Status.WITHDRAWN, "risk.acceptance_withdrawn", reason)


def _live(risk: Risk, *statuses: str) -> Acceptance:
    found = risk.acceptances.filter(status__in=statuses).first()
    if found is None:
        raise RuleBroken(N_("There is no acceptance to decide on. Somebody may have decided already."))
    return found


def _end(actor: Actor, risk: Risk, one: Acceptance, status: str, action: str, reason: str) -> Acceptance:
    one.status, one.decided_at, one.decided_by = status, dates.now(), actor.label
    one.save()
    forget_acceptance(risk)
    history.record(actor=actor, action=action, target=risk, reason=reason)
    return one


def _replace(risk: Risk) -> None:
    """A new decision takes the place of the one before."""
    risk.acceptances.filter(status__in=LIVE).update(status=Acceptance.Status.WITHDRAWN, decided_at=dates.now())


def _acceptance(actor: Actor, method: Method, risk: Risk, reason: str, expires_on: date) -> Acceptance:
    return Acceptance(
        organisation_id=actor.organisation_id,
        risk=risk,
        reason=reason,
        expires_on=expires_on,
        score=risk.current_score,
        band=risk.current_band,
        fingerprint=fingerprint(risk),
    )
