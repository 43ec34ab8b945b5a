"""What is decided about an incident, what was decided before, and what the thresholds of the law say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from holger.core.actor import Actor
from holger.core.dates import today
from holger.core.models import hanging_on
from holger.incidents import library
from holger.incidents.models import Incident
from holger.incidents.models.decisions import CaseMeasures, Decision
from holger.incidents.rules.assessing import QUESTIONS, Answer, Question, answer
from holger.incidents.rules.entities import concerns
from holger.incidents.rules.periods import month_on
from holger.incidents.rules.significance import RECURS_WITHIN, Held, Occurrence, Outcome, measured, recurring
from holger.incidents.selectors.clocks import Case
from holger.incidents.selectors.incidents import incidents_for


@dataclass(frozen=True)
class Assessed:
    """A question about an incident, with the answer that stands and those before it, the newest first."""

    question: Question
    answer: Answer
    decisions: Sequence[Decision]
    follows: bool = False
    """Not answered by itself: no, because what it comes after is no."""

    @property
    def decision(self) -> Decision | None:
        return self.decisions[0] if self.decisions else None

    @property
    def earlier(self) -> Sequence[Decision]:
        return self.decisions[1:]


def assessments_of(case: Case) -> list[Assessed]:
    """Every question that can concern the organisation, in the order in which they are asked."""
    by_question: dict[str, list[Decision]] = {}
    for row in reversed(case.entered.decisions):
        if not row.clock:
            by_question.setdefault(row.question, []).append(row)
    return [
        _assessed(each, by_question.get(each.key, []), case)
        for each in QUESTIONS.values()
        if concerns(each.only_for, case.law.place.kinds) or each.key in by_question
    ]


def _assessed(question: Question, rows: Sequence[Decision], case: Case) -> Assessed:
    given = answer(question.key, case.facts.decisions)
    own = case.facts.decisions.get(question.key)
    return Assessed(question, given, rows, follows=given == Answer.NO and (own is None or own.answer != Answer.NO))


def with_answer(rows: QuerySet[Incident], question: str, name: str) -> QuerySet[Incident]:
    """The incidents, each with the answer to a question that stands, as ``name``."""
    last = Decision.objects.filter(incident=OuterRef("pk"), question=question).order_by("-entered_at", "-id")
    return rows.annotate(**{name: Subquery(last.values("answer")[:1])})


# Is it significant?


@dataclass(frozen=True)
class Weighing:
    """What the thresholds say of an incident; ``together`` is what they say of it with others of the same cause."""

    outcome: Outcome
    together: Held
    others: int
    """How many others of the same cause there are within the half year, as far as the reader sees them."""

    @property
    def held(self) -> Held:
        if self.outcome.excepted:
            return Held.NOT_MET
        found = (self.outcome.held, self.together)
        return next((each for each in (Held.MET, Held.UNKNOWN) if each in found), Held.NOT_MET)


def measures_of(incident: Incident) -> CaseMeasures:
    """What was measured; one that is not saved where there is nothing yet."""
    rows = hanging_on(CaseMeasures, incident=incident)
    return rows.first() or CaseMeasures(pk=incident.pk, organisation_id=incident.organisation_id, incident=incident)


def weighing_of(actor: Actor, case: Case) -> Weighing:
    """Those of the same cause are counted as far as the reader may see them; whoever decides sees them all, or asks who does."""
    own = measures_of(case.incident)
    thresholds = library.significance()
    outcome = measured(thresholds, own.facts, case.law.place.kinds)
    this = Occurrence(_day(case.incident), own.cause, own.facts)
    others = _like(actor, own, this) if own.cause.strip() else []
    together = recurring(thresholds.loss, [this, *others]) if others else Held.NOT_MET
    return Weighing(outcome, together, len(others))


def _like(actor: Actor, own: CaseMeasures, this: Occurrence) -> list[Occurrence]:
    rows = CaseMeasures.objects.filter(organisation_id=actor.organisation_id, cause__iexact=own.cause.strip())
    rows = rows.filter(incident__in=incidents_for(actor).order_by().values("pk")).exclude(incident=own.incident)
    found = [Occurrence(_day(row.incident), row.cause, row.facts) for row in rows.select_related("incident")]
    first, last = month_on(this.day, -RECURS_WITHIN), month_on(this.day, RECURS_WITHIN)
    return [each for each in found if first <= each.day <= last]


def _day(incident: Any) -> date:
    at = incident.detected_at or incident.created_at
    return at.date() if at is not None else today()


def texts_of_measures(names: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    return {name: library.significance().measures[name].text for name in names}
