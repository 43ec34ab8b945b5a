"""Every address of a room is found, and only there."""

import pytest
from django.urls import Resolver404, get_resolver, resolve, reverse

from holger.config.web.rooms import Room

(HOUSE,) = (each for each in get_resolver().url_patterns if str(each.pattern) == "o/<slug:organisation>/")


def test_a_rooms_pages_begin_with_a_word_that_does_not_vary():
    assert all(type(room) is Room for room in HOUSE.url_patterns)
    assert not [word for room in HOUSE.url_patterns for word in room.words if "<" in word or ">" in word]


def test_each_page_lets_its_own_word_through():
    for room in HOUSE.url_patterns:
        for each in room.url_patterns:
            assert str(each.pattern).split("/")[0] in room.words


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("reports:overview", {}),
        ("incidents:incident-detail", {"reference": "INC-1"}),
        ("tasks:task-list", {}),
        ("ui:find", {}),
    ],
)
def test_an_address_leads_back_to_its_page(name, arguments):
    found = resolve(reverse(name, kwargs={"organisation": "kronborg", **arguments}))
    assert (found.view_name, found.kwargs) == (name, {"organisation": "kronborg", **arguments})
    assert found.route.startswith("o/<slug:organisation>/")


def test_another_rooms_address_is_not_looked_for():
    (incidents,) = (room for room in HOUSE.url_patterns if room.namespace == "incidents")
    with pytest.raises(Resolver404) as refused:
        incidents.resolve("tasks/T-1/")
    assert refused.value.args == ({"path": "tasks/T-1/"},)
    with pytest.raises(Resolver404):
        resolve("/o/kronborg/nowhere/")
