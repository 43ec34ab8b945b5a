"""Cards on the overview: who is told what, and when it is asked for."""

from typing import Any

import pytest

from holger.core.registry import Card, registry
from holger.organisation import services as organisation
from holger.suppliers import services as suppliers
from tests.cast import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """Who asked for which of two cards, one of which holds until something is written."""
    found: list[str] = []

    def card(key: str, holds: bool) -> Card:
        def context(request: Any) -> None:
            found.append(f"{key} {request.person.name}")

        return Card(key, "reports/_needs.html", "overview.view", context, holds=holds)

    monkeypatch.setattr(registry, "cards", [card("holds", True), card("runs", False)])
    return found


def test_what_holds_is_asked_for_once_until_something_is_written(cast, client_of, asked):
    browser = client_of(cast.anna)
    browser.get("/o/kronborg/")
    browser.get("/o/kronborg/")
    assert [each for each in asked if each.startswith("holds")] == ["holds Anna Holm"]
    assert [each for each in asked if each.startswith("runs")] == ["runs Anna Holm", "runs Anna Holm"]
    organisation.tag_create(actor=actor_of(cast.anna), name="Cloud")
    asked.clear()
    browser.get("/o/kronborg/")
    assert asked == ["holds Anna Holm", "runs Anna Holm"]


def test_what_one_is_told_is_not_told_to_another(cast, client_of, asked):
    for person in (cast.anna, cast.olga):
        client_of(person).get("/o/kronborg/")
    client_of(cast.dorte).get("/o/rosenborg/")
    assert [each.partition(" ")[2] for each in asked if each.startswith("holds")] == [
        person.name for person in (cast.anna, cast.olga, cast.dorte)
    ]


def test_a_number_on_it_follows_what_is_written(cast, client_of):
    browser = client_of(cast.anna)
    assert b"card-suppliers" not in browser.get("/o/kronborg/").content
    suppliers.supplier_create(actor=actor_of(cast.anna), title="Bornholm Hosting")
    assert b"card-suppliers" in browser.get("/o/kronborg/").content
