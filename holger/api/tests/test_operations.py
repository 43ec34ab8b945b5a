"""What an operation decides by itself: what it leaves out for whom, and what it refuses before the service is asked."""

import pytest

from holger.api.tests.programs import Program
from holger.assets.tests.factories import make_asset
from holger.core.permissions import PERMISSIONS
from holger.core.registry import Hit, Search, registry
from holger.exchange import limits, services
from holger.exchange.unreadable import Unreadable
from tests.cast import actor_of


@pytest.fixture
def emil(cast):
    """A program of somebody who may next to nothing."""
    return Program(cast.emil)


def test_the_overview_leaves_out_what_one_may_not_see(cast, emil):
    told = emil.get("/overview").json()
    assert (told["map"], told["risks"], told["steps"]) == (None, None, [])
    told = Program(cast.carl).get("/overview").json()
    assert told["map"] is not None and told["risks"] is not None
    assert {step["key"] for step in told["steps"]} == {step.key for step in registry.steps}


def test_a_program_is_told_what_it_may_and_nothing_else(cast, emil):
    for person, program in ((cast.emil, emil), (cast.bo, Program(cast.bo))):
        actor = actor_of(person)
        may = {name for name in PERMISSIONS if actor.reach(name)}
        assert set(program.get("/me").json()["permissions"]) == may
        assert may < PERMISSIONS.keys()


def test_nothing_is_searched_that_one_may_not_see(cast, emil, monkeypatch):
    asked = []

    def find(actor, text, limit):
        asked.append(actor.label)
        return [Hit("X-1", "Treasure", "x/", None, "x")]

    monkeypatch.setattr(registry, "searches", [Search("treasures", "Treasures", "assets.view", find)])
    assert emil.get("/search?q=treasure").json()["items"] == []
    assert [hit["title"] for hit in Program(cast.carl).get("/search?q=treasure").json()["items"]] == ["Treasure"]
    assert asked == ["Carl Friis"]


def test_the_history_of_what_one_does_not_answer_for_is_refused(cast):
    bo = Program(cast.bo)
    assert bo.get(f"/assets/{make_asset(cast.kronborg, owner=cast.bo).reference}/history").status_code == 200
    assert bo.get(f"/assets/{make_asset(cast.kronborg, owner=cast.anna).reference}/history").status_code == 403


def test_a_file_that_is_too_large_is_refused_unread(cast, monkeypatch):
    monkeypatch.setattr(limits, "MAX_FILE", 10)
    monkeypatch.setattr(services, "run_start", lambda **told: pytest.fail("it was read"))
    answer = Program(cast.anna).upload("/imports/assets", {}, b"Name\nWebshop\n")
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_one_is_asked_to_wait_while_others_are_read(cast, monkeypatch):
    def busy(**told):
        raise Unreadable("busy")

    monkeypatch.setattr(services, "run_start", busy)
    answer = Program(cast.anna).upload("/imports/assets", {})
    assert (answer.status_code, answer.json()["error"]["code"], answer["Retry-After"]) == (429, "too_many", "5")
