"""Who sees which controls, links and readings, and what search finds."""

import pytest

from holger.controls import selectors, services
from holger.controls.tests.factories import make_control
from holger.core.permissions import Role
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import requirement
from tests.cast import actor_of, make_person

pytestmark = pytest.mark.django_db


def test_readers_see_all_contributors_their_own_and_strangers_none(cast, anna, rules):
    line = requirement(rules, "1.1")
    make_control(anna, "Lock the doors", requirements=[line], owner=cast.bo)
    make_control(anna, "Watch the doors", requirements=[line], unit=cast.production)
    pia = make_person(cast.kronborg, "Pia Lund", Role.SECURITY_OFFICER, only_in=cast.production)
    seen = dict.fromkeys((cast.anna, cast.olga, cast.karen, cast.carl), 2)
    seen |= {cast.bo: 1, pia: 1, cast.emil: 0, cast.dorte: 0}
    for person, count in seen.items():
        actor = actor_of(person)
        for rows in (
            selectors.controls_for(actor),
            selectors.links_for(actor),
            selectors.readings_for(actor),
            selectors.pickable(actor),
            selectors.search(actor, "doors", 10),
        ):
            assert len(rows) == count


def test_what_is_put_away_answers_nothing(anna, rules, others):
    control = make_control(anna, requirements=[requirement(rules, "1.1"), requirement(others, "A")])
    assert selectors.links_for(anna).count() == 2
    frameworks.framework_archive(actor=anna, framework=others)
    assert selectors.links_for(anna).count() == 1
    services.control_archive(actor=anna, control=control)
    assert selectors.links_for(anna).count() == 0
    assert selectors.links_of(anna, control).count() == 1
    assert selectors.controls_for(anna).count() == 1
    assert not selectors.pickable(anna)
    assert not selectors.search(anna, "F-1", 10)


def test_search_finds_by_reference_first_and_by_words(anna):
    for title in ("F-2 is not its number", "Back up every night", "Up and back"):
        make_control(anna, title)
    assert [hit.reference for hit in selectors.search(anna, "f-2", 10)] == ["F-2", "F-1"]
    assert [hit.reference for hit in selectors.search(anna, "back up", 10)] == ["F-2", "F-3"]
    assert selectors.search(anna, " ", 10) == []
