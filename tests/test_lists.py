"""Every list asked by each of its filters and orders, on PostgreSQL, which refuses what SQLite forgives.

On SQLite tests/test_canary.py asks all of it, and reads what comes back.
"""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection

from holger.core.registry import registry
from holger.ui.filtering import ChoiceFilter, Chosen, DateFilter, PickFilter, YesNoFilter
from holger.ui.pages import ListPage
from tests.cast import Cast, actor_of, client_of
from tests.test_access import INSIDE
from tests.world import World

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="tests/test_canary.py asks all of it there"),
]

LISTS = [
    route
    for route in INSIDE
    if isinstance(view := getattr(route.view, "view_class", None), type) and issubclass(view, ListPage)
]
DAY = "2026-11-24"


def test_every_list_answers_by_each_filter_and_in_each_order(cast: Cast, world: World, capsys: Any) -> None:
    browser, actor = client_of(cast.olga), actor_of(cast.olga)
    asked = 0
    for route in LISTS:
        address = "/" + world.fill(route.pattern, route.name, "kronborg")
        page = browser.get(address).context["page"]
        for query in (*orders(page), *narrowed(page, actor), "q=e", "part=tabs&q=e", "export=csv&q=e"):
            answer = browser.get(f"{address}?{query}")
            not_offered = query.startswith("export") and answer.status_code == 404
            assert answer.status_code == 200 or not_offered, f"{address}?{query}"
            if answer.streaming:
                b"".join(answer.streaming_content)
            asked += 1
    with capsys.disabled():
        print(f"\nlists: {len(LISTS)} lists, {asked} questions")
    assert len(LISTS) > 40
    assert asked > 500


def orders(page: Any) -> Iterator[str]:
    yield from (f"sort=-{column.key}" for column in page.columns if column.sort)


def narrowed(page: Any, actor: Any) -> Iterator[str]:
    """All filters at once, each by the first it offers, then each by the second and so on, until each has been asked all."""
    offered = {name: told for name, each in page.filtering.filters.items() if (told := offers(name, each, actor))}
    for several in zip_longest(*offered.values()):
        yield urlencode([pair for pairs in several if pairs for pair in pairs])


def offers(name: str, each: Any, actor: Any) -> list[list[tuple[str, str]]]:
    """What a filter can be asked, each as it stands in the address."""
    if isinstance(each, ChoiceFilter):
        return [[(name, str(key))] for key, _label in each.offered()]
    if isinstance(each, YesNoFilter):
        return [[(name, key)] for key, _label in each.choices]
    if isinstance(each, DateFilter):
        return [[(part, DAY) for part in each.parts(name)]]
    return [[(name, key)] for key in picks(each.pick, actor)] if isinstance(each, PickFilter) else []


def picks(pick: str, actor: Any) -> list[str]:
    search = registry.search(pick)
    assert search is not None
    row = search.rows(actor).first() if search.rows else None
    return ["none", "me", *([str(row.pk)] if row else [])]


def test_a_filter_of_a_new_kind_must_be_asked_too() -> None:
    """One that offers nothing here is never asked: only what is set by a link is."""
    known = (ChoiceFilter, YesNoFilter, DateFilter, PickFilter)
    others = {
        type(each).__name__
        for route in LISTS
        for each in route.view.view_class.filters.base_filters.values()
        if isinstance(each, Chosen) and not isinstance(each, known)
    }
    assert others == {"OfFilter", "CellFilter"}
