"""People, units, roles, tags and views: it works, the reader may not, the stranger does not exist."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.core.permissions import Role
from holger.history.models import Event
from holger.organisation import selectors, services
from holger.organisation.models import Organisation, Person, RoleGrant, SavedView, Unit
from tests.cast import actor_of, make_person, make_unit


def told(organisation, action):
    return Event.objects.filter(organisation_id=organisation.id, action=action).order_by("-seq").first()


# --- People --------------------------------------------------------------------------------------------------------


def test_anna_registers_a_person_and_history_says_so(cast):
    person = services.person_create(
        actor=actor_of(cast.anna), name="Jonas Brandt", email="Jonas@Kronborg.example ", unit=cast.production
    )
    assert person.reference == "PE-7"
    assert person.email == "jonas@kronborg.example"
    event = told(cast.kronborg, "person.created")
    assert event.actor_label == "Anna Holm"
    assert event.changes["unit"] == [None, "Production"]


@pytest.mark.parametrize("who", ["bo", "carl", "karen", "emil"])
def test_others_may_not_register_people(cast, who):
    with pytest.raises(NotAllowed):
        services.person_create(actor=actor_of(getattr(cast, who)), name="Jonas Brandt")


def test_a_stranger_cannot_touch_a_person(cast):
    dorte = actor_of(cast.dorte)
    for write in (
        lambda: services.person_edit(actor=dorte, person=cast.bo, name="Taken"),
        lambda: services.person_suspend(actor=dorte, person=cast.bo),
        lambda: services.person_remove(actor=dorte, person=cast.bo),
        lambda: services.role_give(actor=dorte, person=cast.bo, role=Role.OWNER),
        lambda: services.invitation_send(actor=dorte, person=cast.bo),
    ):
        with pytest.raises(NotFound):
            write()
    assert Person.objects.get(pk=cast.bo.pk).name == "Bo Lind"


def test_a_foreign_unit_or_manager_is_refused(cast):
    foreign = make_unit(cast.rosenborg, "Garden")
    anna = actor_of(cast.anna)
    with pytest.raises(NotFound):
        services.person_edit(actor=anna, person=cast.bo, unit=foreign)
    with pytest.raises(NotFound):
        services.person_edit(actor=anna, person=cast.bo, manager=cast.dorte)
    with pytest.raises(NotFound):
        services.person_create(actor=anna, name="Jonas Brandt", unit=foreign)


def test_the_second_of_two_writers_is_told(cast):
    stale = Person.objects.get(pk=cast.bo.pk)
    services.person_edit(actor=actor_of(cast.anna), person=Person.objects.get(pk=cast.bo.pk), job_title="Head of IT")
    with pytest.raises(Conflict):
        services.person_edit(actor=actor_of(cast.olga), person=stale, version=1, job_title="Plumber")


def test_two_people_cannot_share_an_address(cast):
    with pytest.raises(ValidationError):
        services.person_create(actor=actor_of(cast.anna), name="Bo Two", email="BO@kronborg.example")


def test_a_suspended_person_is_no_member_until_resumed(cast):
    anna = actor_of(cast.anna)
    services.person_suspend(actor=anna, person=cast.bo)
    assert selectors.actor_for(cast.bo.user, cast.kronborg) is None
    services.person_resume(actor=anna, person=cast.bo)
    assert selectors.actor_for(cast.bo.user, cast.kronborg) is not None
    assert told(cast.kronborg, "person.suspended")
    assert told(cast.kronborg, "person.resumed")


def test_nobody_shuts_out_themselves_or_the_last_owner(cast):
    with pytest.raises(RuleBroken, match="yourself"):
        services.person_suspend(actor=actor_of(cast.anna), person=cast.anna)
    system = selectors.system_actor(cast.kronborg, "holger test")
    for shut_out in (services.person_suspend, services.person_remove):
        with pytest.raises(RuleBroken, match="last owner"):
            shut_out(actor=system, person=cast.olga)
    with pytest.raises(RuleBroken, match="last owner"):
        services.person_edit(actor=system, person=cast.olga, ends_on="2026-12-31")


def test_a_security_officer_cannot_shut_out_an_owner_or_take_over_their_address(cast):
    make_person(cast.kronborg, "Ole Krogh", Role.OWNER)
    anna = actor_of(cast.anna)
    with pytest.raises(RuleBroken, match="above"):
        services.person_suspend(actor=anna, person=cast.olga)
    with pytest.raises(RuleBroken, match="above"):
        services.person_edit(actor=anna, person=cast.olga, email="anna.too@kronborg.example")


def test_nor_let_an_owner_in_again(cast):
    ole = make_person(cast.kronborg, "Ole Krogh", Role.OWNER)
    services.person_suspend(actor=actor_of(cast.olga), person=ole)
    with pytest.raises(RuleBroken, match="above"):
        services.person_resume(actor=actor_of(cast.anna), person=ole)
    ole.refresh_from_db()
    assert ole.suspended_at is not None


def test_whoever_is_still_named_somewhere_is_not_removed(cast):
    services.person_edit(actor=actor_of(cast.anna), person=cast.emil, manager=cast.bo)
    with pytest.raises(RuleBroken, match="Bo Lind is still named on: 1"):
        services.person_remove(actor=actor_of(cast.anna), person=cast.bo)
    services.person_remove(actor=actor_of(cast.anna), person=cast.emil)
    assert told(cast.kronborg, "person.removed").subject_label == "Emil Vang"
    assert not Person.objects.filter(pk=cast.emil.pk).exists()


def test_many_people_move_at_once(cast):
    sales = make_unit(cast.kronborg, "Sales")
    people = [cast.bo, cast.emil, cast.carl]
    assert services.people_set_unit(actor=actor_of(cast.anna), people=people, unit=sales) == 3
    assert services.people_set_unit(actor=actor_of(cast.anna), people=people, unit=sales) == 0


# --- Units ---------------------------------------------------------------------------------------------------------


def test_units_form_a_tree_without_circles(cast):
    anna = actor_of(cast.anna)
    line = services.unit_create(actor=anna, name="Line 2", parent=cast.production)
    with pytest.raises(RuleBroken, match="below itself"):
        services.unit_move(actor=anna, unit=cast.production, parent=line)
    services.unit_move(actor=anna, unit=line, parent=None)
    assert Unit.objects.get(pk=line.pk).parent is None
    assert told(cast.kronborg, "unit.moved").changes == {"parent": ["Production", None]}


def test_a_unit_in_use_stays(cast):
    with pytest.raises(RuleBroken, match="still named on: 2 People"):
        services.unit_remove(actor=actor_of(cast.anna), unit=cast.production)
    empty = make_unit(cast.kronborg, "Empty")
    services.unit_remove(actor=actor_of(cast.anna), unit=empty)
    assert not Unit.objects.filter(pk=empty.pk).exists()


def test_two_units_of_a_name_only_in_different_places(cast):
    anna = actor_of(cast.anna)
    services.unit_create(actor=anna, name="IT", parent=cast.production)
    services.unit_create(actor=anna, name="IT")
    with pytest.raises(ValidationError):
        services.unit_create(actor=anna, name="it")


def test_an_officer_of_one_unit_keeps_to_it(cast):
    line = make_unit(cast.kronborg, "Line 2", cast.production)
    sales = make_unit(cast.kronborg, "Sales")
    lis = actor_of(make_person(cast.kronborg, "Lis Lund", Role.SECURITY_OFFICER, only_in=cast.production))
    assert {p.name for p in selectors.people_for(lis)} == {"Bo Lind", "Emil Vang"}
    services.person_create(actor=lis, name="Jonas Brandt", unit=line)
    services.unit_create(actor=lis, name="Line 3", parent=cast.production)
    services.role_give(actor=lis, person=cast.emil, role=Role.CONTRIBUTOR, unit=line)
    for write in (
        lambda: services.person_create(actor=lis, name="Jonas Brandt", unit=sales),
        lambda: services.person_create(actor=lis, name="Jonas Brandt"),
        lambda: services.person_edit(actor=lis, person=cast.bo, unit=sales),
        lambda: services.person_edit(actor=lis, person=cast.carl, name="Carl"),
        lambda: services.unit_create(actor=lis, name="Moon base"),
        lambda: services.unit_move(actor=lis, unit=line, parent=sales),
    ):
        with pytest.raises(NotAllowed):
            write()
    for role, unit in ((Role.CONTRIBUTOR, None), (Role.CONTRIBUTOR, sales), (Role.OWNER, line)):
        with pytest.raises(RuleBroken):
            services.role_give(actor=lis, person=cast.emil, role=role, unit=unit)
    with pytest.raises(RuleBroken):  # Bo is contributor everywhere, wider than Lis reaches
        services.person_suspend(actor=lis, person=cast.bo)


# --- Roles ---------------------------------------------------------------------------------------------------------


def test_a_security_officer_gives_roles_up_to_her_own(cast):
    anna = actor_of(cast.anna)
    services.role_give(actor=anna, person=cast.emil, role=Role.SECURITY_OFFICER)
    services.role_give(actor=anna, person=cast.emil, role=Role.SECURITY_OFFICER)
    assert cast.emil.grants.count() == 2
    assert told(cast.kronborg, "role.given").changes == {"role": [None, "security_officer"]}
    with pytest.raises(RuleBroken):
        services.role_give(actor=anna, person=cast.emil, role=Role.OWNER)
    with pytest.raises(RuleBroken):
        services.role_take(actor=anna, grant=cast.olga.grants.get())


@pytest.mark.parametrize("who", ["bo", "carl", "karen", "emil"])
def test_others_give_no_roles_not_even_to_themselves(cast, who):
    person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        services.role_give(actor=actor_of(person), person=person, role=Role.EMPLOYEE)
    with pytest.raises(NotAllowed):
        services.role_take(actor=actor_of(person), grant=person.grants.get())


def test_the_last_owner_keeps_the_role(cast):
    olga = actor_of(cast.olga)
    with pytest.raises(RuleBroken, match="last owner"):
        services.role_take(actor=olga, grant=cast.olga.grants.get())
    services.role_give(actor=olga, person=cast.karen, role=Role.OWNER)
    services.role_take(actor=olga, grant=cast.olga.grants.get())
    assert not RoleGrant.objects.filter(person=cast.olga).exists()
    assert selectors.actor_for(cast.olga.user, cast.kronborg) is None


def test_an_owner_who_cannot_sign_in_does_not_count(cast):
    ole = make_person(cast.kronborg, "Ole Krogh", signs_in=False)
    services.role_give(actor=actor_of(cast.olga), person=ole, role=Role.OWNER)
    with pytest.raises(RuleBroken, match="last owner"):
        services.role_take(actor=actor_of(cast.olga), grant=cast.olga.grants.get())


# --- Organisation, tags, views -------------------------------------------------------------------------------------


def test_only_an_owner_changes_the_settings(cast):
    services.organisation_edit(actor=actor_of(cast.olga), organisation=cast.kronborg, name="Kronborg Slot A/S")
    assert told(cast.kronborg, "organisation.changed").changes["name"] == ["Kronborg A/S", "Kronborg Slot A/S"]
    with pytest.raises(NotAllowed):
        services.organisation_edit(actor=actor_of(cast.anna), organisation=cast.kronborg, name="Annas")
    with pytest.raises(NotFound):
        services.organisation_edit(actor=actor_of(cast.olga), organisation=cast.rosenborg, name="Ours now")


def test_a_time_zone_must_exist(db):
    with pytest.raises(ValidationError) as refused:
        services.organisation_create(by="test", slug="hven", name="Hven", zone="Mars/Olympus")
    assert "zone" in refused.value.message_dict
    assert not Organisation.objects.filter(slug="hven").exists()


def test_tags(cast):
    bo = actor_of(cast.bo)
    tag = services.tag_create(actor=bo, name=" crown jewels ")
    services.tag_edit(actor=bo, tag=tag, name="Crown jewels")
    with pytest.raises(ValidationError):
        services.tag_create(actor=bo, name="CROWN JEWELS")
    with pytest.raises(NotAllowed):
        services.tag_create(actor=actor_of(cast.carl), name="mine")
    with pytest.raises(NotFound):
        services.tag_remove(actor=actor_of(cast.dorte), tag=tag)
    services.tag_remove(actor=bo, tag=tag)


def test_views_are_ones_own_unless_shared(cast):
    bo, anna = actor_of(cast.bo), actor_of(cast.anna)
    services.view_save(actor=bo, list_name="assets", title="Mine", query="owner=me")
    services.view_save(actor=bo, list_name="assets", title="Mine", query="owner=me&sort=title")
    shared = services.view_save(actor=anna, list_name="assets", title="Critical", query="criticality=4", shared=True)
    assert {v.title for v in selectors.views_for(bo, "assets")} == {"Mine", "Critical"}
    assert {v.title for v in selectors.views_for(anna, "assets")} == {"Critical"}
    assert not selectors.views_for(actor_of(cast.dorte), "assets")
    with pytest.raises(NotAllowed):
        services.view_save(actor=bo, list_name="assets", title="For all", query="", shared=True)
    with pytest.raises(NotAllowed):
        services.view_delete(actor=bo, view=shared)
    with pytest.raises(NotAllowed):
        services.view_save(actor=actor_of(cast.emil), list_name="assets", title="Mine", query="")
    services.view_delete(actor=bo, view=SavedView.objects.get(title="Mine"))


def test_the_database_keeps_roles_single(cast):
    with pytest.raises(IntegrityError):
        RoleGrant.objects.create(organisation=cast.kronborg, person=cast.bo, role=Role.CONTRIBUTOR)


def test_a_tree_with_counts(cast):
    line = make_unit(cast.kronborg, "Line 2", cast.production)
    make_person(cast.kronborg, "Lis Lund", unit=line)
    tree = [(b.unit.name, b.depth, b.people, b.everybody) for b in selectors.unit_tree(actor_of(cast.carl))]
    assert tree == [("Production", 0, 2, 3), ("Line 2", 1, 1, 1)]
