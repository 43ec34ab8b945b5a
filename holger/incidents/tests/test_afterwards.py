"""What comes after: the evaluation is asked for once, corrections follow their tasks, and need-to-know holds in all of it."""

from datetime import date, timedelta

import pytest

from holger.core import dates
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.incidents import services, signals
from holger.incidents.models import Correction, Effect, Entry, Evaluation, Incident, Member, Status, Touch
from holger.incidents.rules import afterwards as rules
from holger.incidents.selectors.afterwards import correction_state, corrections_for, in_state, touches_of, touches_on
from holger.incidents.tests.factories import make_incident
from holger.policies.tests.factories import make_policy
from holger.risks.tests.factories import make_risk
from holger.tasks import services as tasks
from holger.tasks.models import Task, TaskStatus
from tests.cast import actor_of

DAY = timedelta(days=1)
LEARNED = {"lessons": "Backups must be offline.", "root_cause": "One account could do everything."}


# Rules


@pytest.mark.parametrize(
    ("lessons", "root", "whys", "field"),
    [
        ("", "Cause", [], "lessons"),
        ("Learned", " ", ["", " "], "root_cause"),
        ("Learned", "Cause", [], None),
        ("Learned", "", ["Because"], None),
    ],
)
def test_an_evaluation_wants_lessons_and_a_root_cause(lessons, root, whys, field):
    found = rules.why_not_finish(lessons, root, whys)
    assert (found.field if found else None) == field


def test_the_last_why_is_the_root_where_none_is_written():
    assert rules.root_of("", ["No patch", "No owner", ""]) == "No owner"
    assert rules.root_of("Haste", ["No patch"]) == "Haste"
    assert rules.answered(["a"] * 9) == ["a"] * 5


def test_the_effect_is_looked_at_after_30_to_90_days():
    day = date(2026, 1, 1)
    assert rules.check_day(day) == day + 60 * DAY
    assert rules.check_day(day, day) == day + 30 * DAY
    assert rules.check_day(day, day + 200 * DAY) == day + 90 * DAY
    assert rules.check_day(day, day + 45 * DAY) == day + 45 * DAY
    assert rules.why_not_check_on(day, day + 29 * DAY).field == "check_on"
    assert rules.why_not_check_on(day, day + 30 * DAY) is None
    assert rules.why_not_check_on(day, day + 91 * DAY) is not None


# Services


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def incident(cast):
    return make_incident(cast.kronborg, "Ransomware", owner=cast.anna)


def over(actor, incident, step="recover"):
    signals.incident_changed.send(sender=Incident, incident=incident, actor=actor, step=step)


def add(actor, incident, owner, **more):
    told = {"title": "Keep a copy offline", "due": dates.today() + 10 * DAY, **more}
    return services.correction_add(actor=actor, incident=incident, owner=owner, **told)


@pytest.mark.django_db
def test_when_it_is_over_the_leader_is_to_hold_the_meeting_within_14_days_once(cast, anna, incident):
    over(anna, incident)
    over(anna, incident, "close")
    over(anna, incident, "contain")
    task = Task.objects.get()
    assert (task.owner_id, task.due, task.about_id) == (cast.anna.pk, dates.today() + 14 * DAY, incident.pk)
    assert incident.reference in task.title
    assert "Ransomware" not in task.title
    assert Evaluation.objects.get().task_id == task.pk


@pytest.mark.django_db
def test_an_exercise_and_a_containment_ask_for_no_meeting(cast, anna, incident):
    over(anna, make_incident(cast.kronborg, "Played", drill=True))
    over(anna, incident, "contain")
    assert not Task.objects.exists()


@pytest.mark.django_db
def test_an_evaluation_is_written_finished_and_opened_again(anna, incident):
    over(anna, incident)
    with pytest.raises(RuleBroken) as refused:
        services.evaluation_finish(actor=anna, incident=incident)
    assert refused.value.field == "lessons"
    services.evaluation_set(actor=anna, incident=incident, **LEARNED, whys=["No patch", " "])
    row = services.evaluation_finish(actor=anna, incident=incident)
    assert row.whys == ["No patch"]
    assert row.finished_at is not None
    assert Task.objects.get().status == TaskStatus.DONE
    with pytest.raises(RuleBroken):
        services.evaluation_set(actor=anna, incident=incident, lessons="Other")
    with pytest.raises(RuleBroken):
        services.evaluation_reopen(actor=anna, incident=incident, reason=" ")
    services.evaluation_reopen(actor=anna, incident=incident, reason="Forgot something.")
    services.evaluation_set(actor=anna, incident=incident, lessons="Other")
    actions = set(Event.objects.filter(action__startswith="incident.eval").values_list("action", flat=True))
    assert actions == {"incident.evaluated", "incident.evaluation_finished", "incident.evaluation_reopened"}
    assert [row.told["what"] for row in Entry.objects.order_by("entered_at")] == [
        "evaluated",
        "task_done",
        "evaluation_reopened",
    ]


@pytest.mark.django_db
def test_a_meeting_is_not_held_in_the_future(anna, incident):
    with pytest.raises(RuleBroken) as refused:
        services.evaluation_set(actor=anna, incident=incident, held_on=dates.today() + 2 * DAY)
    assert refused.value.field == "held_on"


@pytest.mark.django_db
def test_a_corrective_action_follows_its_task_and_is_looked_at_later(cast, anna, incident):
    row = add(anna, incident, cast.bo)
    task = Task.objects.get(pk=row.task_id)
    assert (task.owner_id, task.title, task.due) == (cast.bo.pk, "Keep a copy offline", row.due)
    tasks.task_done(actor=actor_of(cast.bo), task=task)
    row.refresh_from_db()
    assert (row.done_on, row.check_on) == (dates.today(), dates.today() + 60 * DAY)
    check = Task.objects.get(pk=row.check_task_id)
    assert (check.owner_id, check.due) == (cast.anna.pk, row.check_on)
    assert correction_state(row, dates.today()) == "check"
    services.correction_check(actor=anna, correction=row, worked=True, note="Restored from it.")
    row.refresh_from_db()
    check.refresh_from_db()
    assert (row.effect, row.effect_note, row.checked_by) == (Effect.WORKED, "Restored from it.", cast.anna.name)
    assert check.status == TaskStatus.DONE
    with pytest.raises(RuleBroken):
        services.correction_check(actor=anna, correction=row, worked=False, note="Again.")


@pytest.mark.django_db
@pytest.mark.parametrize(("result", "effect"), [("ok", Effect.WORKED), ("deviation", Effect.FAILED)])
def test_the_task_to_look_at_it_says_whether_it_worked(cast, anna, incident, result, effect):
    row = add(anna, incident, cast.bo)
    tasks.task_done(actor=anna, task=Task.objects.get(pk=row.task_id))
    row.refresh_from_db()
    check = Task.objects.get(pk=row.check_task_id)
    tasks.task_done(actor=anna, task=check, result=result, reason="Seen.", comment="Seen.")
    row.refresh_from_db()
    assert row.effect == effect


@pytest.mark.django_db
def test_what_is_not_done_cannot_have_worked_and_dropping_wants_a_reason(cast, anna, incident):
    row = add(anna, incident, cast.bo)
    with pytest.raises(RuleBroken):
        services.correction_check(actor=anna, correction=row, worked=True, note="Sure.")
    with pytest.raises(RuleBroken):
        services.correction_drop(actor=anna, correction=row, reason=" ")
    services.correction_drop(actor=anna, correction=row, reason=" Bought a new one. ")
    row.refresh_from_db()
    assert correction_state(row, dates.today()) == "dropped"
    assert (row.dropped_why, row.dropped_by) == ("Bought a new one.", cast.anna.name)
    assert (row.effect_note, row.checked_by) == ("", ""), "nobody has looked at what never was done"
    assert Task.objects.get(pk=row.task_id).status == TaskStatus.DROPPED
    with pytest.raises(RuleBroken):
        services.correction_drop(actor=anna, correction=row, reason="Again.")


@pytest.mark.django_db
def test_the_effect_is_not_looked_at_too_early(cast, anna, incident):
    due = dates.today() + 10 * DAY
    with pytest.raises(RuleBroken) as refused:
        add(anna, incident, cast.bo, due=due, check_on=due + 5 * DAY)
    assert refused.value.field == "check_on"


@pytest.mark.django_db
def test_who_may_not_work_on_it_writes_nothing(cast, incident, anna):
    row = add(anna, incident, cast.bo)
    for person, error in ((cast.carl, NotAllowed), (cast.emil, NotFound), (cast.dorte, NotFound)):
        actor = actor_of(person)
        with pytest.raises(error):
            add(actor, incident, person)
        with pytest.raises(error):
            services.evaluation_set(actor=actor, incident=incident, lessons="No")
        with pytest.raises(error):
            services.correction_drop(actor=actor, correction=row, reason="No")


@pytest.mark.django_db
def test_of_a_restricted_case_only_its_people_know_the_corrections(cast, anna):
    secret = make_incident(cast.kronborg, "Secret", owner=cast.anna, restricted=True)
    with pytest.raises(RuleBroken) as refused:
        add(anna, secret, cast.bo)
    assert refused.value.field == "owner"
    Member.objects.create(organisation=cast.kronborg, incident=secret, person=cast.bo)
    row = add(anna, secret, cast.bo)
    assert list(corrections_for(anna)) == [row]
    assert list(corrections_for(actor_of(cast.bo))) == [row]
    assert not corrections_for(actor_of(cast.olga)).exists()
    with pytest.raises(NotFound):
        services.correction_drop(actor=actor_of(cast.olga), correction=row, reason="No")


@pytest.mark.django_db
def test_every_state_is_found_by_the_database_as_by_the_row(cast, anna, incident):
    today = dates.today()
    made = {
        "open": {}, "late": {"due": today - DAY}, "check": {"done_on": today}, "worked": {"done_on": today, "effect": "worked"},
        "failed": {"done_on": today, "effect": "failed"}, "dropped": {"dropped_at": dates.now()},
    }  # fmt: skip
    for state, fields in made.items():
        told = {"title": state, "due": today + DAY, **fields}
        Correction.objects.create(organisation=cast.kronborg, incident=incident, owner=cast.bo, **told)
    for state in made:
        found = Correction.objects.filter(in_state(state, today))
        assert [(row.title, correction_state(row, today)) for row in found] == [(state, state)]


# What it touches on


@pytest.mark.django_db
def test_an_incident_touches_on_a_risk_a_control_and_a_policy(cast, anna, incident):
    risk, policy = make_risk(anna), make_policy(cast.kronborg, "Backup")
    made = services.touches_add(actor=anna, incident=incident, about=[risk, policy])
    assert services.touches_add(actor=anna, incident=incident, about=[risk]) == []
    assert [each.object for each in touches_of(anna, incident)] == [risk, policy]
    assert [row.incident for row in touches_on(anna, risk)] == [incident]
    services.touch_remove(actor=anna, touch=made[1])
    assert [row.subject_id for row in Touch.objects.all()] == [risk.pk]
    with pytest.raises(RuleBroken):
        services.touches_add(actor=anna, incident=incident, about=[])
    with pytest.raises(NotFound):
        services.touches_add(actor=anna, incident=incident, about=[incident])


@pytest.mark.django_db
def test_a_likelihood_is_proposed_and_taken_back_and_changes_no_score(cast, anna, incident):
    risk = make_risk(anna)
    before = risk.current_score
    touch = services.touches_add(actor=anna, incident=incident, about=[risk])[0]
    for level, reason in ((9, "Why"), (4, " ")):
        with pytest.raises(RuleBroken):
            services.likelihood_propose(actor=anna, touch=touch, likelihood=level, reason=reason)
    row = services.likelihood_propose(actor=anna, touch=touch, likelihood=4, reason="It happened.")
    assert (row.likelihood, row.reason) == (4, "It happened.")
    risk.refresh_from_db()
    assert risk.current_score == before
    services.likelihood_take_back(actor=anna, touch=touch)
    with pytest.raises(RuleBroken):
        services.likelihood_take_back(actor=anna, touch=touch)
    with pytest.raises(NotAllowed):
        services.touch_remove(actor=actor_of(cast.carl), touch=touch)


@pytest.mark.django_db
def test_an_object_does_not_tell_of_what_only_few_may_know(cast, anna):
    secret = make_incident(cast.kronborg, "Secret", owner=cast.anna, restricted=True)
    risk = make_risk(anna)
    services.touches_add(actor=anna, incident=secret, about=[risk])
    assert touches_on(anna, risk).count() == 1
    assert not touches_on(actor_of(cast.olga), risk).exists()
    played = make_incident(cast.kronborg, "Played", drill=True, owner=cast.anna, status=Status.OPEN)
    services.touches_add(actor=anna, incident=played, about=[risk])
    assert touches_on(anna, risk).count() == 1
