from datetime import date

import pytest
from django.http import QueryDict

from holger.ui.query import Query
from holger.ui.tests.register import PersonFilter, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(cast, actor_of):
    """The names that a query finds, asked by Anna."""
    actor = actor_of(cast.anna)

    def _find(query: str):
        filters = PersonFilter(QueryDict(query), people(actor), actor=actor)
        return sorted(person.name for person in filters.qs), filters

    return _find


def test_several_choices_widen(find):
    assert find("job=CEO")[0] == ["Olga Krogh"]
    assert find("job=CEO&job=System+owner")[0] == ["Bo Lind", "Olga Krogh"]


def test_an_unknown_choice_is_told_and_leaves_the_list_alone(find):
    names, filters = find("job=Spy")
    assert len(names) == 6
    assert "job" in filters.errors


def test_me_and_none_are_words(find, cast):
    cast.bo.manager = cast.anna
    cast.bo.save()
    assert find("manager=me")[0] == ["Bo Lind"]
    assert find(f"manager={cast.anna.pk}")[0] == ["Bo Lind"]
    assert "Bo Lind" not in find("manager=none")[0]
    assert len(find("manager=none&manager=me")[0]) == 6


@pytest.mark.parametrize("wrong", ["not-an-id", "01999999-0000-7000-8000-000000000000"])
def test_a_person_who_is_not_here_is_an_error(find, wrong):
    assert "manager" in find(f"manager={wrong}")[1].errors


def test_another_organisations_person_is_the_same_error(find, cast):
    mine, theirs = find("manager=not-an-id")[1].errors, find(f"manager={cast.dorte.pk}")[1].errors
    assert mine == theirs


def test_yes_and_no(find, cast):
    cast.bo.manager = cast.anna
    cast.bo.save()
    assert find("nobody=no")[0] == ["Bo Lind"]
    assert "Bo Lind" not in find("nobody=yes")[0]


def test_dates_reach_from_and_to_both_included(find, cast):
    cast.bo.starts_on = date(2026, 11, 24)
    cast.bo.save()
    assert find("starts_after=2026-11-24&starts_before=2026-11-24")[0] == ["Bo Lind"]
    assert find("starts_after=25-11-2026")[0] == []


def test_chips_say_what_is_chosen_and_how_to_take_it_away(find, cast):
    query = f"job=CEO&manager={cast.anna.pk}&q=x"
    chips = {chip.name: chip for chip in find(query)[1].chips(Query(QueryDict(query)))}
    assert chips["job"].text == "Chief"
    assert chips["manager"].text == "Anna Holm"
    assert chips["job"].without == f"?manager={cast.anna.pk}&q=x"
    assert not chips["nobody"].on


def test_a_list_with_many_filters_keeps_the_rare_ones_for_who_asks(find, monkeypatch):
    monkeypatch.setattr("holger.ui.filtering.USUAL", 2)
    query = "nobody=yes"
    filters = find(query)[1]
    assert [chip.name for chip in filters.chips(Query(QueryDict(query)), more=False)] == ["nobody", "job"]
    assert len(filters.chips(Query(QueryDict(query)))) == 4
