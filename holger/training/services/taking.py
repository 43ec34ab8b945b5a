"""Taking a course: an attempt begun, answered and judged; and more attempts where none are left."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import get_language

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.services import next_numbers
from holger.training.models import Attempt, AttemptState, Edition, Enrolment, Session, State, Tally
from holger.training.permissions import LEAD, LEARN
from holger.training.rules import quiz
from holger.training.rules.content import Content
from holger.training.rules.taking import valid_until, why_not_take
from holger.training.selectors import content_of, left, newest, used

MORE_DAYS = 7
"""Whoever gets more attempts has at least so many days for them."""


@transaction.atomic
def attempt_begin(*, actor: Actor, enrolment: Enrolment) -> Attempt:
    """Draw the questions. One that was begun is gone on with, so that nobody draws until the questions suit them."""
    enrolment = _held(actor, enrolment)
    begun = enrolment.tries.filter(state=AttemptState.BEGUN).select_related("edition").first()
    if begun is not None:
        return begun
    edition = _edition(enrolment)
    content = content_of(edition)
    if not content.questions:
        raise RuleBroken(N_("The course has no questions. Say that you have been through it."))
    seed = secrets.randbelow(quiz.SEEDS)
    return Attempt.objects.create(
        organisation_id=actor.organisation_id,
        enrolment=enrolment,
        edition=edition,
        number=used(enrolment) + 1,
        language=(get_language() or "da")[:2],
        seed=seed,
        drawn=quiz.draw(content, seed),
    )


@transaction.atomic
def attempt_submit(*, actor: Actor, attempt: Attempt, answers: Mapping[str, Sequence[int]]) -> Attempt:
    """Judge the answers, all at once. From then on they stand."""
    enrolment = _held(actor, attempt.enrolment)
    attempt = enrolment.tries.select_for_update(of=("self",)).select_related("edition").get(pk=attempt.pk)
    if attempt.state != AttemptState.BEGUN:
        raise RuleBroken(N_("You have answered already."))
    content = content_of(attempt.edition)
    for key in attempt.drawn:
        if not quiz.is_answered(content.by_key[key], answers.get(key, ())):
            raise RuleBroken(N_("Answer every question."), key)
    outcome = quiz.judge(content, attempt.drawn, answers)
    attempt.answers = {key: list(answers[key]) for key in attempt.drawn}
    attempt.right, attempt.total, attempt.passed = outcome.right, len(outcome.judged), outcome.passed
    attempt.state, attempt.submitted_at = AttemptState.SUBMITTED, dates.now()
    attempt.save()
    if attempt.number == 1:
        _count(attempt, content)
    _go_on(actor, enrolment, attempt)
    return attempt


@transaction.atomic
def course_finish(*, actor: Actor, enrolment: Enrolment) -> Enrolment:
    """Say that one has been through a course that asks no questions."""
    enrolment = _held(actor, enrolment)
    edition = _edition(enrolment)
    if content_of(edition).questions:
        raise RuleBroken(N_("Answer the questions to finish it."))
    passed(actor, enrolment, dates.today(), edition=edition)
    return enrolment


@transaction.atomic
def attempts_give(*, actor: Actor, enrolment: Enrolment, count: int = 1) -> Enrolment:
    """Give somebody who has no attempts left some more."""
    actor.require(LEAD, Led(enrolment))
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",)).select_related("course", "person").get(pk=enrolment.pk)
    )
    if enrolment.state != State.FAILED:
        raise RuleBroken(N_("They still have attempts left, or need none."))
    if not 1 <= count <= 10:
        raise RuleBroken(N_("Give from 1 to 10 attempts."), "count")
    enrolment.extra += count
    enrolment.state = State.OPEN
    soon = dates.today() + timedelta(days=MORE_DAYS)
    enrolment.due = max(enrolment.due or soon, soon)
    _save(enrolment, "extra", "state", "due")
    history.record(
        actor=actor, action="enrolment.attempts_given", target=enrolment, changes={"extra": [None, enrolment.extra]}
    )
    return enrolment


class Led:
    """An enrolment as whoever manages its person reaches it."""

    def __init__(self, enrolment: Enrolment):
        self.organisation_id, self.unit_id = enrolment.organisation_id, enrolment.unit_id
        self._manager = enrolment.person.manager_id

    def owned_by(self, person_id: object) -> bool:
        return person_id is not None and self._manager == person_id


def passed(
    actor: Actor, enrolment: Enrolment, day: date, *, edition: Edition | None = None, session: Session | None = None
) -> None:
    """It is passed, with a certificate that holds for as long as the course says."""
    enrolment.state, enrolment.passed_on, enrolment.ended_at = State.PASSED, day, dates.now()
    enrolment.valid_until = valid_until(day, enrolment.course.repeat_months)
    enrolment.number = next_numbers(organisation_id=enrolment.organisation_id, prefix=Enrolment.prefix)[0]
    enrolment.edition, enrolment.session = edition, session
    _save(enrolment, "state", "passed_on", "ended_at", "valid_until", "number", "edition", "session")
    told = {"number": [None, enrolment.certificate], "valid_until": [None, str(enrolment.valid_until or "")]}
    history.record(actor=actor, action="enrolment.passed", target=enrolment, changes=told)


def _held(actor: Actor, enrolment: Enrolment) -> Enrolment:
    """The learner's own, held until the transaction ends, and still to be taken."""
    actor.require(LEARN, enrolment)
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("course", "person")
    enrolment = rows.get(pk=enrolment.pk)
    if refused := why_not_take(enrolment.state, left(enrolment)):
        raise RuleBroken(refused)
    return enrolment


def _edition(enrolment: Enrolment) -> Edition:
    edition = newest(enrolment.course)
    if edition is None:
        raise RuleBroken(N_("Nobody can take the course yet."))
    return edition


def _go_on(actor: Actor, enrolment: Enrolment, attempt: Attempt) -> None:
    if attempt.passed:
        passed(actor, enrolment, dates.today(), edition=attempt.edition)
    elif left(enrolment) == 0:
        enrolment.state = State.FAILED
        _save(enrolment, "state")
        history.record(actor=actor, action="enrolment.failed", target=enrolment)
    else:
        history.record(actor=actor, action="enrolment.tried", target=enrolment)


def _count(attempt: Attempt, content: Content) -> None:
    """Only the first attempt counts: later ones know the explanations."""
    whose = {"organisation_id": attempt.organisation_id, "edition": attempt.edition}
    Tally.objects.bulk_create([Tally(**whose, question=key) for key in attempt.drawn], ignore_conflicts=True)
    rows = Tally.objects.filter(edition=attempt.edition)
    rows.filter(question__in=attempt.drawn).update(asked=F("asked") + 1)
    outcome = quiz.judge(content, attempt.drawn, attempt.answers)
    wrong = [each.question.key for each in outcome.judged if not each.right]
    rows.filter(question__in=wrong).update(wrong=F("wrong") + 1)


def _save(enrolment: Enrolment, *fields: str) -> None:
    enrolment.version, enrolment.updated_at = enrolment.version + 1, dates.now()
    enrolment.save(update_fields=["version", "updated_at", *fields])
