"""People in and out of spreadsheets."""

import pytest

from holger.core.actor import Channel
from holger.core.errors import NotAllowed, RuleBroken
from holger.core.permissions import Role
from holger.exchange.registers import ChangedRow, InFile, NewRow, make_ready
from holger.organisation import register, services
from holger.organisation.models import Person
from tests.cast import actor_of, make_person, make_unit


def changed(person, **values):
    return ChangedRow(2, person.pk, person.version, values, {name: [None, str(v)] for name, v in values.items()})


def test_people_come_in_with_managers_from_the_same_file(cast):
    creates = [
        NewRow(2, {"name": "Jonas Brandt", "email": "Jonas@Kronborg.example", "unit": cast.production.pk}),
        NewRow(3, {"name": "Mette Lund", "manager": InFile(2)}),
    ]
    payload = services.person_import(actor=actor_of(cast.anna, Channel.IMPORT), creates=creates, updates=[])
    jonas, mette = Person.objects.get(name="Jonas Brandt"), Person.objects.get(name="Mette Lund")
    assert (jonas.reference, jonas.email, mette.manager) == ("PE-7", "jonas@kronborg.example", jonas)
    services.person_import_undo(actor=actor_of(cast.anna), payload=payload)
    assert not Person.objects.filter(name__in=["Jonas Brandt", "Mette Lund"]).exists()


def test_an_import_keeps_the_rules_of_a_single_edit(cast):
    anna, olga = actor_of(cast.anna), selectors_system(cast)
    with pytest.raises(RuleBroken, match="above"):
        services.person_import(actor=anna, creates=[], updates=[changed(cast.olga, email="anna2@kronborg.example")])
    with pytest.raises(RuleBroken, match="last owner"):
        services.person_import(actor=olga, creates=[], updates=[changed(cast.olga, ends_on="2026-12-31")])
    for who in (cast.bo, cast.carl, cast.emil):
        with pytest.raises(NotAllowed):
            services.person_import(actor=actor_of(who), creates=[NewRow(2, {"name": "X"})], updates=[])


def selectors_system(cast):
    from holger.organisation.selectors import system_actor

    return system_actor(cast.kronborg, "holger import")


def test_nobody_is_pulled_into_ones_own_unit_by_a_file(cast):
    sales = make_unit(cast.kronborg, "Sales")
    lis = make_person(cast.kronborg, "Lis Lund", Role.SECURITY_OFFICER, only_in=sales)
    with pytest.raises(NotAllowed):
        services.person_import(actor=actor_of(lis), creates=[], updates=[changed(cast.bo, unit=sales.pk)])


def test_what_is_exported(cast):
    found = {row.values["name"]: row.values for row in register.rows(actor_of(cast.carl))}
    assert found["Bo Lind"]["unit"] == cast.production.pk
    assert (found["Bo Lind"]["roles"], found["Bo Lind"]["state"]) == ("Contributor", "Can sign in")
    assert "Dorte Juul" not in found


def test_danish_headings_are_known(cast):
    ready = make_ready(register.PEOPLE, actor_of(cast.anna))
    headings = {name for field in ready.fields for name in field.headings}
    assert {"navn", "afdeling", "stilling", "leder"} <= headings


def test_a_reference_that_is_not_seen_is_taken_all_the_same(cast):
    lis = make_person(cast.kronborg, "Lis Lund", Role.SECURITY_OFFICER, only_in=cast.production)
    assert set(register.taken(actor_of(lis))) == {"PE-1", "PE-3", "PE-4", "PE-5", "PE-7"}
