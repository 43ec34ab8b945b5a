"""The facts of incidents as their clocks ask for them, and the clocks themselves: worked out anew each time, many at once in few questions."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
from holger.incidents.models.notices import SentNotice
from holger.incidents.rules.assessing import Answer, Decision
from holger.incidents.rules.clock_entry import Start
from holger.incidents.rules.clocks import Clock, by_urgency, clocks
from holger.incidents.rules.facts import Agreement, Facts, Moment, Notice, Sent
from holger.incidents.rules.periods import Length, Unit
from holger.incidents.selectors.incidents import has_found, incidents_for
from holger.incidents.selectors.law import Law, law_of
from holger.organisation.models import Organisation

Rows = QuerySet[Incident]
STARTS: Mapping[str, Start] = {start.value: start for start in Start}
ANSWERS: Mapping[str, Answer] = {answer.value: answer for answer in Answer}
BY_KEY = 500
"""So many incidents are named by their keys; more by the question that found them."""
SENT: Mapping[str, Sent] = {sent.value: sent for sent in Sent}


@dataclass
class Entered:
    """What was entered of one incident, each kind in the order in which it was entered; what was corrected too."""

    moments: list[MomentRow] = field(default_factory=list)
    decisions: list[DecisionRow] = field(default_factory=list)
    notices: list[SentNotice] = field(default_factory=list)
    """Without the copies. Each with the reasons that were told afterwards."""


def _can_run[Said: (bool, Q)](unfinished: Said, told: Said) -> Said:
    """Whose clocks can run, for rows that are asked for and for those that are read: open ones, and closed ones of which somebody
    ``told`` when something happened.

    Closing stops no clock. But what came in from an old log, closed and without such a moment, never started one.
    """
    return unfinished | told


def ticking(rows: Rows) -> Rows:
    """Those whose clocks can run."""
    told = MomentRow.objects.filter(incident=OuterRef("pk"))
    return rows.filter(_can_run(Q(status__in=UNFINISHED), Q(Exists(told))))


def _entered(within: Mapping[str, Any]) -> dict[UUID, Entered]:
    found: dict[UUID, Entered] = defaultdict(Entered)
    for moment in MomentRow.objects.filter(**within):
        found[moment.incident_id].moments.append(moment)
    for decision in DecisionRow.objects.filter(**within):
        found[decision.incident_id].decisions.append(decision)
    for notice in SentNotice.objects.filter(**within).defer("content").prefetch_related("late_reasons"):
        found[notice.incident_id].notices.append(notice)
    return found


def _facts(entered: Entered, agreements: Sequence[Agreement]) -> Facts:
    stand, dismissed = _decisions(entered.decisions)
    return Facts(*_moments(entered.moments), stand, _notices(entered.notices), dismissed, agreements)


def _moments(rows: Iterable[MomentRow]) -> tuple[dict[Start, list[Moment]], dict[str, list[Moment]]]:
    """Those of the incident, and by question those of what one became aware of at another time."""
    found: dict[Start, list[Moment]] = {}
    aware_of: dict[str, list[Moment]] = {}
    for row in rows:
        moment = Moment(row.at, row.basis, row.by_name, row.reason)
        if row.question:
            aware_of.setdefault(row.question, []).append(moment)
        else:
            found.setdefault(STARTS[row.point], []).append(moment)
    return found, aware_of


def _decisions(rows: Iterable[DecisionRow]) -> tuple[dict[str, Decision], dict[str, Decision]]:
    """Those that stand by question, and by deadline whether it is relevant."""
    stand: dict[str, Decision] = {}
    dismissed: dict[str, Decision] = {}
    for row in rows:
        about = row.clock or row.question
        told = Decision(about, ANSWERS[row.answer], row.reason, row.by_name, row.at)
        (dismissed if row.clock else stand)[about] = told
    return stand, dismissed


def _notices(rows: Iterable[SentNotice]) -> dict[str, list[Notice]]:
    """By deadline. Of several reasons why one was late the last one holds."""
    found: dict[str, list[Notice]] = {}
    for row in rows:
        if row.clock:
            late = [row.late_reason, *(each.reason for each in row.late_reasons.all())][-1]
            found.setdefault(row.clock, []).append(Notice(row.at, SENT[row.kind], row.receipt, row.by_name, late))
    return found


def _agreements(
    known: Mapping[UUID, AgreementRow], within: Mapping[str, Any]
) -> tuple[list[Agreement], dict[UUID, list[Agreement]]]:
    """All that are in force, for incidents of which nobody has said which they touch; and those that somebody has said."""
    if not known:
        return [], {}
    agreed = [_agreement(row) for row in known.values() if row.active]
    touched: dict[UUID, list[Agreement]] = {}
    chosen = CaseAgreements.objects.filter(**within).values_list("incident", "agreements")
    for incident, agreement in chosen:
        told = touched.setdefault(incident, [])
        if agreement in known:
            told.append(_agreement(known[agreement]))
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
    entered: Entered
    """The rows that the facts are made of."""

    @property
    def open(self) -> list[Clock]:
        return [clock for clock in self.clocks if clock.is_open]

    def clock(self, key: str) -> Clock | None:
        return next((clock for clock in self.clocks if clock.key == key), None)


def cases_in(organisation: Organisation, incidents: Rows, now: datetime | None = None) -> list[Case]:
    """Each incident with its clocks, in seven questions for however many. Whoever asks has chosen the incidents by who may see them."""
    rows = list(incidents)
    keys: Any = [row.pk for row in rows] if len(rows) <= BY_KEY else incidents.order_by().values("pk")
    return _cases(organisation, rows, keys, now)


def _cases(
    organisation: Organisation,
    rows: Sequence[Incident],
    keys: Any,
    now: datetime | None,
    law: Law | None = None,
    chosen: Callable[[Incident, Entered], bool] = lambda row, entered: True,
) -> list[Case]:
    if not rows:
        return []
    law, moment = law or law_of(organisation), now or dates.now()
    within = {"organisation_id": organisation.pk, "incident__in": keys}
    found, (agreed, touched) = _entered(within), _agreements(law.agreements, within)
    cases = []
    for row in (each for each in rows if chosen(each, found[each.pk])):
        facts = _facts(found[row.pk], touched.get(row.pk, agreed))
        cases.append(Case(row, facts, law, supposed(law, facts, moment), organisation, found[row.pk]))
    return cases


def cases_among(organisation: Organisation, rows: Sequence[Incident], law: Law) -> list[Case]:
    """Of incidents that have been found and read already, those whose clocks can run."""
    return _cases(organisation, rows, [row.pk for row in rows], None, law, _ticks)


def _ticks(row: Incident, entered: Entered) -> bool:
    return _can_run(row.status in UNFINISHED, bool(entered.moments))


def supposed(law: Law, facts: Facts, now: datetime | None = None) -> list[Clock]:
    """The clocks that such facts make, the ones that press most first."""
    return by_urgency(clocks(law.rules, facts, law.place, now or dates.now()))


def case_of(
    actor: Actor, incident: Incident, now: datetime | None = None, known: tuple[Organisation, Law] | None = None
) -> Case | None:
    """One incident with its clocks, None for whoever may not see it. ``known``: the actor's organisation and its law, if they are."""
    organisation, law = known or (Organisation.objects.get(pk=actor.organisation_id), None)
    row = incident if has_found(actor, incident) else incidents_for(actor).filter(pk=incident.pk).first()
    return _cases(organisation, [row], [row.pk], now, law)[0] if row is not None else None


def running(cases: Iterable[Case]) -> list[tuple[Case, Clock]]:
    """The clocks that are open in any of the cases, the ones that press most first."""
    found = {(case.incident.pk, clock.key): (case, clock) for case in cases for clock in case.open}
    pairs = list(found.values())
    order = {id(clock): place for place, clock in enumerate(by_urgency([clock for _case, clock in pairs]))}
    return sorted(pairs, key=lambda pair: order[id(pair[1])])
