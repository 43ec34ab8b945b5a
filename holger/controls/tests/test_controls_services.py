"""Controls made, changed, tied to requirements and assets, put away, told as stories about people."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from holger.assets import services as assets
from holger.assets.tests.factories import make_asset
from holger.controls import services
from holger.controls.models import Control, Link, Reading
from holger.controls.signals import control_changed
from holger.controls.tests.factories import make_control
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.core.permissions import Role
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import bring, requirement
from holger.history.models import Event
from tests.cast import actor_of, make_person, make_unit

pytestmark = pytest.mark.django_db


def told(action):
    return Event.objects.filter(action=action).order_by("seq")


def course(control):
    return list(Reading.objects.filter(control=control).values_list("status", "maturity", "by"))


@pytest.fixture
def heard():
    """What the room has told those above."""
    found = []

    def hear(sender, actor, controls, changes, **kwargs):
        found.append(([control.reference for control in controls], set(changes)))

    control_changed.connect(hear)
    yield found
    control_changed.disconnect(hear)


# Made and changed


def test_anna_makes_a_control_with_all_that_is_known_of_it(cast, anna, rules):
    system = make_asset(cast.kronborg)
    control = make_control(
        anna,
        "  Back up every night ",
        owner=cast.bo,
        unit=cast.production,
        drivers=["business", "law", "law"],
        cost_yearly=Decimal("1200.50"),
        assets=[system],
        requirements=[requirement(rules, "1.1")],
        due=date(2027, 1, 31),
    )
    assert (control.reference, control.title, control.drivers) == ("F-1", "Back up every night", ["law", "business"])
    assert list(control.assets.all()) == [system]
    assert [(link.requirement.code, link.strength) for link in control.links.all()] == [("1.1", "whole")]
    assert course(control) == [("planned", None, "Anna Holm")]
    changes = told("control.created").get().changes
    assert changes["owner"] == [None, "Bo Lind"]
    assert changes["cost_yearly"] == [None, "1200.50"]
    assert changes["assets"] == [[], [str(system)]]
    assert make_control(anna).reference == "F-2"


def test_what_is_wrong_is_told_at_its_field(cast, anna):
    for field, wrong in {
        "title": " ",
        "kind": "magical",
        "function": "x",
        "status": "done",
        "maturity": 6,
        "target": None,
        "every": "P9D",
        "cost_once": Decimal(-1),
    }.items():
        with pytest.raises(ValidationError) as refused:
            make_control(anna, **{"title": "Back up", field: wrong})
        assert list(refused.value.message_dict) == [field]
    with pytest.raises(RuleBroken) as broken:
        make_control(anna, drivers=["whim"])
    assert broken.value.field == "drivers"
    assert not Control.objects.exists()


def test_each_change_of_status_or_maturity_leaves_one_reading(anna):
    control = make_control(anna, status="started", maturity=1)
    services.control_edit(actor=anna, control=control, status="implemented", maturity=3)
    services.control_edit(actor=anna, control=control, title="Back up twice", target=4)
    services.control_edit(actor=anna, control=control, status="implemented")
    services.control_edit(actor=anna, control=control, maturity=None)
    assert [each[:2] for each in course(control)] == [("started", 1), ("implemented", 3), ("implemented", None)]
    assert told("control.changed").count() == 3


def test_whoever_saves_last_is_told_of_the_one_before(cast, anna):
    control = make_control(anna)
    services.control_edit(actor=anna, control=Control.objects.get(), version=1, title="Back up")
    with pytest.raises(Conflict):
        services.control_edit(actor=anna, control=control, version=1, title="Copy")


def test_many_are_changed_at_once(cast, anna, heard):
    one, two, three = make_control(anna, owner=cast.bo), make_control(anna), make_control(anna, status="started")
    heard.clear()
    changed = services.controls_edit_many(actor=anna, controls=[one, two, three], owner=cast.bo, status="started")
    assert changed == 2 + 0 + 1
    assert [len(course(control)) for control in (one, two, three)] == [2, 2, 1]
    assert heard == [(["F-1", "F-2", "F-3"], {"owner", "status"})]
    assert services.controls_edit_many(actor=anna, controls=[one, two], owner=cast.bo) == 0
    with pytest.raises(ValueError, match="title"):
        services.controls_edit_many(actor=anna, controls=[one], title="All the same")


def test_an_archived_control_is_left_as_it_is(anna, rules):
    control = make_control(anna, requirements=[requirement(rules, "1.1")])
    services.control_archive(actor=anna, control=control)
    services.control_archive(actor=anna, control=control)
    assert told("control.archived").count() == 1
    link = control.links.select_related("control", "requirement__framework").get()
    for refused in (
        lambda: services.control_edit(actor=anna, control=control, title="Other"),
        lambda: services.controls_edit_many(actor=anna, controls=[control], target=4),
        lambda: services.link_add(actor=anna, control=control, requirement=requirement(rules, "1.2")),
        lambda: services.link_edit(actor=anna, link=link, strength="part"),
        lambda: services.link_remove(actor=anna, link=link),
    ):
        link.control = control
        with pytest.raises(RuleBroken):
            refused()
    services.control_restore(actor=anna, control=control)
    assert services.control_edit(actor=anna, control=control, title="Other").title == "Other"


def test_rooms_above_hear_of_it(anna, rules, heard):
    control = make_control(anna, "Back up", status="started")
    services.control_edit(actor=anna, control=control, status="partly")
    services.control_edit(actor=anna, control=control, status="partly")
    services.control_archive(actor=anna, control=control)
    services.control_restore(actor=anna, control=control)
    assert heard == [
        (["F-1"], {"title", "status"}),
        (["F-1"], {"status"}),
        (["F-1"], {"archived_at"}),
        (["F-1"], {"archived_at"}),
    ]


def test_the_reduction_is_nobodys_edit(cast, anna):
    one, two = make_control(anna), make_control(anna)
    foreign = make_control(actor_of(cast.dorte))
    before = Event.objects.count()
    services.reductions_set(organisation_id=anna.organisation_id, reductions={one.pk: 12, two.pk: 0, foreign.pk: 7})
    rows = dict(Control.objects.values_list("pk", "reduction"))
    assert rows == {one.pk: 12, two.pk: 0, foreign.pk: 0}
    assert Event.objects.count() == before
    assert set(Control.objects.values_list("version", flat=True)) == {1}


# Who may


def test_bo_makes_and_changes_his_own_only(cast, anna):
    bo = actor_of(cast.bo)
    his, hers = make_control(bo, owner=cast.bo), make_control(anna, owner=cast.anna)
    services.control_edit(actor=bo, control=his, status="started")
    for owner in (None, cast.anna):
        with pytest.raises(RuleBroken) as refused:
            make_control(bo, owner=owner)
        assert refused.value.field == "owner"
    with pytest.raises(NotAllowed):
        services.control_edit(actor=bo, control=hers, status="started")
    with pytest.raises(NotAllowed):
        services.control_archive(actor=bo, control=his)


def test_a_unit_s_security_officer_stays_in_the_unit(cast, anna):
    pia = actor_of(make_person(cast.kronborg, "Pia Lund", Role.SECURITY_OFFICER, only_in=cast.production))
    assert make_control(pia, unit=cast.production).unit == cast.production
    elsewhere = make_control(anna, unit=make_unit(cast.kronborg, "Sales"))
    with pytest.raises(RuleBroken):
        make_control(pia)
    with pytest.raises(NotAllowed):
        services.controls_edit_many(actor=pia, controls=[elsewhere], target=4)


def test_carl_and_emil_write_nothing_and_dorte_finds_nothing(cast, anna, rules):
    control = make_control(anna, requirements=[requirement(rules, "1.1")])
    link = control.links.select_related("control", "requirement__framework").get()
    for person, refusal in ((cast.carl, NotAllowed), (cast.emil, NotAllowed), (cast.dorte, NotFound)):
        actor = actor_of(person)
        for call in (
            lambda actor: services.control_edit(actor=actor, control=control, title="Mine"),
            lambda actor: services.controls_edit_many(actor=actor, controls=[control], target=5),
            lambda actor: services.control_archive(actor=actor, control=control),
            lambda actor: services.control_restore(actor=actor, control=control),
            lambda actor: services.link_add(actor=actor, control=control, requirement=requirement(rules, "1.2")),
            lambda actor: services.link_edit(actor=actor, link=link, strength="part"),
            lambda actor: services.link_remove(actor=actor, link=link),
        ):
            with pytest.raises(refusal):
                call(actor)
    for person in (cast.carl, cast.emil):
        with pytest.raises(NotAllowed):
            make_control(actor_of(person))


def test_nothing_foreign_is_taken(cast, anna):
    dorte = actor_of(cast.dorte)
    control = make_control(anna)
    foreign = {"owner": cast.dorte, "unit": make_unit(cast.rosenborg), "assets": [make_asset(cast.rosenborg)]}
    for name, row in foreign.items():
        with pytest.raises(NotFound):
            make_control(anna, **{name: row})
        with pytest.raises(NotFound):
            services.control_edit(actor=anna, control=control, **{name: row})
    theirs = requirement(bring(dorte), "1.1")
    with pytest.raises(NotFound):
        services.link_add(actor=anna, control=control, requirement=theirs)


# What it protects


def test_assets_that_one_does_not_see_stay_as_they_are(cast, anna):
    sales = make_unit(cast.kronborg, "Sales")
    press, shop = make_asset(cast.kronborg, unit=cast.production), make_asset(cast.kronborg, unit=sales)
    control = make_control(anna, unit=cast.production, assets=[press, shop])
    pia = actor_of(make_person(cast.kronborg, "Pia Lund", Role.SECURITY_OFFICER, only_in=cast.production))
    services.control_edit(actor=pia, control=control, assets=[])
    assert list(control.assets.all()) == [shop]
    other = make_asset(cast.kronborg, unit=sales)
    with pytest.raises(RuleBroken) as refused:
        services.control_edit(actor=pia, control=control, assets=[other])
    assert refused.value.field == "assets"


def test_an_asset_that_one_does_not_see_is_not_taken_away(cast, anna):
    shop = make_asset(cast.kronborg, unit=make_unit(cast.kronborg, "Sales"))
    control = make_control(anna, unit=cast.production, assets=[shop])
    pia = actor_of(make_person(cast.kronborg, "Pia Lund", Role.SECURITY_OFFICER, only_in=cast.production))
    with pytest.raises(NotFound):
        services.asset_remove(actor=pia, control=control, asset=shop)
    assert list(control.assets.all()) == [shop]


def test_what_is_put_away_is_not_chosen_but_stays_where_it_is(cast, anna):
    press = make_asset(cast.kronborg)
    control = make_control(anna, assets=[press])
    assets.asset_archive(actor=anna, asset=press)
    services.control_edit(actor=anna, control=control, assets=[press], title="Other")
    assert list(control.assets.all()) == [press]
    with pytest.raises(RuleBroken):
        make_control(anna, assets=[press])


# What it answers


def test_a_control_answers_requirements_of_several_frameworks(anna, rules, others):
    control = make_control(anna)
    services.link_add(actor=anna, control=control, requirement=requirement(rules, "1.1"))
    link = services.link_add(
        actor=anna, control=control, requirement=requirement(others, "A"), strength="part", note=" Only servers "
    )
    assert (link.strength, link.note) == ("part", "Only servers")
    services.link_edit(actor=anna, link=link, strength="whole")
    services.link_edit(actor=anna, link=link, strength="whole")
    assert told("control.requirement_changed").get().changes == {"strength": ["part", "whole"]}
    services.link_remove(actor=anna, link=link)
    assert Link.objects.count() == 1
    assert told("control.requirement_removed").get().changes["requirement"] == ["FW-2 A Requirement A", None]


def test_a_requirement_is_answered_once_and_by_what_is_known(anna, rules):
    control, line = make_control(anna), requirement(rules, "1.1")
    services.link_add(actor=anna, control=control, requirement=line)
    with pytest.raises(RuleBroken) as twice:
        services.link_add(actor=anna, control=control, requirement=line)
    assert twice.value.field == "requirement"
    with pytest.raises(RuleBroken, match="already"):
        services.links_add(actor=anna, control=control, requirements=[requirement(rules, "1.2"), line])
    assert Link.objects.count() == 1, "all of them or none"
    with pytest.raises(ValidationError):
        services.link_add(actor=anna, control=control, requirement=requirement(rules, "1.2"), strength="huge")
    with pytest.raises(ValueError, match="requirement"):
        services.link_edit(actor=anna, link=control.links.get(), requirement=requirement(rules, "1.2"))


def test_only_what_holds_and_can_be_answered_is_answered(anna, rules, others):
    control = make_control(anna)
    with pytest.raises(RuleBroken, match="heading"):
        services.link_add(actor=anna, control=control, requirement=requirement(rules, "1"))
    frameworks.framework_archive(actor=anna, framework=others)
    with pytest.raises(RuleBroken, match="no longer holds"):
        services.link_add(actor=anna, control=control, requirement=requirement(others, "A"))
