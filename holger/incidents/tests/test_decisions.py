"""Deciding, telling when, and putting right: only ever added to, always with a reason, and the clocks follow."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from holger.core import dates
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.incidents.models.decisions import Decision
from holger.incidents.models.moments import Moment
from holger.incidents.rules.clocks import State
from holger.incidents.rules.significance import Held
from holger.incidents.selectors.clocks import case_of
from holger.incidents.selectors.decisions import assessments_of, weighing_of
from holger.incidents.services import decisions, law, moments
from holger.incidents.tests.factories import make_incident
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def incident(cast):
    return make_incident(cast.kronborg, "Ransomware")


def clocks(actor, incident):
    return {clock.key: clock for clock in case_of(actor, incident).clocks}


def decide(actor, incident, question="significant", answer="yes", reason="Production stands still."):
    return decisions.decision_make(actor=actor, incident=incident, question=question, answer=answer, reason=reason)


def aware(actor, incident, hours=1.0, **more):
    at = dates.now() - hours * HOUR
    return moments.moment_tell(actor=actor, incident=incident, point="aware", at=at, basis="The alarm.", **more)


# Decisions


def test_an_answer_stands_with_reason_person_and_time(cast, anna, incident):
    made = decide(anna, incident)
    assert (made.by_name, made.person_key, made.reason) == (cast.anna.name, cast.anna.pk, "Production stands still.")
    assert abs(dates.now() - made.at) < timedelta(minutes=1)
    event = Event.objects.get(action="incident.decided")
    assert event.reason == "Production stands still."


def test_until_it_is_decided_the_deadlines_run_as_if_it_were_so(anna, incident):
    aware(anna, incident)
    found = clocks(anna, incident)
    assert found["gdpr-33"].state == State.RUNNING
    assert found["gdpr-33"].undecided
    decide(anna, incident, "risk_to_people", "yes")
    assert not clocks(anna, incident)["gdpr-33"].undecided


def test_no_with_a_reason_stops_the_clock_and_yes_starts_it_again(anna, incident):
    aware(anna, incident)
    decide(anna, incident, "significant", "no", "One screen was dark for a minute.")
    clock = clocks(anna, incident)["nis2-early-warning"]
    assert (clock.state, clock.decision.reason) == (State.NOT_RELEVANT, "One screen was dark for a minute.")
    decide(anna, incident, "significant", "yes", "It was not one screen.")
    assert clocks(anna, incident)["nis2-early-warning"].is_open
    assert [row.answer for row in Decision.objects.all()] == ["no", "yes"]


@pytest.mark.parametrize(
    ("question", "answer", "reason", "field"),
    [
        ("significant", "no", "  ", "reason"),
        ("significant", "perhaps", "Because.", "answer"),
        ("beautiful", "yes", "Because.", "question"),
    ],
)
def test_what_is_not_an_answer_is_refused(anna, incident, question, answer, reason, field):
    with pytest.raises(RuleBroken) as refused:
        decide(anna, incident, question, answer, reason)
    assert refused.value.field == field
    assert not Decision.objects.exists()


def test_the_same_answer_twice_is_refused(anna, incident):
    decide(anna, incident)
    with pytest.raises(RuleBroken):
        decide(anna, incident)


def test_what_comes_after_a_no_cannot_be_yes(anna, incident):
    decide(anna, incident, "personal_data", "no")
    with pytest.raises(RuleBroken):
        decide(anna, incident, "risk_to_people", "yes")


def test_a_decision_may_have_been_made_earlier_but_not_later_or_before_the_one_it_replaces(anna, incident):
    early = dates.now() - 3 * HOUR
    told = {"actor": anna, "incident": incident, "question": "dora_major", "reason": "Payments are down."}
    made = decisions.decision_make(answer="yes", at=early, **told)
    assert made.at == early
    with pytest.raises(RuleBroken):
        decisions.decision_make(answer="no", at=dates.now() + HOUR, **told)
    with pytest.raises(RuleBroken):
        decisions.decision_make(answer="no", at=early - HOUR, **told)


def test_the_database_takes_no_decision_back(anna, incident):
    made = decide(anna, incident)
    for statement in ("UPDATE incidents_decision SET answer = 'no'", "DELETE FROM incidents_decision"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    made.refresh_from_db()
    assert made.answer == "yes"


def test_who_may_decide(cast, incident):
    for person in (cast.olga, cast.karen):
        decide(actor_of(person), incident, "significant" if person == cast.olga else "personal_data")
    with pytest.raises(NotAllowed):
        decide(actor_of(cast.carl), incident, "contract")
    for person in (cast.dorte, cast.emil, cast.bo):
        with pytest.raises(NotFound):
            decide(actor_of(person), incident, "contract")


def test_the_assessments_show_what_stands_and_what_stood(anna, incident):
    decide(anna, incident, "personal_data", "yes")
    decide(anna, incident, "personal_data", "no", "Nothing was readable.")
    found = {each.question.key: each for each in assessments_of(case_of(anna, incident))}
    assert found["personal_data"].decision.reason == "Nothing was readable."
    assert [row.answer for row in found["personal_data"].earlier] == ["yes"]
    assert found["risk_to_people"].follows


def test_only_questions_that_concern_the_organisation_are_asked(cast, anna, incident):
    law.profile_set(actor=anna, kinds=["important"])
    found = [each.question.key for each in assessments_of(case_of(anna, incident))]
    assert "significant" in found
    assert not {"dora_major", "cra_severe"} & set(found)


# Deadlines without hours


def test_a_deadline_without_hours_is_put_aside_and_taken_up_with_reasons(anna, incident):
    aware(anna, incident)
    told = {"actor": anna, "incident": incident, "clock": "nis2-recipients"}
    with pytest.raises(RuleBroken):
        decisions.clock_dismiss(reason=" ", **told)
    decisions.clock_dismiss(reason="Nothing that we deliver is hit.", **told)
    clock = clocks(anna, incident)["nis2-recipients"]
    assert (clock.state, clock.decision.by) == (State.NOT_RELEVANT, anna.label)
    with pytest.raises(RuleBroken):
        decisions.clock_dismiss(reason="Again.", **told)
    decisions.clock_take_up(reason="The shop is down after all.", **told)
    assert clocks(anna, incident)["nis2-recipients"].is_open


def test_a_deadline_with_hours_goes_by_its_question_only(anna, incident):
    aware(anna, incident)
    with pytest.raises(RuleBroken):
        decisions.clock_dismiss(actor=anna, incident=incident, clock="gdpr-33", reason="We would rather not.")
    with pytest.raises(RuleBroken):
        decisions.clock_dismiss(actor=anna, incident=incident, clock="no-such", reason="We would rather not.")


# Moments


def test_a_start_is_told_once_and_then_corrected_with_a_reason(anna, incident):
    first = aware(anna, incident, hours=5)
    due = clocks(anna, incident)["nis2-early-warning"].due.at
    with pytest.raises(RuleBroken):
        aware(anna, incident, hours=4)
    told = {"actor": anna, "incident": incident, "point": "aware"}
    with pytest.raises(RuleBroken) as refused:
        moments.moment_correct(at=first.at - HOUR, reason=" ", **told)
    assert refused.value.field == "reason"
    moments.moment_correct(at=first.at - HOUR, reason="The log says so.", **told)
    clock = clocks(anna, incident)["nis2-early-warning"]
    assert clock.due.at == due - HOUR
    assert [each.at for each in clock.before] == [first.at]
    assert Moment.objects.count() == 2
    assert Event.objects.filter(action="incident.moment_corrected").get().reason == "The log says so."


def test_every_clock_that_hangs_on_it_moves(anna, incident):
    first = aware(anna, incident, hours=5)
    before = clocks(anna, incident)
    moments.moment_correct(
        actor=anna, incident=incident, point="aware", at=first.at - 2 * HOUR, reason="Earlier than we thought."
    )
    after = clocks(anna, incident)
    moved = [key for key in before if before[key].due and after[key].due and before[key].due != after[key].due]
    assert {"nis2-early-warning", "nis2-notification", "gdpr-33"} <= set(moved)


def test_one_may_become_aware_of_the_breach_later_than_of_the_incident(anna, incident):
    aware(anna, incident, hours=20)
    aware(anna, incident, hours=2, question="personal_data")
    found = clocks(anna, incident)
    between = found["gdpr-33"].start - found["nis2-early-warning"].start
    assert abs(between - 18 * HOUR) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("point", "hours", "basis", "question"),
    [
        ("aware", -1, "The alarm.", ""),
        ("aware", 1, " ", ""),
        ("noon", 1, "Why", ""),
        ("handled", 1, "x", "personal_data"),
    ],
)
def test_what_cannot_be_is_not_entered(anna, incident, point, hours, basis, question):
    with pytest.raises(RuleBroken):
        moments.moment_tell(
            actor=anna, incident=incident, point=point, at=dates.now() - hours * HOUR, basis=basis, question=question
        )
    assert not Moment.objects.exists()


def test_nobody_is_aware_before_the_first_sign(anna, incident):
    moments.moment_tell(actor=anna, incident=incident, point="first_sign", at=dates.now() - 2 * HOUR)
    with pytest.raises(RuleBroken):
        aware(anna, incident, hours=3)


def test_the_database_keeps_every_moment(anna, incident):
    aware(anna, incident)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE incidents_moment SET basis = 'rewritten'")


def test_a_stranger_tells_nothing(cast, incident):
    for person in (cast.dorte, cast.emil):
        with pytest.raises(NotFound):
            aware(actor_of(person), incident)
    with pytest.raises(NotAllowed):
        aware(actor_of(cast.carl), incident)


# Is it significant?


def test_the_thresholds_are_those_of_what_the_organisation_is(anna, incident):
    law.profile_set(actor=anna, kinds=["important"])
    decisions.measures_set(actor=anna, incident=incident, facts={"disruption": True})
    assert weighing_of(anna, case_of(anna, incident)).held == Held.MET
    law.profile_set(actor=anna, kinds=["important", "cloud"])
    assert weighing_of(anna, case_of(anna, incident)).held == Held.UNKNOWN
    decisions.measures_set(actor=anna, incident=incident, facts={"outage_minutes": 31})
    assert weighing_of(anna, case_of(anna, incident)).held == Held.MET


def test_what_is_unknown_is_no_no(anna, incident):
    assert weighing_of(anna, case_of(anna, incident)).held == Held.UNKNOWN


def test_incidents_of_one_cause_are_counted_together(cast, anna, incident):
    law.profile_set(actor=anna, kinds=["important", "cloud"])
    other = make_incident(cast.kronborg, "Once more")
    for each in (incident, other):
        decisions.measures_set(
            actor=anna, incident=each, facts={"loss_eur": 300_000, "loss_share": 1}, cause="Old router"
        )
    found = weighing_of(anna, case_of(anna, incident))
    assert (found.others, found.together, found.held) == (1, Held.MET, Held.MET)


@pytest.mark.parametrize("facts", [{"no_such": 1}, {"loss_eur": -1}, {"loss_eur": True}, {"disruption": 3}])
def test_what_is_no_measure_is_refused(anna, incident, facts):
    with pytest.raises(RuleBroken):
        decisions.measures_set(actor=anna, incident=incident, facts=facts)
