"""The facts of incidents as their clocks ask for them, and the clocks themselves: worked out anew each time, many at once in few questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from holger.core import dates
from holger.core.actor import Actor
from holger.incidents.models import UNFINISHED, Incident
from holger.incidents.models.decisions import Decision as DecisionRow
from holger.incidents.models.law import Agreement as AgreementRow
from holger.incidents.models.law import CaseAgreements
from holger.incidents.models.moments import Moment as MomentRow
from holger.incidents.models.notices import LateReason, SentNotice
from holger.incidents.rules.assessing import Answer, Decision
from holger.incidents.rules.clock_entry import Start
from holger.incidents.rules.clocks import Clock, by_urgency, clocks
from holger.incidents.rules.facts import Agreement, Facts, Moment, Notice, Sent
from holger.incidents.rules.periods import Length, Unit
from holger.incidents.selectors.incidents import incidents_for
from holger.incidents.selectors.law import Law, law_of
from holger.organisation.models import Organisation

Rows = QuerySet[Incident]
STARTS: Mapping[str, Start] = {start.value: start for start in Start}
ANSWERS: Mapping[str, Answer] = {answer.value: answer for answer in Answer}
SENT: Mapping[str, Sent] = {sent.value: sent for sent in Sent}


@dataclass
class Gathered:
    """What is known of one incident, while it is gathered."""

    moments: dict[Start, list[Moment]]
    aware_of: dict[str, list[Moment]]
    decisions: dict[str, Decision]
    dismissed: dict[str, Decision]
    notices: dict[str, list[Notice]]


def ticking(rows: Rows) -> Rows:
    """Those whose clocks can run: open ones, and closed ones of which somebody told when something happened.

    Closing stops no clock. But what came in from an old log, closed and without such a moment, never started one.
    """
    told = MomentRow.objects.filter(incident=OuterRef("pk"))
    return rows.filter(Q(status__in=UNFINISHED) | Q(Exists(told)))


def facts_of(organisation_id: UUID, incidents: Rows) -> dict[UUID, Facts]:
    """By incident, in six questions for however many. Whoever asks has chosen the incidents by who may see them."""
    within = {"organisation_id": organisation_id, "incident__in": incidents.order_by().values("pk")}
    found: dict[UUID, Gathered] = defaultdict(lambda: Gathered({}, {}, {}, {}, {}))
    _moments(found, MomentRow.objects.filter(**within))
    _decisions(found, DecisionRow.objects.filter(**within))
    _notices(found, SentNotice.objects.filter(**within), LateReason.objects.filter(**within))
    agreed, touched = _agreements(organisation_id, within)
    keys = list(incidents.order_by().values_list("pk", flat=True))
    return {key: _facts(found[key], touched.get(key, agreed)) for key in keys}


def _facts(found: Gathered, agreements: Sequence[Agreement]) -> Facts:
    return Facts(found.moments, found.aware_of, found.decisions, found.notices, found.dismissed, agreements)


def _moments(found: dict[UUID, Gathered], rows: QuerySet[MomentRow]) -> None:
    columns = ("incident", "point", "question", "at", "basis", "by_name", "reason")
    for incident, point, question, at, basis, by, reason in rows.order_by("entered_at", "id").values_list(*columns):
        moment, told = Moment(at, basis, by, reason), found[incident]
        if question:
            told.aware_of.setdefault(question, []).append(moment)
        else:
            told.moments.setdefault(STARTS[point], []).append(moment)


def _decisions(found: dict[UUID, Gathered], rows: QuerySet[DecisionRow]) -> None:
    columns = ("incident", "question", "clock", "answer", "reason", "by_name", "at")
    for incident, question, clock, answer, *rest in rows.order_by("entered_at", "id").values_list(*columns):
        told = found[incident].dismissed if clock else found[incident].decisions
        told[clock or question] = Decision(clock or question, ANSWERS[answer], *rest)


def _notices(found: dict[UUID, Gathered], rows: QuerySet[SentNotice], reasons: QuerySet[LateReason]) -> None:
    explained = dict(reasons.order_by("entered_at", "id").values_list("notice", "reason"))
    columns = ("incident", "clock", "pk", "at", "kind", "receipt", "by_name", "late_reason")
    sent = rows.exclude(clock="").order_by("entered_at", "id").values_list(*columns)
    for incident, clock, key, at, kind, receipt, by, late_reason in sent:
        notice = Notice(at, SENT[kind], receipt, by, explained.get(key, late_reason))
        found[incident].notices.setdefault(clock, []).append(notice)


def _agreements(
    organisation_id: UUID, within: Mapping[str, Any]
) -> tuple[list[Agreement], dict[UUID, list[Agreement]]]:
    """All that are in force, for incidents of which nobody has said which they touch; and those that somebody has said."""
    rows = {row.pk: row for row in AgreementRow.objects.filter(organisation_id=organisation_id)}
    if not rows:
        return [], {}
    agreed = [_agreement(row) for row in rows.values() if row.active]
    touched: dict[UUID, list[Agreement]] = {}
    chosen = CaseAgreements.objects.filter(**within).values_list("incident", "agreements")
    for incident, agreement in chosen:
        told = touched.setdefault(incident, [])
        if agreement is not None:
            told.append(_agreement(rows[agreement]))
    return agreed, touched


def _agreement(row: AgreementRow) -> Agreement:
    return Agreement(str(row.pk), row.party, Length(Unit(row.unit), row.count), Start(row.start))


@dataclass(frozen=True)
class Case:
    """An incident with what its clocks are made of, and the clocks: the ones that press most first."""

    incident: Incident
    facts: Facts
    law: Law
    clocks: Sequence[Clock]
    organisation: Organisation

    @property
    def open(self) -> list[Clock]:
        return [clock for clock in self.clocks if clock.is_open]

    def clock(self, key: str) -> Clock | None:
        return next((clock for clock in self.clocks if clock.key == key), None)


def cases_in(organisation: Organisation, incidents: Rows, now: datetime | None = None) -> list[Case]:
    """Each incident with its clocks. Whoever asks has chosen the incidents by who may see them."""
    law, moment = law_of(organisation), now or dates.now()
    facts = facts_of(organisation.pk, incidents)
    return [
        Case(row, facts[row.pk], law, supposed(law, facts[row.pk], moment), organisation)
        for row in incidents
        if row.pk in facts
    ]


def supposed(law: Law, facts: Facts, now: datetime | None = None) -> list[Clock]:
    """The clocks that such facts make, the ones that press most first."""
    return by_urgency(clocks(law.rules, facts, law.place, now or dates.now()))


def case_of(actor: Actor, incident: Incident, now: datetime | None = None) -> Case | None:
    """One incident with its clocks, None for whoever may not see it."""
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    found = cases_in(organisation, incidents_for(actor).filter(pk=incident.pk), now)
    return found[0] if found else None


def running(cases: Iterable[Case]) -> list[tuple[Case, Clock]]:
    """The clocks that are open in any of the cases, the ones that press most first."""
    found = {(case.incident.pk, clock.key): (case, clock) for case in cases for clock in case.open}
    pairs = list(found.values())
    order = {id(clock): place for place, clock in enumerate(by_urgency([clock for _case, clock in pairs]))}
    return sorted(pairs, key=lambda pair: order[id(pair[1])])
