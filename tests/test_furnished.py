"""A house that is furnished once is as good as one of each test's own, and what spans all rooms leaves nothing out in parts."""

from typing import Any

import pytest
from django.db import connection, transaction

from holger.organisation.models import Organisation
from tests.cast import make_organisation
from tests.furnished import KEPT, Furnished, House, furnish_all
from tests.parts import parts
from tests.test_access import INSIDE, PARTS

MADE: list[str] = []


def furnish() -> dict[str, Any]:
    MADE.append("house")
    return {"first": make_organisation("first")}


def with_a_second(held: dict[str, Any]) -> Organisation:
    MADE.append("fuller")
    assert held["first"].slug == "first"
    return make_organisation("second")


HOUSE = House("one organisation", furnish)
FULLER = House("two organisations", with_a_second, HOUSE)


@pytest.fixture
def house(furnished: Furnished) -> dict[str, Any]:
    return furnished(HOUSE)


def slugs() -> list[str]:
    return sorted(Organisation.objects.values_list("slug", flat=True))


@pytest.mark.parametrize("_again", range(3))
def test_each_test_begins_with_the_house_and_nothing_else(_again: int, house: dict[str, Any], db: None) -> None:
    assert slugs() == ["first"]
    assert house == {"first": Organisation.objects.get()}
    house["second"] = make_organisation("third")  # which the next must not find


@pytest.mark.parametrize("_again", range(2))
def test_what_comes_after_is_found_in_its_own_database(
    _again: int, house: dict[str, Any], db: None, furnished: Furnished
) -> None:
    assert furnished.then(FULLER).slug == "second"
    assert slugs() == ["first", "second"]
    with transaction.atomic():
        make_organisation("third")
        transaction.set_rollback(True)
    assert slugs() == ["first", "second"]
    make_organisation("fourth")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL a house is furnished for each test")
def test_it_is_made_once_and_what_a_test_began_with_is_gone_with_then(
    house: dict[str, Any], db: None, furnished: Furnished
) -> None:
    make_organisation("third")
    furnished.then(FULLER)
    furnished.then(FULLER)
    assert slugs() == ["first", "second"]
    assert MADE.count("house") == MADE.count("fuller") == 1
    assert {HOUSE.name, FULLER.name} <= KEPT.keys()


def test_the_database_is_empty_afterwards(db: None) -> None:
    assert slugs() == []


def test_parts_leave_nothing_out() -> None:
    tried = [route.pattern for part in PARTS.values() for route in part]
    assert sorted(tried) == sorted(route.pattern for route in INSIDE)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL there is one part")
def test_parts_are_named_by_the_word_and_a_number() -> None:
    found = parts(["apple", "avocado", "almond", "banana"], lambda name: name[0], most=2)
    assert found == {"a": ["apple", "avocado"], "a-1": ["almond"], "b": ["banana"]}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="on SQLite there are parts")
def test_there_is_one_part_where_a_house_is_furnished_for_each_test() -> None:
    assert parts(["apple", "banana"], lambda name: name[0]) == {"all": ["apple", "banana"]}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="there every house would be made")
def test_where_no_copy_is_to_be_had_no_house_is_made(db: None) -> None:
    furnish_all()
    assert KEPT == {}
