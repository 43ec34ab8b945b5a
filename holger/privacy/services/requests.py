"""Requests of data subjects: taken in, identified, extended, decided, answered, and forgotten who asked."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor, Channel
from holger.core.changes import Changes, write
from holger.core.errors import NotFound, RuleBroken
from holger.core.models import TenantModel
from holger.core.words import N_, Reason
from holger.history import services as history
from holger.organisation.models import Organisation
from holger.organisation.services import guards, next_numbers
from holger.privacy.models import (
    PERSONAL,
    Activity,
    Identity,
    RequestEntry,
    RequestLetter,
    RequestStatus,
    RequestStep,
    SubjectRequest,
)
from holger.privacy.permissions import ANSWER, DELETE
from holger.privacy.rules import requests as rules
from holger.privacy.selectors.record import activities_for
from holger.privacy.selectors.requests import requests_for

FACTS = frozenset(
    (
        *("title", "owner", "unit", "rights", "received", "channel", "asker", "asker_name", "asker_contact", "message"),
        *("keep_months", "activities"),
    )
)
"""What people tell of a request. The rest has verbs of its own."""
HIDDEN = "•"
"""What history keeps instead of what tells who asked."""


@transaction.atomic
def request_create(
    *, actor: Actor, title: str, received: date, rights: Iterable[str], **answers: Any
) -> SubjectRequest:
    """Take a request in. Its month counts from ``received``, and its checklist is laid out for what is asked for."""
    actor.require(ANSWER)
    values = {"title": title, "received": received, "rights": list(rights), **answers}
    _check(actor, values)
    _must_be_mine(actor, answers.get("owner"), answers.get("unit"))
    request = SubjectRequest(organisation_id=actor.organisation_id)
    values["due"] = rules.last_day(received, extended=False)
    request.number = next_numbers(organisation_id=actor.organisation_id, prefix=SubjectRequest.prefix)[0]
    request.reference = f"{SubjectRequest.prefix}-{request.number}"
    changes = write(request, values)
    history.record(actor=actor, action="request.created", target=request, changes=unnamed(changes))
    _lay_out(request)
    entry_put(actor, request, "created", received.isoformat())
    return request


@transaction.atomic
def request_edit(
    *, actor: Actor, request: SubjectRequest, version: int | None = None, reason: str = "", **answers: Any
) -> SubjectRequest:
    """Put what was told right. Another day of receipt moves the clock, and takes a ``reason``."""
    must_work_on(actor, request)
    _check(actor, answers, request)
    if "activities" in answers:
        answers["activities"] = _with_unseen(actor, request, answers["activities"])
    moved = "received" in answers and answers["received"] != request.received
    if moved and not reason.strip():
        raise RuleBroken(N_("Write why the day is changed: the last day moves with it."), "reason")
    if moved:
        answers["due"] = rules.last_day(answers["received"], extended=request.extended is not None)
    before = request.received
    changes = write(request, answers, version=version)
    if not changes:
        return request
    history.record(
        actor=actor, action="request.edited", target=request, changes=unnamed(changes), reason=reason.strip()
    )
    if "rights" in changes:
        _lay_out(request)
    if moved:
        entry_put(actor, request, "moved", f"{before.isoformat()} → {request.received.isoformat()}", reason.strip())
    return request


@transaction.atomic
def request_give(*, actor: Actor, request: SubjectRequest, owner: Any) -> SubjectRequest:
    """Let somebody else answer it."""
    must_work_on(actor, request, finished=True)
    guards.own(actor, owner)
    if changes := write(request, {"owner": owner}):
        history.record(actor=actor, action="request.edited", target=request, changes=changes)
    return request


@transaction.atomic
def identity_ask(*, actor: Actor, request: SubjectRequest, on: date, how: str) -> SubjectRequest:
    """There is real doubt about who asks, and they were asked on a day. The month runs on; see ``rules.requests``."""
    _held(actor, request)
    if request.identity == Identity.CONFIRMED:
        raise RuleBroken(rules.ASKED_ALREADY)
    _on(request, on)
    if not how.strip():
        raise RuleBroken(rules.NO_HOW)
    values = {"identity": Identity.ASKED, "identity_asked": on, "identified": None, "identity_how": how.strip()}
    return _step(actor, request, "identity_asked", values, about=on.isoformat())


@transaction.atomic
def identity_settle(*, actor: Actor, request: SubjectRequest, confirmed: bool, on: date, how: str) -> SubjectRequest:
    """It became clear who asks, or could not be made clear; with how one made sure, and nothing of what was shown."""
    _held(actor, request)
    _on(request, on)
    if request.identity_asked is not None and on < request.identity_asked:
        raise RuleBroken(rules.NOT_BEFORE_ASKED)
    if not how.strip():
        raise RuleBroken(rules.NO_HOW)
    state = Identity.CONFIRMED if confirmed else Identity.FAILED
    asked = request.identity_asked if request.identity_asked is not None or confirmed else on
    values = {"identity": state, "identified": on if confirmed else None, "identity_asked": asked}
    what = "identity_confirmed" if confirmed else "identity_failed"
    return _step(actor, request, what, {**values, "identity_how": how.strip()}, about=on.isoformat())


@transaction.atomic
def request_extend(*, actor: Actor, request: SubjectRequest, on: date, reason: str) -> SubjectRequest:
    """The data subject was told on ``on``, within the first month, that it takes up to two months more, and why."""
    _held(actor, request)
    if on > dates.today(_zone(request)):
        raise RuleBroken(rules.NOT_YET, "on")
    if refused := rules.why_not_extend(request.told, on, reason):
        raise RuleBroken(Reason(refused.text, field="reason" if refused.field == "reason" else "on"))
    due = rules.last_day(request.received, extended=True)
    values = {"extended": on, "extension_reason": reason.strip(), "due": due}
    return _step(actor, request, "extended", values, about=due.isoformat(), reason=reason.strip())


@transaction.atomic
def request_decide(*, actor: Actor, request: SubjectRequest, outcome: str, decision: str = "") -> SubjectRequest:
    """Decide what to answer. What is less than was asked for takes its reasons, which the answer tells."""
    _must_take(actor, request, "decide")
    if outcome not in list(rules.How):
        raise RuleBroken(N_("Choose one from the list."), "outcome")
    if refused := rules.why_not_decide(request.told, rules.How(outcome), decision):
        raise RuleBroken(refused)
    values = {"outcome": outcome, "decision": decision.strip(), "decided_by": actor.label, "decided_at": dates.now()}
    return _step(actor, request, "decided", {**values, "status": RequestStatus.DECIDED}, about=outcome)


@transaction.atomic
def request_close(
    *, actor: Actor, request: SubjectRequest, answered: date, late_reason: str = "", keep_months: int | None = None
) -> SubjectRequest:
    """The answer was sent on a day, and nothing is left to do. After the last day it takes a reason. From now on it is
    known when who asked is erased."""
    _must_take(actor, request, "close")
    _on(request, answered, "answered")
    if refused := rules.why_not_close(request.told, answered, late_reason):
        raise RuleBroken(refused)
    months = request.keep_months if keep_months is None else keep_months
    values = {"status": RequestStatus.CLOSED, "answered": answered, "late_reason": late_reason.strip()}
    values |= {"keep_months": months, "kept_until": rules.kept_until(answered, months)}
    return _step(actor, request, "closed", values, about=answered.isoformat(), reason=late_reason.strip())


@transaction.atomic
def request_reopen(*, actor: Actor, request: SubjectRequest, reason: str) -> SubjectRequest:
    """It is not settled after all. The month counts from receipt as before: nothing stops it."""
    _must_take(actor, request, "reopen")
    if not reason.strip():
        raise RuleBroken(rules.NO_WHY)
    values = {"status": RequestStatus.OPEN, "answered": None, "late_reason": "", "kept_until": None, "outcome": ""}
    values |= {"decision": "", "decided_by": "", "decided_at": None}
    return _step(actor, request, "reopened", values, reason=reason.strip())


@transaction.atomic
def request_archive(*, actor: Actor, request: SubjectRequest) -> SubjectRequest:
    """Put a closed request out of the lists. Its record stays; who asked is erased on its day all the same."""
    if request.status != RequestStatus.CLOSED:
        must_reach(actor, request, DELETE)
        raise RuleBroken(N_("It is not closed. Answer it first."))
    return _put(actor, request, "archived", dates.now())


@transaction.atomic
def request_restore(*, actor: Actor, request: SubjectRequest) -> SubjectRequest:
    return _put(actor, request, "restored", None)


def _put(actor: Actor, request: SubjectRequest, what: str, at: Any) -> SubjectRequest:
    must_reach(actor, request, DELETE)
    if (request.archived_at is None) == (at is None):
        return request
    changes = write(request, {"archived_at": at})
    history.record(actor=actor, action=f"request.{what}", target=request, changes=changes)
    return request


# Forgetting who asked


@transaction.atomic
def asker_erase(*, actor: Actor, request: SubjectRequest) -> SubjectRequest:
    """Erase who asked before its day, because nobody needs it any more. Only of a closed request: else nobody could answer."""
    must_reach(actor, request, ANSWER)
    if request.status != RequestStatus.CLOSED:
        raise RuleBroken(N_("It is not closed. Answer it first."))
    return _erase(actor, request)


def askers_erase(organisation_id: UUID, today: date | None = None) -> int:
    """Erase who asked, where its day has come; returns how many. Closing sets the day, so open requests keep theirs."""
    organisation = Organisation.objects.get(pk=organisation_id)
    today = today or dates.today(organisation.zone)
    actor = Actor(organisation_id, None, None, "holger", (), Channel.SYSTEM)
    rows = SubjectRequest.objects.filter(organisation_id=organisation_id, kept_until__lte=today, erased_at=None)
    found = list(rows.order_by("number"))
    for request in found:
        with transaction.atomic():
            _erase(actor, request)
    return len(found)


def _erase(actor: Actor, request: SubjectRequest) -> SubjectRequest:
    """The fields, the letters, the notes and the words of the log go; that there was a request, and how it went, stays."""
    if request.erased_at is not None:
        return request
    changes = write(request, {**dict.fromkeys(PERSONAL, ""), "decision": "", "erased_at": dates.now()})
    RequestLetter.objects.filter(request=request).delete()
    RequestStep.objects.filter(request=request).update(note="")
    request.inquiries.update(note="")
    RequestEntry.objects.filter(request=request).exclude(text="").update(text="")
    history.record(actor=actor, action="request.asker_erased", target=request, changes=unnamed(changes))
    entry_put(actor, request, "erased")
    return request


# Shared


def entry_put(actor: Actor, request: SubjectRequest, what: str, about: str = "", text: str = "") -> RequestEntry:
    """Write a line into the request's log."""
    return RequestEntry.objects.create(
        organisation_id=actor.organisation_id,
        request=request,
        what=what,
        about=about[:300],
        text=text,
        by_name=actor.label,
        person_key=actor.person_id,
    )


def must_reach(actor: Actor, request: SubjectRequest, permission: str) -> None:
    """``NotFound`` where the actor does not see it, ``NotAllowed`` where they may not do this to it."""
    guards.own(actor, request)
    if not requests_for(actor).filter(pk=request.pk).exists():
        raise NotFound
    actor.require(permission, request)


def must_work_on(actor: Actor, request: SubjectRequest, *, finished: bool = False) -> None:
    must_reach(actor, request, ANSWER)
    if request.archived_at is not None:
        raise RuleBroken(N_("It is archived. Restore it first."))
    if request.status == RequestStatus.CLOSED and not finished:
        raise RuleBroken(N_("It is closed. Open it again first."))


def unnamed(changes: Changes) -> Changes:
    """What changed, without what tells who asked: history would keep it after its day."""
    return {
        name: [HIDDEN if value else value for value in pair] if name in (*PERSONAL, "decision") else pair
        for name, pair in changes.items()
    }


def _held(actor: Actor, request: SubjectRequest) -> None:
    """The request as it stands now, held so that two who write at once come one after the other."""
    must_reach(actor, request, ANSWER)
    SubjectRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    request.refresh_from_db()
    must_work_on(actor, request)


def _must_take(actor: Actor, request: SubjectRequest, step: str) -> None:
    must_reach(actor, request, ANSWER)
    SubjectRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    request.refresh_from_db()
    must_work_on(actor, request, finished=True)
    if refused := rules.why_not_step(step, request.status):
        raise RuleBroken(refused)


def _step(
    actor: Actor, request: SubjectRequest, what: str, values: Mapping[str, Any], *, about: str = "", reason: str = ""
) -> SubjectRequest:
    changes = write(request, values)
    history.record(actor=actor, action=f"request.{what}", target=request, changes=unnamed(changes), reason=reason)
    entry_put(actor, request, what, about, reason)
    return request


def _on(request: SubjectRequest, on: date, field: str = "on") -> None:
    if refused := rules.why_not_on(request.received, on, dates.today(_zone(request)), field):
        raise RuleBroken(refused)


def _zone(request: SubjectRequest) -> str:
    return request.organisation.zone


def _must_be_mine(actor: Actor, owner: Any, unit: Any) -> None:
    """Whoever answers only their own takes in nobody else's."""
    made = SubjectRequest(organisation_id=actor.organisation_id, owner=owner, unit=unit)
    if not actor.may(ANSWER, made):
        raise RuleBroken(N_("Choose yourself. You may only take in what you answer."), "owner")


def _check(actor: Actor, answers: Mapping[str, Any], request: SubjectRequest | None = None) -> None:
    """Refuse what is not told by hand, and whatever belongs to others or cannot be."""
    if wrong := answers.keys() - FACTS:
        raise ValueError(f"not told of a request: {', '.join(sorted(wrong))}")
    for name, value in answers.items():
        if isinstance(value, TenantModel) and value.organisation_id != actor.organisation_id:
            raise RuleBroken(N_("Choose one from the list."), name)
    _check_activities(actor, answers.get("activities") or ())
    if "rights" in answers and (refused := rules.why_not_rights(answers["rights"])):
        raise RuleBroken(refused)
    if "received" in answers:
        _check_received(actor, answers["received"], request)


def _check_activities(actor: Actor, activities: Iterable[Activity]) -> None:
    keys = {each.pk for each in activities}
    if keys and activities_for(actor).filter(pk__in=keys).count() != len(keys):
        raise RuleBroken(N_("Choose one from the list."), "activities")


def _with_unseen(actor: Actor, request: SubjectRequest, chosen: Iterable[Activity]) -> list[Activity]:
    """What was chosen, and what is there already and the actor does not see: nobody takes off what they were not shown."""
    seen = activities_for(actor).filter(requests=request).order_by().values("pk")
    return [*chosen, *request.activities.exclude(pk__in=seen)]


def _check_received(actor: Actor, received: date, request: SubjectRequest | None) -> None:
    zone = Organisation.objects.get(pk=actor.organisation_id).zone
    if received > dates.today(zone):
        raise RuleBroken(rules.NOT_YET, "received")
    done = [] if request is None else [request.identity_asked, request.identified, request.extended]
    if any(day is not None and day < received for day in done):
        raise RuleBroken(N_("Something was done about it before that day. Put that right first."), "received")


def _lay_out(request: SubjectRequest) -> None:
    """The steps that its rights take and that are not there yet, in the order of the rules."""
    there = set(RequestStep.objects.filter(request=request).exclude(key="").values_list("key", flat=True))
    order = [step.key for step in rules.STEPS]
    RequestStep.objects.bulk_create(
        RequestStep(
            organisation_id=request.organisation_id, request=request, key=step.key, position=order.index(step.key)
        )
        for step in rules.steps(request.rights)
        if step.key not in there
    )
