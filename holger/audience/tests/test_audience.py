"""Who belongs to an audience, asked from both ends."""

from datetime import timedelta
from typing import Any

import pytest

from holger.audience import selectors, services
from holger.audience.services import Chosen
from holger.core import dates
from holger.core.errors import NotFound, RuleBroken
from holger.organisation.models import Person
from holger.tasks.models import RoleHolder
from tests.cast import Cast, actor_of, make_person, make_unit


def names(chosen: Chosen, cast: Cast) -> set[str]:
    audience = services.audience_set(actor=actor_of(cast.anna), audience=None, chosen=chosen)
    people = list(selectors.people_in(audience))
    assert len(people) == len({person.pk for person in people})
    for person in Person.objects.filter(organisation=cast.anna.organisation_id):  # the same from the other end
        belongs = selectors.audiences_of(person).filter(pk=audience.pk).exists()
        assert belongs == (person in people) or not Person.objects.filter(selectors.present(), pk=person.pk).exists()
    return {person.name for person in people}


@pytest.fixture
def house(cast: Cast) -> Any:
    kronborg = cast.anna.organisation
    plant = make_unit(kronborg, "Plant")
    line = make_unit(kronborg, "Line 1", parent=plant)
    grete = make_person(kronborg, "Grete Holm", unit=plant, job_title="Plant manager")
    hans = make_person(kronborg, "Hans Vig", unit=line, manager=grete, job_title="Operator")
    return plant, line, grete, hans


def test_a_unit_has_all_below_it(cast: Cast, house: Any) -> None:
    plant, line, _grete, _hans = house
    assert names(Chosen(units=[plant]), cast) == {"Grete Holm", "Hans Vig"}
    assert names(Chosen(units=[line]), cast) == {"Hans Vig"}


def test_parts_add_up_and_nobody_comes_twice(cast: Cast, house: Any) -> None:
    plant, _line, grete, _hans = house
    assert names(Chosen(units=[plant], people=[grete, cast.bo], managers=True), cast) == {
        "Grete Holm",
        "Hans Vig",
        cast.bo.name,
    }
    assert names(Chosen(), cast) == set()


def test_roles_are_those_who_hold_them_and_who_stand_in(cast: Cast, house: Any) -> None:
    RoleHolder.objects.create(organisation=cast.anna.organisation, role="it", person=cast.bo, deputy=cast.emil)
    assert names(Chosen(roles=["it"]), cast) == {cast.bo.name, cast.emil.name}


def test_managers_and_words_of_the_job_title(cast: Cast, house: Any) -> None:
    assert names(Chosen(managers=True), cast) == {"Grete Holm"}
    assert names(Chosen(job_titles=["OPERATOR", " "]), cast) == {"Hans Vig", cast.emil.name}


def test_what_is_for_everybody_elsewhere_is_for_nobody_here(cast: Cast) -> None:
    everybody = Chosen(everybody=True, managers=True)
    theirs = services.audience_set(actor=actor_of(cast.dorte), audience=None, chosen=everybody)
    assert list(selectors.audiences_of(cast.dorte)) == [theirs]
    assert not selectors.audiences_of(cast.bo).exists()


def test_who_is_gone_or_not_yet_here_is_left_out(cast: Cast, house: Any) -> None:
    hans = house[3]
    today = dates.today()
    everybody = names(Chosen(everybody=True), cast)
    assert "Hans Vig" in everybody
    for fields in ({"ends_on": today - timedelta(days=1)}, {"starts_on": today + timedelta(days=1), "ends_on": None}):
        Person.objects.filter(pk=hans.pk).update(**fields)
        assert names(Chosen(everybody=True), cast) == everybody - {"Hans Vig"}


def test_strangers_and_unknown_roles_are_refused(cast: Cast) -> None:
    anna = actor_of(cast.anna)
    with pytest.raises(NotFound):
        services.audience_set(actor=anna, audience=None, chosen=Chosen(people=[cast.dorte]))
    with pytest.raises(RuleBroken):
        services.audience_set(actor=anna, audience=None, chosen=Chosen(roles=["king"]))
