"""A list asks equally many questions of the database for one row and for ten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api_world import KINDS, make_world

MOST = 16


@pytest.fixture
def world(cast, settings):
    settings.API_RATE = 1_000_000
    return make_world(cast)


def questions(world, kind):
    world.program.get("/me")  # the token's use is noted once a minute
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = world.program.get(f"/{kind}?page_size=200")
    assert answer.status_code == 200
    return len(caught), answer.json()["count"]


@pytest.mark.once
def test_lists_ask_the_same_for_one_and_for_ten(world, capsys):
    kinds = [*KINDS, "dependencies", "evidence", "statements", "plan-items", "classes"]
    one = {kind: questions(world, kind) for kind in kinds}
    world.add(9)
    many = {kind: questions(world, kind) for kind in kinds}
    with capsys.disabled():
        print("\ninterface: queries per list:", ", ".join(f"{kind} {count}" for kind, (count, _n) in many.items()))
    for kind in kinds:
        assert many[kind][1] >= one[kind][1] + 9
        assert many[kind][0] == one[kind][0], kind
        assert many[kind][0] <= MOST, kind
