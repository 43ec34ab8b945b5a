"""The case: made, told of, given, kept from others, taken from step to step, put away. Each with its trace and its line."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from holger.core import dates
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.incidents import services, signals
from holger.incidents.models import CaseSettings, Entry, Incident, Member, Moment, Status
from holger.incidents.rules.clocks import State
from holger.incidents.selectors.clocks import case_of
from holger.incidents.services import decisions, moments
from holger.incidents.services.weighing import severities_follow
from holger.incidents.tests.factories import make_incident
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NO = ("significant", "personal_data", "dora_major", "cra_exploited", "cra_severe", "contract")


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def bo(cast):
    return actor_of(cast.bo)


@pytest.fixture
def incident(cast):
    return make_incident(cast.kronborg, "Ransomware", detected_at=dates.now() - 10 * HOUR)


def step(actor, incident, name, hours=None, reason="", **more):
    at = None if hours is None else dates.now() - hours * HOUR
    return services.incident_step(actor=actor, incident=incident, step=name, at=at, reason=reason, **more)


ELSEWHERE = ("moment", "moment_corrected", "decided")
"""Lines of what is told beside: tests of the timeline look at those."""


def lines(incident):
    told = Entry.objects.filter(incident=incident).order_by("entered_at", "id").values_list("told__what", flat=True)
    return [what for what in told if what not in ELSEWHERE]


def actions():
    return list(
        Event.objects.filter(action__startswith="incident.").order_by("at", "id").values_list("action", flat=True)
    )


def nothing_to_tell(actor, incident):
    for question in NO:
        decisions.decision_make(actor=actor, incident=incident, question=question, answer="no", reason="A test.")


# Made


def test_a_case_is_opened_with_number_history_line_and_first_sign(cast, anna):
    heard = []
    listen = lambda **told: heard.append((told["incident"].reference, told["step"]))  # noqa: E731
    signals.incident_changed.connect(listen, weak=False)
    try:
        made = services.incident_create(
            actor=anna, title="Ransomware", category="malware", impact="large", urgency="now", owner=cast.bo
        )
    finally:
        signals.incident_changed.disconnect(listen)
    assert (made.reference, made.status, made.owner) == ("INC-1", Status.OPEN, cast.bo)
    assert (made.severity, made.severity_rank) == ("critical", 3)
    assert made.taken_on_at is not None
    assert actions() == ["incident.created", "incident.moment_told"]
    assert lines(made) == ["created"]
    sign = Moment.objects.get(incident=made)
    assert (sign.point, sign.at) == ("first_sign", made.detected_at)
    assert heard == [("INC-1", "create")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("category", "nonsense"),
        ("impact", "enormous"),
        ("urgency", "yesterday"),
        ("countries", ["Denmark"]),
        ("detected_at", "tomorrow"),
        ("occurred_from", "tomorrow"),
    ],
)
def test_answers_that_cannot_be_are_refused_at_their_field(anna, field, value):
    if value == "tomorrow":
        value = dates.now() + 24 * HOUR
    with pytest.raises(RuleBroken) as refused:
        services.incident_create(actor=anna, title="X", **{field: value})
    assert refused.value.field == field


def test_it_cannot_end_before_it_began(anna):
    now = dates.now()
    with pytest.raises(ValidationError):
        services.incident_create(actor=anna, title="X", occurred_from=now - HOUR, occurred_to=now - 2 * HOUR)


def test_what_follows_is_not_told_by_hand(anna):
    with pytest.raises(ValueError, match="severity"):
        services.incident_create(actor=anna, title="X", severity="critical")


@pytest.mark.parametrize("who", ["bo", "carl", "emil"])
def test_whoever_may_not_work_on_incidents_everywhere_opens_none(cast, who):
    with pytest.raises(NotAllowed):
        services.incident_create(actor=actor_of(getattr(cast, who)), title="X")


def test_a_leader_from_another_house_does_not_exist(cast, anna):
    with pytest.raises(RuleBroken):
        services.incident_create(actor=anna, title="X", owner=cast.dorte)


# Told of


def test_facts_are_put_right_and_severity_follows(cast, anna, incident):
    services.incident_edit(actor=anna, incident=incident, impact="medium", urgency="high", people_count=180)
    incident.refresh_from_db()
    assert (incident.severity, incident.people_count) == ("medium", 180)
    assert actions() == ["incident.edited", "incident.weighed"]
    assert lines(incident) == ["severity"]
    services.incident_edit(actor=anna, incident=incident, impact="medium")
    assert len(actions()) == 2


def test_a_decision_lifts_the_severity(anna, incident):
    services.incident_edit(actor=anna, incident=incident, impact="small", urgency="low")
    decisions.decision_make(actor=anna, incident=incident, question="significant", answer="yes", reason="It stands.")
    incident.refresh_from_db()
    assert incident.severity == "high"
    decisions.decision_make(actor=anna, incident=incident, question="significant", answer="no", reason="It runs.")
    incident.refresh_from_db()
    assert (incident.severity, incident.severity_rank) == ("low", 0)


def test_another_method_weighs_all_anew(cast, anna, incident):
    services.incident_edit(actor=anna, incident=incident, impact="large", urgency="now")
    CaseSettings.objects.create(organisation=cast.kronborg, method="simple")
    decisions.decision_make(actor=anna, incident=incident, question="significant", answer="yes", reason="It stands.")
    assert severities_follow(actor=anna) == 0
    incident.refresh_from_db()
    assert incident.severity == "serious"
    CaseSettings.objects.update(method="standard")
    assert severities_follow(actor=anna) == 1
    incident.refresh_from_db()
    assert incident.severity == "critical"


def test_two_who_edit_at_once_are_told_of_each_other(anna, incident):
    read = incident.version
    services.incident_edit(actor=anna, incident=Incident.objects.get(), title="Locked files")
    with pytest.raises(Conflict):
        services.incident_edit(actor=anna, incident=incident, version=read, title="Ransom")


def test_another_time_of_detection_wants_a_reason_and_moves_the_first_sign(anna):
    made = services.incident_create(actor=anna, title="X", detected_at=dates.now() - HOUR)
    earlier = dates.now() - 3 * HOUR
    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        services.incident_edit(actor=anna, incident=Incident.objects.get(), detected_at=earlier)
    assert refused.value.field == "reason"
    made.refresh_from_db()
    services.incident_edit(actor=anna, incident=made, detected_at=earlier, reason="The log says so.")
    assert [row.at for row in Moment.objects.filter(point="first_sign").order_by("entered_at")][-1] == earlier
    again = earlier - HOUR
    moments.moment_correct(actor=anna, incident=made, point="first_sign", at=again, reason="An older log.")
    made.refresh_from_db()
    assert made.detected_at == again


def test_a_closed_case_is_changed_with_a_reason_only(cast, anna):
    closed = make_incident(cast.kronborg, status=Status.CLOSED)
    with pytest.raises(RuleBroken):
        services.incident_edit(actor=anna, incident=closed, people_count=3)
    services.incident_edit(actor=anna, incident=closed, people_count=3, reason="Counted again.")
    assert Event.objects.get(action="incident.edited").reason == "Counted again."


def test_who_told_it_without_a_name_stays_without(cast, anna):
    row = make_incident(cast.kronborg, anonymous=True)
    with pytest.raises(RuleBroken):
        services.incident_edit(actor=anna, incident=row, reporter=cast.emil)


def test_whoever_leads_a_case_works_on_it_and_others_do_not_find_it(cast, bo, incident):
    with pytest.raises(NotFound):
        services.incident_edit(actor=bo, incident=incident, title="Mine")
    Incident.objects.update(owner=cast.bo)
    incident.refresh_from_db()
    services.incident_edit(actor=bo, incident=incident, title="Mine")
    with pytest.raises(NotAllowed):
        services.incident_edit(actor=actor_of(cast.carl), incident=incident, title="Carl's")
    with pytest.raises(NotFound):
        services.incident_edit(actor=actor_of(cast.dorte), incident=incident, title="Hers")


# Given


def test_cases_are_given_to_somebody(cast, anna, incident):
    other = make_incident(cast.kronborg, owner=cast.bo)
    assert services.incidents_give(actor=anna, incidents=[incident, other], owner=cast.bo) == 1
    incident.refresh_from_db()
    assert incident.owner == cast.bo
    assert (lines(incident), lines(other)) == (["given"], [])
    with pytest.raises(NotFound):
        services.incidents_give(actor=anna, incidents=[incident], owner=cast.dorte)


# Kept from others


def test_whoever_keeps_a_case_from_others_stays_in_it(cast, anna, incident):
    def restrict(**more):
        return services.restricted_set(actor=anna, incident=incident, restricted=True, reason="About staff.", **more)

    with pytest.raises(RuleBroken) as refused:
        restrict()
    assert refused.value.field == "restricted"
    Incident.objects.update(owner=cast.bo)
    with pytest.raises(RuleBroken) as refused:
        restrict()
    assert refused.value.field == "without_me"
    Member.objects.create(organisation=cast.kronborg, incident=incident, person=cast.anna)
    assert restrict().restricted
    with pytest.raises(NotFound):
        services.incident_edit(actor=actor_of(cast.olga), incident=incident, title="Olga's")
    services.restricted_set(actor=anna, incident=incident, restricted=False, reason="Settled.")
    assert actions() == ["incident.restricted", "incident.opened_up"]
    assert lines(incident) == ["restricted", "opened_up"]


def test_keeping_it_from_oneself_must_be_said(cast, anna, incident):
    Incident.objects.update(owner=cast.bo)
    services.restricted_set(actor=anna, incident=incident, restricted=True, reason="His.", without_me=True)
    with pytest.raises(NotFound):
        services.restricted_set(actor=anna, incident=incident, restricted=False, reason="Mine.")


def test_a_restricted_case_never_loses_its_last_reader(cast, bo, incident):
    Incident.objects.update(owner=cast.bo, restricted=True)
    incident.refresh_from_db()
    with pytest.raises(RuleBroken):
        services.incident_edit(actor=bo, incident=incident, owner=None)
    with pytest.raises(RuleBroken):
        services.incidents_give(actor=bo, incidents=[incident], owner=None)


def test_keeping_from_others_takes_a_reason(cast, anna, incident):
    Incident.objects.update(owner=cast.anna)
    with pytest.raises(RuleBroken) as refused:
        services.restricted_set(actor=anna, incident=incident, restricted=True, reason=" ")
    assert refused.value.field == "reason"


# Steps


def test_from_contained_to_recovered_to_closed(anna, incident):
    step(anna, incident, "contain", 5)
    step(anna, incident, "recover", 2)
    nothing_to_tell(anna, incident)
    step(anna, incident, "close", reason="All is well.")
    incident.refresh_from_db()
    assert (incident.status, incident.closed_at > incident.recovered_at > incident.contained_at) == ("closed", True)
    assert lines(incident) == ["contained", "recovered", "closed"]
    handled = Moment.objects.get(point="handled")
    assert handled.at == incident.recovered_at


def test_a_step_twice_is_a_step_once(anna, incident):
    step(anna, incident, "contain", 5)
    before = Incident.objects.get().version
    step(anna, incident, "contain")
    assert Incident.objects.get().version == before
    assert lines(incident) == ["contained"]


def test_a_step_that_keeps_no_time_has_none_to_put_right(anna, incident):
    before = incident.version
    step(anna, incident, "flare_up", 3, reason="It is open already.")
    step(anna, incident, "reopen", 3, reason="It is open already.")
    assert Incident.objects.get().version == before


def test_a_time_is_put_right_with_a_reason_and_the_clocks_follow(anna, incident):
    step(anna, incident, "recover", 2)
    with pytest.raises(RuleBroken) as refused:
        step(anna, incident, "recover", 3)
    assert refused.value.field == "reason"
    step(anna, incident, "recover", 3, reason="The log says so.")
    incident.refresh_from_db()
    told = [row.at for row in Moment.objects.filter(point="handled").order_by("entered_at")]
    assert (len(told), told[-1]) == (2, incident.recovered_at)
    assert lines(incident) == ["recovered", "time_corrected"]


@pytest.mark.parametrize(("hours", "said"), [(-1, "not happened"), (11, "before the incident")])
def test_a_step_is_taken_between_detection_and_now(anna, incident, hours, said):
    with pytest.raises(RuleBroken, match=said):
        step(anna, incident, "contain", hours)


def test_what_flares_up_is_contained_and_recovered_anew(anna, incident):
    step(anna, incident, "contain", 5)
    step(anna, incident, "recover", 4)
    step(anna, incident, "flare_up", reason="It burns again.")
    incident.refresh_from_db()
    assert (incident.status, incident.contained_at, incident.recovered_at) == ("open", None, None)
    step(anna, incident, "recover", 1)
    incident.refresh_from_db()
    told = [row.at for row in Moment.objects.filter(point="handled").order_by("entered_at")]
    assert (len(told), told[-1]) == (2, incident.recovered_at)


def test_it_is_not_closed_over_a_deadline_unless_one_says_so(anna, incident):
    moments.moment_tell(actor=anna, incident=incident, point="aware", at=dates.now() - HOUR, basis="The alarm.")
    with pytest.raises(RuleBroken, match="still run") as refused:
        step(anna, incident, "close", reason="Enough.")
    assert refused.value.field == "anyway"
    step(anna, incident, "close", reason="The parent company notifies.", anyway=True)
    assert case_of(anna, incident).clock("gdpr-33").state == State.RUNNING
    assert Moment.objects.filter(point="handled").count() == 1


def test_nor_over_a_question(anna, incident):
    with pytest.raises(RuleBroken, match="not decided"):
        step(anna, incident, "close", reason="Enough.")
    nothing_to_tell(anna, incident)
    assert step(anna, incident, "close", reason="Enough.").status == "closed"


def test_a_finished_case_is_opened_again(cast, anna, incident):
    twin = make_incident(cast.kronborg, status=Status.MERGED, merged_into=incident)
    step(anna, twin, "reopen", reason="It was another.")
    twin.refresh_from_db()
    assert (twin.status, twin.merged_into, twin.taken_on_at is not None) == ("open", None, True)


@pytest.mark.parametrize("name", ["take_on", "merge", "reject", "nonsense"])
def test_other_steps_are_not_taken_here(anna, incident, name):
    with pytest.raises(RuleBroken):
        step(anna, incident, name, reason="Because.")


def test_only_those_who_work_on_it_take_steps(cast, bo, incident):
    with pytest.raises(NotFound):
        step(bo, incident, "contain")
    with pytest.raises(NotAllowed):
        step(actor_of(cast.carl), incident, "contain")
    with pytest.raises(NotFound):
        step(actor_of(cast.dorte), incident, "contain")
    Incident.objects.update(owner=cast.bo)
    incident.refresh_from_db()
    assert step(bo, incident, "contain").status == "contained"


# Put away


def test_a_finished_case_is_archived_and_restored(cast, anna, bo, incident):
    with pytest.raises(RuleBroken):
        services.incident_archive(actor=anna, incident=incident)
    Incident.objects.update(status=Status.CLOSED, owner=cast.bo)
    incident.refresh_from_db()
    with pytest.raises(NotAllowed):
        services.incident_archive(actor=bo, incident=incident)
    assert services.incident_archive(actor=anna, incident=incident).archived_at is not None
    assert services.incident_restore(actor=anna, incident=incident).archived_at is None
    assert actions() == ["incident.archived", "incident.restored"]
