"""Days away, roles of the field, reminders and handing over: who may, what is refused, what is told."""

from datetime import timedelta

import pytest

from holger.assets.models import Asset
from holger.assets.tests.factories import make_asset
from holger.core import dates
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.permissions import Role
from holger.history.models import Event
from holger.organisation import services as people
from holger.organisation.models import Person
from holger.risks import services as risks
from holger.risks.models import Risk
from holger.risks.tests.factories import make_risk
from holger.tasks import selectors, services
from holger.tasks.models import Absence, Activity, Notice, NoticeKind, RoleHolder, Task
from holger.tasks.tests.factories import make_activity, make_task, run_of
from tests.cast import actor_of, make_person, make_unit

TODAY = dates.today()


def day(days):
    return TODAY + timedelta(days=days)


def told(action):
    return list(Event.objects.filter(action=action).order_by("seq"))


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


@pytest.fixture
def grete(cast):
    """An employee whom Bo leads."""
    return make_person(cast.kronborg, "Grete Hansen", Role.EMPLOYEE, unit=cast.production, manager=cast.bo)


@pytest.fixture
def ulla(cast):
    """A security officer of one unit only."""
    return make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)


# Days away


def away(person, by=None, first=0, last=7, deputy=None):
    return services.absence_set(
        actor=actor_of(by or person), person=person, first=day(first), last=day(last), deputy=deputy
    )


def test_whoever_is_away_says_so_and_names_a_deputy(cast, grete):
    absence = away(grete, deputy=cast.emil)
    (event,) = told("person.away_set")
    assert (event.subject_id, event.actor_id) == (grete.pk, grete.pk)
    assert event.changes["deputy"] == [None, "Emil Vang"]
    assert absence.holds(day(7))
    assert not absence.holds(day(8))


@pytest.mark.parametrize("who", ["bo", "anna", "olga"])
def test_their_manager_and_the_organisations_managers_may_say_it_for_them(cast, grete, who):
    away(grete, by=getattr(cast, who))
    assert Absence.objects.get().person == grete


@pytest.mark.parametrize("who", ["emil", "karen", "carl"])
def test_nobody_else_may(cast, grete, who):
    with pytest.raises(NotAllowed):
        away(grete, by=getattr(cast, who))
    with pytest.raises(NotAllowed):
        services.absence_end(actor=actor_of(getattr(cast, who)), absence=away(grete))


def test_an_auditor_has_nobody_stand_in(cast):
    with pytest.raises(NotAllowed):
        away(cast.carl)


def test_a_manager_of_one_unit_says_it_for_people_there_only(cast, grete, ulla):
    away(grete, by=ulla)
    with pytest.raises(NotAllowed):
        away(cast.karen, by=ulla)


def test_a_stranger_finds_nobody(cast, grete):
    with pytest.raises(NotFound):
        away(grete, by=cast.dorte)
    with pytest.raises(NotFound):
        away(grete, deputy=cast.dorte)
    absence = away(grete)
    for act in (services.absence_edit, services.absence_end):
        with pytest.raises(NotFound):
            act(actor=actor_of(cast.dorte), absence=absence)


def refused(**told):
    with pytest.raises(RuleBroken) as broken:
        away(**told)
    return broken.value.field


def test_days_and_deputies_that_make_no_sense_are_refused_at_their_field(cast, grete):
    assert refused(person=grete, first=5, last=2) == "last"
    assert refused(person=grete, first=-9, last=-2) == "last"
    assert refused(person=grete, deputy=grete) == "deputy"
    away(grete, first=10, last=20)
    assert refused(person=grete, first=15, last=16) == "first"
    away(cast.emil, first=3, last=4)
    assert refused(person=grete, deputy=cast.emil) == "deputy"
    people.person_suspend(actor=actor_of(cast.anna), person=cast.karen)
    assert refused(person=grete, deputy=fresh(cast.karen)) == "deputy"
    assert Absence.objects.count() == 2


def test_days_are_changed_and_ended(cast, grete):
    absence = away(grete, first=-2, last=10)
    services.absence_edit(actor=actor_of(cast.bo), absence=absence, last=day(5), deputy=cast.emil)
    assert fresh(absence).last == day(5)
    services.absence_end(actor=actor_of(grete), absence=absence)
    assert fresh(absence).last == day(-1)  # the days that have gone stay on record
    with pytest.raises(RuleBroken):
        services.absence_end(actor=actor_of(grete), absence=fresh(absence))
    services.absence_end(actor=actor_of(grete), absence=away(grete, first=4, last=6))
    assert Absence.objects.count() == 1
    assert len(told("person.away_ended")) == 2


def test_the_deputy_is_named_on_tasks_that_fall_due_meanwhile(cast, grete):
    anna = actor_of(cast.anna)
    late, within, beyond = (make_task(anna, due=day(days), owner=grete) for days in (-3, 4, 30))
    own = make_task(anna, due=day(4), owner=grete, deputy=cast.karen)
    looked_at = make_task(anna, due=day(4), owner=grete, approver=cast.emil)
    away(grete, deputy=cast.emil)
    assert [fresh(task).deputy for task in (late, within, beyond)] == [cast.emil, cast.emil, None]
    assert fresh(own).deputy == cast.karen
    assert fresh(looked_at).deputy is None  # whoever signs it off does not do it
    assert fresh(within).version == within.version
    assert len(told("task.changed")) == 2
    assert selectors.tasks_for(actor_of(cast.emil)).filter(pk=within.pk).exists()


def test_what_comes_while_somebody_is_away_gets_the_deputy_too(cast, grete):
    away(grete, deputy=cast.emil)
    task = make_task(actor_of(cast.anna), due=day(3), owner=grete)
    assert services.absences_begin(organisation_id=cast.kronborg.pk) == 1
    assert fresh(task).deputy == cast.emil
    assert services.absences_begin(organisation_id=cast.kronborg.pk) == 0
    assert services.absences_begin(organisation_id=cast.rosenborg.pk) == 0


# Roles of the field


def hold(actor, role="it", **told):
    return services.role_holder_set(actor=actor_of(actor), role=role, **told)


def test_somebody_holds_a_role_and_history_tells_of_it(cast):
    hold(cast.anna, person=cast.bo, deputy=cast.emil)
    (event,) = told("person.role_held")
    assert (event.subject_id, event.changes["holds"]) == (cast.bo.pk, [None, "it"])
    assert selectors.roster_of(cast.kronborg.pk, TODAY).holder("it", None).person == cast.bo.pk


def test_the_next_holder_takes_the_place_of_the_last(cast):
    hold(cast.anna, person=cast.bo)
    hold(cast.anna, person=cast.emil)
    hold(cast.anna, person=cast.karen, unit=cast.production)
    assert RoleHolder.objects.count() == 2
    assert told("person.role_held")[1].changes["person"] == ["Bo Lind", "Emil Vang"]
    roster = selectors.roster_of(cast.kronborg.pk, TODAY)
    assert roster.holder("it", cast.production.pk).person == cast.karen.pk
    assert roster.holder("it", None).person == cast.emil.pk


def test_a_holder_is_changed_and_ended(cast):
    holder = hold(cast.anna, person=cast.bo)
    services.role_holder_edit(actor=actor_of(cast.olga), role_holder=holder, person=cast.emil, deputy=cast.bo)
    assert (fresh(holder).person, fresh(holder).deputy) == (cast.emil, cast.bo)
    services.role_holder_end(actor=actor_of(cast.anna), role_holder=holder)
    assert not RoleHolder.objects.exists()
    assert told("person.role_ended")[0].subject_id == cast.emil.pk


def test_what_nobody_has_touched_goes_to_whoever_holds_the_role_now(cast):
    activity = make_activity(actor_of(cast.anna), performer_role="it", rule="FREQ=MONTHLY")
    owners = lambda: set(Task.objects.filter(activity=activity).values_list("owner", flat=True))  # noqa: E731
    assert owners() == {None}
    holder = hold(cast.anna, person=cast.bo)
    assert owners() == {cast.bo.pk}
    services.task_start(actor=actor_of(cast.bo), task=run_of(activity))
    hold(cast.anna, person=cast.emil)
    assert owners() == {cast.bo.pk, cast.emil.pk}
    assert run_of(activity).owner == cast.bo
    services.role_holder_end(actor=actor_of(cast.anna), role_holder=fresh(holder))
    assert owners() == {cast.bo.pk, None}


def test_nobody_holds_what_is_no_role_and_nobody_stands_in_for_themselves(cast):
    for role in ("employee", "king"):
        with pytest.raises(RuleBroken) as broken:
            hold(cast.anna, role, person=cast.bo)
        assert broken.value.field == "role"
    with pytest.raises(RuleBroken) as broken:
        hold(cast.anna, person=cast.bo, deputy=cast.bo)
    assert broken.value.field == "deputy"
    people.person_suspend(actor=actor_of(cast.anna), person=cast.karen)
    with pytest.raises(RuleBroken) as broken:
        hold(cast.anna, person=fresh(cast.karen))
    assert broken.value.field == "person"


@pytest.mark.parametrize("who", ["bo", "karen", "carl", "emil"])
def test_only_managers_name_who_holds_a_role(cast, who):
    with pytest.raises(NotAllowed):
        hold(getattr(cast, who), person=cast.bo)
    holder = hold(cast.anna, person=cast.bo)
    with pytest.raises(NotAllowed):
        services.role_holder_edit(actor=actor_of(getattr(cast, who)), role_holder=holder, person=cast.emil)
    with pytest.raises(NotAllowed):
        services.role_holder_end(actor=actor_of(getattr(cast, who)), role_holder=holder)


def test_a_manager_of_one_unit_names_holders_there_only(cast, ulla):
    hold(ulla, person=cast.bo, unit=cast.production)
    for unit in (None, make_unit(cast.kronborg, "Finance")):
        with pytest.raises(NotAllowed):
            hold(ulla, person=cast.bo, unit=unit)
    with pytest.raises(NotAllowed):
        services.role_holder_end(actor=actor_of(ulla), role_holder=hold(cast.anna, person=cast.bo))


def test_roles_know_no_strangers(cast):
    theirs = make_unit(cast.rosenborg, "Their unit")
    for wrong in (
        {"person": cast.dorte},
        {"person": cast.bo, "deputy": cast.dorte},
        {"person": cast.bo, "unit": theirs},
    ):
        with pytest.raises(NotFound):
            hold(cast.anna, **wrong)
    with pytest.raises(NotFound):
        services.role_holder_end(actor=actor_of(cast.dorte), role_holder=hold(cast.anna, person=cast.bo))


# Reminders


def remind(by, person, key):
    return services.nudge(actor=actor_of(by), person=person, key=key)


def test_a_reminder_is_written_once_a_day(cast, grete, monkeypatch):
    task = make_task(actor_of(cast.anna), "Order tapes", day(-2), owner=grete)
    key = f"tasks.task:{task.reference}"
    notice = remind(cast.bo, grete, key)
    assert (notice.person, notice.kind, notice.title, notice.path) == (
        grete,
        NoticeKind.NUDGE,
        "Order tapes",
        task.path,
    )
    assert notice.due == day(-2)
    assert "Bo Lind" in notice.said
    with pytest.raises(RuleBroken, match="today"):
        remind(cast.anna, grete, key)
    later = dates.now() + timedelta(days=1)
    monkeypatch.setattr(dates, "now", lambda: later)
    remind(cast.anna, grete, key)
    assert Notice.objects.filter(kind=NoticeKind.NUDGE).count() == 2
    assert [event.subject_id for event in told("person.nudged")] == [grete.pk, grete.pk]


def test_a_reminder_speaks_the_receivers_language(cast, grete):
    make_asset(cast.kronborg, title="Payroll", owner=grete, next_review=day(-2))
    grete.user.language = "da"
    grete.user.save()
    key = f"assets.asset:{Asset.objects.get().pk}:review"
    assert remind(cast.anna, fresh(grete), key).title != "Review Payroll"


def test_whoever_waits_may_remind(cast):
    task = make_task(actor_of(cast.bo), "Order tapes", owner=cast.bo)
    services.task_give(actor=actor_of(cast.anna), task=task, owner=cast.emil)
    given = make_task(actor_of(cast.karen), owner=cast.karen)
    services.task_give(actor=actor_of(cast.karen), task=given, owner=cast.emil)
    assert remind(cast.karen, cast.emil, f"tasks.task:{given.reference}").person == cast.emil
    with pytest.raises(NotAllowed):
        remind(cast.karen, cast.emil, f"tasks.task:{task.reference}")


def test_nobody_else_reminds_and_nobody_is_reminded_of_nothing(cast, grete):
    task = make_task(actor_of(cast.anna), owner=grete)
    for who in (cast.emil, cast.carl, cast.karen):
        with pytest.raises(NotAllowed):
            remind(who, grete, f"tasks.task:{task.reference}")
    with pytest.raises(NotFound):
        remind(cast.dorte, grete, f"tasks.task:{task.reference}")
    with pytest.raises(RuleBroken):
        remind(cast.anna, grete, "tasks.task:nonsense")
    services.task_done(actor=actor_of(grete), task=fresh(task))
    with pytest.raises(RuleBroken):
        remind(cast.anna, grete, f"tasks.task:{task.reference}")
    assert not Notice.objects.filter(kind=NoticeKind.NUDGE).exists()


# Handing over


def everything(actor, person):
    return [each.holding.key for each in selectors.held_by(actor_of(actor), person) if each.rows]


@pytest.fixture
def house(cast):
    """Bo owns, does, signs off, is asked and stands in for all that one can."""
    anna = actor_of(cast.anna)
    asset = make_asset(cast.kronborg, title="Payroll", owner=cast.bo)
    make_asset(cast.kronborg, title="Archive", deputy=cast.bo)
    risk = make_risk(anna, asset)
    risks.risk_edit(actor=anna, risk=risk, owner=cast.bo)
    risks.action_add(actor=anna, risk=risk, title="Patch it", owner=cast.bo)
    make_task(anna, "Order tapes", owner=cast.bo)
    make_task(anna, "Look at tapes", owner=cast.emil, approver=cast.bo)
    make_activity(anna, owner=cast.bo, performer=cast.emil)
    hold(cast.anna, person=cast.bo)
    make_person(cast.kronborg, "Grete Hansen", Role.EMPLOYEE, manager=cast.bo)
    return cast


def test_all_that_somebody_holds_is_listed_by_kind(house):
    assert everything(house.anna, house.bo) == [
        *("tasks.task.owner", "tasks.task.approver", "tasks.activity.owner", "assets.owner", "assets.deputy"),
        *("risks.risk", "risks.action", "tasks.role.person", "people.manager"),
    ]
    assert everything(house.bo, house.bo) == [
        *("tasks.task.owner", "tasks.task.approver", "tasks.activity.owner"),
        *("assets.owner", "assets.deputy", "risks.risk", "risks.action"),
    ]  # roles and people are for managers to give
    assert everything(house.emil, house.bo) == []
    assert everything(house.dorte, house.bo) == []


def hand(house, taker, kinds, by=None, giver=None, **more):
    giver = giver or house.bo
    return services.hand_over(actor=actor_of(by or house.anna), giver=giver, taker=taker, kinds=kinds, **more)


def test_everything_goes_to_one_person_in_one_go(house):
    taker = make_person(house.kronborg, "Ivan Bro", Role.CONTRIBUTOR)
    kinds = everything(house.anna, house.bo)
    assert hand(house, taker, kinds) == 9
    assert everything(house.anna, fresh(house.bo)) == []
    assert everything(house.anna, taker) == kinds
    for model, field in ((Risk, "owner"), (Activity, "owner"), (RoleHolder, "person")):
        assert getattr(model.objects.get(), field) == taker
    assert Task.objects.get(title="Look at tapes").approver == taker
    assert Person.objects.get(name="Grete Hansen").manager == taker


def test_each_thing_tells_in_its_own_history_from_whom_to_whom(house):
    hand(house, house.karen, ["assets.owner", "risks.risk"], anyway=True)
    assert told("asset.edited")[-1].changes["owner"] == ["Bo Lind", "Karen Bech"]
    assert told("risk.changed")[-1].changes["owner"] == ["Bo Lind", "Karen Bech"]
    (event,) = told("person.handed_over")
    assert event.subject_id == house.bo.pk
    assert event.changes == {"taker": [None, "Karen Bech"], "count": [None, 2]}


def test_only_what_is_chosen_goes(house):
    hand(house, house.karen, ["assets.owner"], anyway=True)
    assert Asset.objects.get(title="Payroll").owner == house.karen
    assert Risk.objects.get().owner == house.bo


def test_what_the_taker_could_not_open_is_told_before(house):
    with pytest.raises(RuleBroken, match="Emil Vang could not open") as broken:
        hand(house, house.emil, ["risks.risk", "tasks.task.owner"])
    assert broken.value.field == "taker"
    assert "Risks: 1" in broken.value.message
    assert "Tasks" not in broken.value.message  # his own tasks an employee sees
    assert Risk.objects.get().owner == house.bo
    hand(house, house.emil, ["risks.risk", "tasks.task.owner"], anyway=True)
    assert Risk.objects.get().owner == house.emil
    nobody = make_person(house.kronborg, "Niels Ro", signs_in=False)
    with pytest.raises(RuleBroken, match="Niels Ro"):
        hand(house, nobody, ["assets.owner"])


def test_all_or_nothing(house):
    """Whoever signs a task off cannot do it: then nothing is handed over."""
    make_task(actor_of(house.anna), "Count tapes", owner=house.bo, approver=house.karen)
    with pytest.raises(RuleBroken, match="signs it off"):
        hand(house, house.karen, ["assets.owner", "tasks.task.owner"], anyway=True)
    assert Asset.objects.get(title="Payroll").owner == house.bo
    assert not told("person.handed_over")


def test_to_whom_nothing_can_be_handed_over(house):
    for taker, kinds, field in (
        (house.bo, ["assets.owner"], "taker"),
        (house.karen, [], "kinds"),
        (house.karen, ["x"], "kinds"),
    ):
        with pytest.raises(RuleBroken) as broken:
            hand(house, taker, kinds)
        assert broken.value.field == field
    people.person_suspend(actor=actor_of(house.anna), person=house.karen)
    with pytest.raises(RuleBroken, match="not here any more"):
        hand(house, fresh(house.karen), ["assets.owner"])
    with pytest.raises(NotFound):
        hand(house, house.dorte, ["assets.owner"])


def test_who_may_hand_over(house):
    for who in (house.emil, house.karen, house.carl):
        with pytest.raises(NotAllowed):
            hand(house, house.karen, ["assets.owner"], by=who)
    with pytest.raises(NotFound):
        hand(house, house.karen, ["assets.owner"], by=house.dorte)
    hand(house, house.karen, ["assets.owner"], by=house.bo, anyway=True)
    assert Asset.objects.get(title="Payroll").owner == house.karen


def test_somebody_who_has_left_leaves_what_they_had(house):
    people.person_suspend(actor=actor_of(house.anna), person=house.bo)
    assert hand(house, house.karen, ["assets.owner", "risks.risk"], giver=fresh(house.bo)) == 2


def test_whoever_takes_over_a_team_does_not_lead_themselves(house):
    grete = Person.objects.get(name="Grete Hansen")
    make_person(house.kronborg, "Ivan Bro", Role.EMPLOYEE, manager=house.bo)
    hand(house, grete, ["people.manager"], anyway=True)
    assert fresh(grete).manager is None
    assert Person.objects.get(name="Ivan Bro").manager == grete


def test_a_role_goes_to_its_deputy_who_then_has_none(house):
    RoleHolder.objects.update(deputy=house.karen)
    hand(house, house.karen, ["tasks.role.person"], anyway=True)
    holder = RoleHolder.objects.get()
    assert (holder.person, holder.deputy) == (house.karen, None)


def test_every_register_says_how_its_owner_is_handed_over():
    from holger.core.models import Record
    from holger.core.registry import registry

    owned = {kind for kind, subject in registry.subjects.items() if issubclass(subject.model, Record)}
    assert owned <= {holding.owner_of for holding in registry.holdings}
    assert len({holding.key for holding in registry.holdings}) == len(registry.holdings)
