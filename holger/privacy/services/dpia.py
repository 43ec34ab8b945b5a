"""Screening activities, and assessing what they do to people: written, advised on, decided, and frozen as it was decided."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_, Reason
from holger.history import services as history
from holger.organisation.services import guards, next_numbers
from holger.privacy import library
from holger.privacy.models import Activity, Dpia, DpiaStatus, DpiaVersion, Screening
from holger.privacy.permissions import ADVISE, DECIDE, EDIT, MANAGE
from holger.privacy.rules import assessments as rules
from holger.privacy.rules.dpia import Answer, screened
from holger.privacy.selectors.dpia import dpias_for, missing_in
from holger.privacy.selectors.record import activities_for
from holger.privacy.services.measuring import measure
from holger.privacy.services.record import must_be_in_use

OPINION = "opinion"
"""The question that the data protection officer answers."""


@transaction.atomic
def screening_make(
    *, actor: Actor, activity: Activity, answers: Mapping[str, str], needed: bool, reason: str = ""
) -> Screening:
    """Answer the criteria for an activity, and say if an assessment is made. Where they call for one, none cannot be said."""
    _must_see(actor, activity)
    actor.require(EDIT, activity)
    must_be_in_use(activity)
    known = {criterion.key for _group, criterion in library.assessment().criteria}
    told = {key: value for key, value in answers.items() if value}
    if told.keys() - known or set(told.values()) - set(Answer):
        raise RuleBroken(N_("Choose one from the list."))
    outcome = screened(library.assessment(), told).outcome
    if refused := rules.why_not_screened(outcome, needed=needed, reason=reason):
        raise RuleBroken(refused)
    made = Screening.objects.create(
        activity=activity, answers=told, outcome=outcome, needed=needed, reason=reason.strip(), **_signed(actor)
    )
    changes = {"outcome": [None, str(outcome)], "needed": [None, needed]}
    history.record(actor=actor, action="processing.screened", target=activity, changes=changes, reason=reason.strip())
    _measure(activity.pk)
    return made


@transaction.atomic
def dpia_create(*, actor: Actor, activity: Activity, title: str, **answers: Any) -> Dpia:
    """Begin an assessment of an activity."""
    _must_see(actor, activity)
    actor.require(EDIT, activity)
    must_be_in_use(activity)
    guards.own(actor, answers.get("owner"), answers.get("unit"))
    dpia = Dpia(organisation_id=actor.organisation_id, activity=activity)
    dpia.number = next_numbers(organisation_id=actor.organisation_id, prefix=Dpia.prefix)[0]
    dpia.reference = f"{Dpia.prefix}-{dpia.number}"
    changes = write(dpia, {"title": title, "unit": activity.unit, **answers})
    history.record(actor=actor, action="assessment.created", target=dpia, changes=changes)
    return dpia


@transaction.atomic
def dpia_edit(*, actor: Actor, dpia: Dpia, version: int | None = None, **answers: Any) -> Dpia:
    """Its title and who writes it."""
    must_reach(actor, dpia, EDIT)
    if unknown := answers.keys() - {"title", "owner", "unit"}:
        raise ValueError(f"not told of an assessment: {', '.join(sorted(unknown))}")
    guards.own(actor, answers.get("owner"), answers.get("unit"))
    if dpia.archived_at is not None:
        raise RuleBroken(rules.ARCHIVED)
    if changes := write(dpia, answers, version=version):
        history.record(actor=actor, action="assessment.edited", target=dpia, changes=changes)
    return dpia


@transaction.atomic
def dpia_answer(*, actor: Actor, dpia: Dpia, answers: Mapping[str, str], version: int | None = None) -> Dpia:
    """Answer some of its questions, in a draft. The officer's opinion is given by ``dpia_advise``."""
    must_reach(actor, dpia, EDIT)
    _must_stand(dpia, DpiaStatus.DRAFT)
    known = {question.key for question in library.assessment().questions} - {OPINION}
    if answers.keys() - known:
        raise RuleBroken(N_("There is no such question."))
    return _write_answers(actor, dpia, answers, {}, "assessment.written", version)


@transaction.atomic
def dpia_advise(*, actor: Actor, dpia: Dpia, opinion: str) -> Dpia:
    """The data protection officer's opinion, before it is decided (article 35(2))."""
    must_reach(actor, dpia, ADVISE)
    _must_stand(dpia, DpiaStatus.DRAFT, DpiaStatus.SENT)
    if not opinion.strip():
        raise RuleBroken(rules.NO_OPINION)
    stamps = {"opinion_by": actor.label, "opinion_at": dates.now()}
    return _write_answers(actor, dpia, {OPINION: opinion}, stamps, "assessment.advised", None)


@transaction.atomic
def dpia_send(*, actor: Actor, dpia: Dpia) -> Dpia:
    """Send it for a decision, when all that must be answered is."""
    _must_take(actor, dpia, "send", EDIT)
    if refused := rules.why_not_send(len(missing_in(dpia))):
        raise RuleBroken(refused)
    return _step(actor, dpia, "send", "assessment.sent", {"sent_back": ""})


@transaction.atomic
def dpia_send_back(*, actor: Actor, dpia: Dpia, reason: str) -> Dpia:
    """It cannot be decided on like this."""
    _must_take(actor, dpia, "send_back", DECIDE)
    if not reason.strip():
        raise RuleBroken(rules.NO_REASON)
    return _step(actor, dpia, "send_back", "assessment.sent_back", {"sent_back": reason.strip()}, reason)


@transaction.atomic
def dpia_consult(*, actor: Actor, dpia: Dpia, on: date) -> Dpia:
    """The risk is high whatever is done, so the authority is asked first (article 36). The processing waits."""
    _must_take(actor, dpia, "consult", DECIDE)
    if on > dates.today(dpia.organisation.zone):
        raise RuleBroken(N_("This has not happened yet."), "on")
    return _step(actor, dpia, "consult", "assessment.consulted", {"consulted_on": on, "consultation": ""})


@transaction.atomic
def dpia_consultation_answer(*, actor: Actor, dpia: Dpia, answer: str) -> Dpia:
    """What the authority answered; now it can be decided."""
    _must_take(actor, dpia, "answered", DECIDE)
    if not answer.strip():
        raise RuleBroken(Reason(N_("Write what they answered."), field="answer"))
    return _step(actor, dpia, "answered", "assessment.consultation_answered", {"consultation": answer.strip()})


@transaction.atomic
def dpia_approve(*, actor: Actor, dpia: Dpia, next_review: date, reason: str = "") -> Dpia:
    """The processing may begin, or go on. What was decided on is frozen, and looked at again on a day."""
    _must_take(actor, dpia, "approve", DECIDE)
    if refused := rules.why_not_approve(next_review, dates.today(dpia.organisation.zone)):
        raise RuleBroken(refused)
    _freeze(actor, dpia, approved=True, reason=reason)
    return _step(actor, dpia, "approve", "assessment.approved", {"next_review": next_review}, reason)


@transaction.atomic
def dpia_reject(*, actor: Actor, dpia: Dpia, reason: str) -> Dpia:
    """The processing may not be done like this."""
    _must_take(actor, dpia, "reject", DECIDE)
    if not reason.strip():
        raise RuleBroken(rules.NO_REASON)
    _freeze(actor, dpia, approved=False, reason=reason)
    return _step(actor, dpia, "reject", "assessment.rejected", {"next_review": None}, reason)


@transaction.atomic
def dpia_revise(*, actor: Actor, dpia: Dpia, reason: str) -> Dpia:
    """Begin a new version, with the answers of the last. The opinion and what the authority said are asked for anew."""
    _must_take(actor, dpia, "revise", EDIT)
    if not reason.strip():
        raise RuleBroken(rules.NO_REASON)
    answers = {key: text for key, text in dpia.answers.items() if key not in (OPINION, "outcome", "consultation")}
    values = {"answers": answers, "opinion_by": "", "opinion_at": None, "consulted_on": None, "consultation": ""}
    return _step(actor, dpia, "revise", "assessment.revised", values, reason)


@transaction.atomic
def dpia_archive(*, actor: Actor, dpia: Dpia) -> Dpia:
    return _put(actor, dpia, "assessment.archived", dates.now())


@transaction.atomic
def dpia_restore(*, actor: Actor, dpia: Dpia) -> Dpia:
    return _put(actor, dpia, "assessment.restored", None)


def _put(actor: Actor, dpia: Dpia, action: str, at: Any) -> Dpia:
    must_reach(actor, dpia, MANAGE)
    if (dpia.archived_at is None) != (at is None):
        history.record(actor=actor, action=action, target=dpia, changes=write(dpia, {"archived_at": at}))
        _measure(dpia.activity_id)
    return dpia


# Shared


def _measure(key: UUID) -> None:
    """What is flagged in the activity follows its screenings and assessments."""
    measure([Activity.objects.get(pk=key)])


def must_reach(actor: Actor, dpia: Dpia, permission: str) -> None:
    """``NotFound`` where the actor does not see it. Whoever may change its activity may change it too."""
    guards.own(actor, dpia)
    if not dpias_for(actor).filter(pk=dpia.pk).exists():
        raise NotFound
    if not actor.may(permission, dpia.activity):
        actor.require(permission, dpia)


def _must_see(actor: Actor, activity: Activity) -> None:
    guards.own(actor, activity)
    if not activities_for(actor).filter(pk=activity.pk).exists():
        raise NotFound


def _must_stand(dpia: Dpia, *expected: str) -> None:
    if dpia.archived_at is not None:
        raise RuleBroken(rules.ARCHIVED)
    if dpia.status not in expected:
        raise RuleBroken(rules.CANNOT_NOW)


def _must_take(actor: Actor, dpia: Dpia, step: str, permission: str) -> None:
    """The assessment as it stands now, held until the transaction ends."""
    must_reach(actor, dpia, permission)
    Dpia.objects.select_for_update(of=("self",)).get(pk=dpia.pk)
    dpia.refresh_from_db()
    if refused := rules.why_not_step(step, dpia.status, archived=dpia.archived_at is not None):
        raise RuleBroken(refused)


def _step(actor: Actor, dpia: Dpia, step: str, action: str, values: Mapping[str, Any], reason: str = "") -> Dpia:
    changes = write(dpia, {"status": rules.WAYS[step].ends, **values})
    changes.pop("answers", None)
    history.record(actor=actor, action=action, target=dpia, changes=changes, reason=reason.strip())
    _measure(dpia.activity_id)
    return dpia


def _write_answers(
    actor: Actor, dpia: Dpia, answers: Mapping[str, str], stamps: Mapping[str, Any], action: str, version: int | None
) -> Dpia:
    """History tells which questions were answered anew, not the texts: those stand in the versions."""
    for key, text in answers.items():
        if len(text) > rules.LONGEST:
            raise RuleBroken(Reason(N_("That is too long."), field=key))
    merged = {key: text.strip() for key, text in {**dpia.answers, **answers}.items() if text.strip()}
    changed = sorted(key for key in answers if dpia.answers.get(key, "") != answers[key].strip())
    if write(dpia, {"answers": merged, **stamps}, version=version) and changed:
        history.record(actor=actor, action=action, target=dpia, changes={"questions": [None, changed]})
    return dpia


def _freeze(actor: Actor, dpia: Dpia, *, approved: bool, reason: str) -> DpiaVersion:
    last = DpiaVersion.objects.filter(dpia=dpia).aggregate(last=Max("number"))["last"] or 0
    return DpiaVersion.objects.create(
        dpia=dpia,
        number=last + 1,
        answers=dpia.answers,
        opinion_by=dpia.opinion_by,
        consultation=dpia.consultation,
        approved=approved,
        reason=reason.strip(),
        **_signed(actor),
    )


def _signed(actor: Actor) -> dict[str, Any]:
    return {"organisation_id": actor.organisation_id, "by_name": actor.label, "person_key": actor.person_id}
