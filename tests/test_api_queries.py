"""A list asks equally many questions of the database for one row and for ten."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api_world import KINDS, World, make_world
from tests.cast import make_cast
from tests.furnished import Furnished, House
from tests.tally import Tally

MOST = 16
LISTS = (*KINDS, "dependencies", "evidence", "statements", "plan-items", "classes")
ONE = House("one of each", lambda: make_world(make_cast()))
TEN = House("ten of each", lambda world: world.add(9), ONE)


@pytest.fixture
def one(furnished: Furnished, settings: Any) -> World:
    settings.API_RATE = 1_000_000
    return furnished(ONE)


def questions(world: World, kind: str) -> tuple[int, int]:
    world.program.get("/me")  # the token's use is noted once a minute
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = world.program.get(f"/{kind}?page_size=200")
    assert answer.status_code == 200
    return len(caught), answer.json()["count"]


@pytest.mark.once
@pytest.mark.parametrize("kind", LISTS)
def test_a_list_asks_the_same_for_one_and_for_ten(
    kind: str, one: World, db: None, furnished: Furnished, tally: Tally
) -> None:
    asked, rows = questions(one, kind)
    asked_of_many, many = questions(furnished.then(TEN), kind)
    tally("interface: queries", **{f"for {kind}": asked})
    assert many >= rows + 9
    assert asked_of_many == asked <= MOST
