"""Whose work is told to whom: one's own, a deputy's, a team's; from every room, in equally many questions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holger.api import services as api
from holger.assets.tests.factories import make_asset
from holger.controls import services as controls
from holger.controls.models import GapRound, Statement
from holger.core import dates
from holger.core.permissions import Role
from holger.core.registry import registry
from holger.frameworks import services as frameworks
from holger.frameworks.models import Standing
from holger.organisation.models import Person
from holger.risks import services as risks
from holger.risks.tests.factories import make_risk
from holger.tasks import selectors, services
from holger.tasks.models import Task
from holger.tasks.rules.work import When
from holger.tasks.tests.factories import make_activity, make_task, run_of
from tests.cast import actor_of, make_person, make_unit
from tests.duties import duties_of

TODAY = dates.today()


def day(days):
    return TODAY + timedelta(days=days)


def titles(person, kind=""):
    return [str(duty.title) for duty in duties_of(person, kind)]


def lines(person):
    return selectors.work_of(actor_of(person), TODAY)


def away(person, deputy, first=0, last=7):
    return services.absence_set(actor=actor_of(person), person=person, first=day(first), last=day(last), deputy=deputy)


@pytest.fixture
def grete(cast):
    return make_person(cast.kronborg, "Grete Hansen", Role.EMPLOYEE, unit=cast.production, manager=cast.bo)


# Tasks


def test_a_task_is_its_owners_from_the_day_it_opens(cast):
    anna = actor_of(cast.anna)
    make_task(anna, "Soon", day(9), owner=cast.emil)
    make_task(anna, "Not yet", day(90), owner=cast.emil, opens=day(60))
    make_task(anna, "Nobody's", day(1))
    assert titles(cast.emil) == ["Soon"]
    assert titles(cast.anna) == []


def test_what_is_done_waits_for_whoever_signs_it_off(cast):
    task = make_task(actor_of(cast.anna), "Order tapes", owner=cast.emil, approver=cast.bo)
    services.task_done(actor=actor_of(cast.emil), task=task)
    assert titles(cast.emil) == []
    (duty,) = duties_of(cast.bo)
    assert (duty.title, duty.verb, duty.awaited) == ("Sign off Order tapes", "Sign off", True)
    assert "Emil Vang" in duty.reason
    services.task_sign(actor=actor_of(cast.bo), task=Task.objects.get(), accept=False, reason="Which ones?")
    assert titles(cast.bo) == []
    assert duties_of(cast.emil)[0].reason == "Sent back: Which ones?"


def test_what_was_missed_lately_can_still_be_done(cast):
    task = make_task(actor_of(cast.anna), owner=cast.emil)
    Task.objects.filter(pk=task.pk).update(status="missed", missed_at=dates.now() - timedelta(days=3))
    (duty,) = duties_of(cast.emil)
    assert "missed" in duty.reason
    Task.objects.filter(pk=task.pk).update(missed_at=dates.now() - timedelta(days=40))
    assert duties_of(cast.emil) == []


def test_only_what_needs_no_words_is_ticked_off(cast):
    anna = actor_of(cast.anna)
    make_task(anna, "Plain", owner=cast.emil)
    make_task(anna, "Proven", owner=cast.emil, needs_evidence=True)
    make_task(anna, "Listed", owner=cast.emil, checklist=["One", "Two"])
    activity = make_activity(anna, "Sampled", performer=cast.emil, starts=day(1), sample_of="people", sample_size=2)
    assert run_of(activity).owner == cast.emil
    assert {duty.title: bool(duty.click) for duty in duties_of(cast.emil)} == {
        "Plain": True,
        "Proven": False,
        "Listed": False,
        "Sampled": False,
    }


# Every room


def test_risks_ask_for_decisions_actions_and_reviews(cast):
    anna = actor_of(cast.anna)
    risk = make_risk(anna, make_asset(cast.kronborg), title="Fire")
    risks.risk_edit(actor=anna, risk=risk, owner=cast.bo, next_review=day(20))
    risks.action_add(actor=anna, risk=risk, title="Buy extinguishers", owner=cast.bo, due=day(-2))
    risks.risk_request_acceptance(
        actor=actor_of(cast.bo), risk=risk, approver=cast.olga, reason="Rare.", expires_on=day(100)
    )
    assert titles(cast.bo, "risks") == ["Buy extinguishers", "Review Fire"]
    (decision,) = duties_of(cast.olga, "risks")
    assert (decision.title, decision.verb, decision.awaited) == ("Decide on Fire", "Decide", True)
    (waits,) = selectors.waited_for(actor_of(cast.bo), TODAY)
    assert (waits.duty.waits_for, waits.duty.person_id) == ("Olga Krogh", cast.olga.pk)
    assert selectors.waited_for(anna, TODAY) == []


def test_controls_and_the_plan_ask_their_owners(cast):
    anna = actor_of(cast.anna)
    controls.control_create(actor=anna, title="Locks", owner=cast.bo, due=day(-1), next_review=day(5))
    controls.control_create(actor=anna, title="Alarm", owner=cast.bo, status="implemented", due=day(-1))
    first = controls.plan_item_create(actor=anna, title="Choose locks", owner=cast.anna)
    controls.plan_item_create(actor=anna, title="Buy locks", owner=cast.bo, due=day(9), depends_on=[first])
    controls.plan_item_create(actor=anna, title="Next year", owner=cast.bo, starts=day(200), due=day(300))
    assert titles(cast.bo) == ["Put in place: Locks", "Review Locks", "Buy locks"]
    (blocked,) = duties_of(cast.bo, "plan")
    assert "waits for something" in blocked.reason
    assert blocked.click is None
    (free,) = duties_of(cast.anna, "plan")
    assert free.click is not None


@pytest.fixture
def rules(cast):
    """A framework with three requirements."""
    anna = actor_of(cast.anna)
    framework = frameworks.framework_create(actor=anna, title_en="House rules")
    for code in "123":
        frameworks.requirement_add(actor=anna, framework=framework, code=code, title_en=f"Rule {code}")
    scope = framework.scopes.get()
    frameworks.scope_edit(actor=anna, scope=scope, owner=cast.karen)
    return framework


def ask(cast, person, most=3):
    rows = list(Standing.objects.select_related("scope__framework", "requirement").order_by("pk")[:most])
    frameworks.standings_ask(actor=actor_of(cast.anna), standings=rows, person=person)


def test_requirements_are_asked_once_for_each_framework_with_a_count(cast, rules):
    ask(cast, cast.bo, 2)
    (duty,) = duties_of(cast.bo)
    assert (duty.title, duty.minutes, duty.awaited) == ("Answer 2 requirements", 6, True)
    (waits,) = selectors.waited_for(actor_of(cast.karen), TODAY)
    assert waits.duty.waits_for == "Bo Lind"


def test_an_open_round_asks_instead_and_is_closed_by_whoever_answers_for_it(cast, rules):
    anna = actor_of(cast.anna)
    ask(cast, cast.bo)
    held = controls.gap_round_open(actor=anna, scope=rules.scopes.get(), title="Autumn", due=day(-1))
    (duty,) = duties_of(cast.bo)
    assert (duty.title, duty.due) == ("Answer 3 requirements in the gap round Autumn", day(-1))
    for row in held.answers.select_related("round__scope__framework", "requirement"):
        controls.gap_answer(actor=anna, row=row, answer="met")
    assert titles(cast.bo) == []
    assert titles(cast.anna) == titles(cast.olga) == ["Close the gap round Autumn"]  # Karen owns it, and may not close
    frameworks.scope_edit(actor=anna, scope=rules.scopes.get(), owner=cast.olga)
    assert titles(cast.anna) == []
    assert titles(cast.olga) == ["Close the gap round Autumn"]
    controls.gap_round_close(actor=anna, gap_round=GapRound.objects.get(), conclusion="")
    assert titles(cast.olga) == []


def test_statements_wait_for_their_approver_and_grow_old(cast, rules):
    anna = actor_of(cast.anna)
    statement = controls.statement_draft(actor=anna, scope=rules.scopes.get())
    controls.statement_request(actor=anna, statement=statement, approver=cast.olga, change_note="First.")
    (duty,) = duties_of(cast.olga)
    assert (duty.title, duty.verb) == ("Approve SoA: House rules v1", "Read")
    (waits,) = selectors.waited_for(anna, TODAY)
    assert waits.duty.waits_for == "Olga Krogh"
    statement = Statement.objects.get()
    controls.statement_approve(actor=actor_of(cast.olga), statement=statement, digest=statement.digest)
    assert duties_of(cast.olga) == []
    later = dates.now() + timedelta(days=350)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dates, "now", lambda: later)
        assert titles(cast.anna, "statements") == ["Renew SoA: House rules v1"]
        assert titles(cast.bo, "statements") == []


def test_tokens_that_end_soon_are_renewed_by_whose_they_are(cast):
    api.token_create(actor=actor_of(cast.emil), person=cast.emil, name="Script", scope={"*": "read"}, days=5)
    api.token_create(actor=actor_of(cast.emil), person=cast.emil, name="Other", scope={"*": "read"}, days=100)
    (duty,) = duties_of(cast.emil)
    assert duty.title == "Renew the API token Script"
    assert (duty.due - TODAY).days in (4, 5)


# In somebody's place


def test_a_deputy_has_what_falls_due_while_somebody_is_away_and_is_told_so(cast):
    anna = actor_of(cast.anna)
    make_task(anna, "Late", day(-2), owner=cast.bo)
    make_task(anna, "Within", day(3), owner=cast.bo)
    make_task(anna, "Beyond", day(30), owner=cast.bo)
    away(cast.bo, cast.emil)
    assert titles(cast.emil) == ["Late", "Within"]
    assert {line.absence.person for line in lines(cast.emil)} == {cast.bo}
    assert titles(cast.bo) == ["Late", "Within", "Beyond"]
    assert titles(cast.karen) == []


def test_nobody_stands_in_before_or_after(cast):
    make_task(actor_of(cast.anna), "Within", day(3), owner=cast.bo)
    away(cast.bo, cast.emil, first=1)
    assert titles(cast.emil) == []
    with pytest.MonkeyPatch.context() as patch:
        for days, seen in ((2, ["Within"]), (9, [])):
            later = dates.now() + timedelta(days=days)
            patch.setattr(dates, "now", lambda later=later: later)
            assert [line.duty.title for line in selectors.work_of(actor_of(cast.emil), dates.today())] == seen


def test_what_names_a_deputy_of_its_own_goes_there(cast):
    anna = actor_of(cast.anna)
    make_task(anna, "With its own", day(3), owner=cast.bo, deputy=cast.karen)
    make_asset(cast.kronborg, title="Payroll", owner=cast.bo, deputy=cast.karen, next_review=day(1))
    make_task(anna, "Without", day(3), owner=cast.bo)
    assert titles(cast.karen) == []
    away(cast.bo, cast.emil)
    assert titles(cast.karen) == ["Review Payroll", "With its own"]
    assert titles(cast.emil) == ["Without"]


def test_whoever_stands_in_sees_only_what_they_may_open(cast):
    """An employee cannot decide on risks: they are told of the task, not of the risk."""
    anna = actor_of(cast.anna)
    risk = make_risk(anna, make_asset(cast.kronborg), title="Fire")
    risks.risk_edit(actor=anna, risk=risk, owner=cast.bo, next_review=day(2))
    make_task(anna, "Order tapes", day(3), owner=cast.bo)
    away(cast.bo, cast.emil)
    assert titles(cast.emil) == ["Order tapes"]
    services.absence_edit(actor=actor_of(cast.bo), absence=cast.bo.absences.get(), deputy=cast.anna)
    assert "Review Fire" in titles(cast.anna)


# What one may open


def test_nobody_is_told_of_what_they_may_not_open(cast):
    ulla = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)
    for title, unit in (("Here", cast.production), ("There", make_unit(cast.kronborg, "Finance"))):
        make_asset(cast.kronborg, title=title, owner=ulla, unit=unit, next_review=day(-1))
    make_asset(cast.kronborg, title="Read only", owner=cast.carl, next_review=day(-1))
    assert titles(ulla) == ["Review Here"]
    assert titles(cast.carl) == []


def test_another_organisations_work_is_nobodys_here(cast):
    make_asset(cast.rosenborg, title="Theirs", owner=cast.dorte, next_review=day(-1))
    make_task(actor_of(cast.dorte), "Theirs too", owner=cast.dorte)
    assert len(titles(cast.dorte)) == 2
    for person in cast.by_role().values():
        assert titles(person) == []
    assert not [duty for _source, duty in selectors.duties_in(cast.kronborg.pk)]


def test_somebody_without_a_person_has_nothing_to_do(cast):
    from holger.organisation.selectors import system_actor

    actor = system_actor(cast.kronborg, "command")
    assert selectors.work_of(actor, TODAY) == []
    assert selectors.waited_for(actor, TODAY) == []
    assert selectors.team_for(actor).count() == 6


# The team


def test_whose_work_one_looks_after(cast, grete):
    ulla = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)
    seen = {
        who: set(selectors.team_for(actor_of(who)).values_list("name", flat=True)) for who in (cast.anna, cast.bo, ulla)
    }
    assert len(seen[cast.anna]) == 7  # everybody but herself
    assert seen[cast.bo] == {"Grete Hansen"}
    assert seen[ulla] == {"Grete Hansen", "Bo Lind", "Emil Vang"}
    for nobody in (cast.karen, cast.carl, cast.emil):
        assert not selectors.team_for(actor_of(nobody)).exists()
    for who in (cast.anna, cast.bo, ulla, cast.emil, cast.dorte):
        actor = actor_of(who)
        team = set(selectors.team_for(actor))
        assert team == {person for person in Person.objects.all() if selectors.looks_after(actor, person)}


def test_what_the_manager_may_not_open_is_told_by_kind_and_day(cast, grete):
    make_asset(cast.kronborg, title="Secret plans", owner=grete, next_review=day(-3))
    make_task(actor_of(cast.anna), "Order tapes", day(2), owner=grete, unit=cast.production)
    found = selectors.work_of_others(actor_of(cast.bo), [grete.pk, cast.emil.pk], TODAY)
    assert [(line.source.key, line.when, line.opens) for line in found] == [
        ("assets", When.LATE, False),
        ("tasks", found[1].when, False),
    ]
    assert all(line.opens for line in selectors.work_of_others(actor_of(cast.anna), [grete.pk], TODAY))
    for nobody in (cast.karen, cast.emil, cast.dorte):
        assert selectors.work_of_others(actor_of(nobody), [grete.pk], TODAY) == []


def test_whom_one_may_name_as_deputy(cast, grete):
    """An employee sees no register of people, but knows whom they work with."""
    names = {person.name for person in selectors.deputies_for(actor_of(cast.emil))}
    assert names == {"Emil Vang", "Bo Lind", "Grete Hansen"}  # of his unit
    assert {person.name for person in selectors.deputies_for(actor_of(grete))} == names
    Person.objects.filter(pk=cast.emil.pk).update(unit=None, manager=cast.olga)
    assert {person.name for person in selectors.deputies_for(actor_of(cast.emil))} == {"Emil Vang", "Olga Krogh"}
    assert len(selectors.deputies_for(actor_of(cast.bo))) == 7
    Person.objects.filter(pk=cast.karen.pk).update(suspended_at=dates.now())
    assert len(selectors.deputies_for(actor_of(cast.bo))) == 6
    assert {hit.title for hit in selectors.find_deputies(actor_of(grete), "bo", 9)} == {"Bo Lind"}
    assert cast.dorte not in selectors.deputies_for(actor_of(cast.anna))


# How much it costs


def questions(ask):
    with CaptureQueriesContext(connection) as caught:
        ask()
    return len(caught)


def test_a_room_asks_equally_often_for_one_and_for_many(cast, rules, capsys):
    """For one person with little, for one with much, and for everybody at once."""
    anna = actor_of(cast.anna)
    make_busy(cast, anna, cast.bo, 1)
    few = questions(lambda: lines(cast.bo))
    make_busy(cast, anna, cast.bo, 12)
    many = questions(lambda: lines(cast.bo))
    everybody = {s.key: questions(lambda s=s: s.open(cast.kronborg.pk, None)) for s in registry.duties}
    with capsys.disabled():
        print(f"\nMy work: {many} queries; for everybody {sum(everybody.values())}: {everybody}")
    assert few == many <= 50
    assert max(everybody.values()) <= 8


def make_busy(cast, anna, person, count):
    for number in range(count):
        asset = make_asset(cast.kronborg, title=f"System {number}", owner=person, next_review=day(-number))
        risk = make_risk(anna, asset, title=f"Risk {number}")
        risks.risk_edit(actor=anna, risk=risk, owner=person, next_review=day(number))
        risks.action_add(actor=anna, risk=risk, title="Do it", owner=person, due=day(number))
        make_task(anna, f"Task {number}", day(number), owner=person)
        make_task(anna, f"Sign {number}", day(number), owner=cast.emil, approver=person)
        controls.control_create(actor=anna, title=f"Control {number}", owner=person, due=day(-number))
        controls.plan_item_create(actor=anna, title=f"Work {number}", owner=person, due=day(number))
    Task.objects.filter(approver=person, status="open").update(status="waiting", done_at=timezone.now())
    ask(cast, person)


def test_finished_things_slow_nothing(cast):
    for number in range(30):
        services.task_done(
            actor=actor_of(cast.emil), task=make_task(actor_of(cast.anna), f"Task {number}", owner=cast.emil)
        )
    assert lines(cast.emil) == []
