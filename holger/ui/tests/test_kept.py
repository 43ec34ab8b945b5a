"""A part of a page that is drawn once: for one reader, until anything is written."""

from contextlib import ExitStack

import pytest
from django.template import engines
from django.test import RequestFactory

from holger.organisation import services as organisation
from holger.organisation.middleware import enter
from holger.organisation.selectors import organisations_of

pytestmark = pytest.mark.django_db

TEMPLATE = '{% load ui %}{% kept "part" state %}{{ word }}{% endkept %}'


@pytest.fixture
def draw(client_of):
    def draw(person, word, state="", slug="kronborg"):
        request = RequestFactory().get(f"/o/{slug}/")
        request.user, request.session = person.user, client_of(person).session
        request.memberships = list(organisations_of(person.user))
        with ExitStack() as request.stay:
            enter(request, slug)
            return engines["django"].from_string(TEMPLATE).render({"word": word, "state": state}, request)

    return draw


def test_it_is_drawn_once(cast, draw):
    assert draw(cast.anna, "first") == "first"
    assert draw(cast.anna, "second") == "first"


def test_another_state_is_another_part(cast, draw):
    draw(cast.anna, "first", state="a")
    assert draw(cast.anna, "second", state="b") == "second"


def test_another_reader_and_another_organisation_have_their_own(cast, draw):
    draw(cast.anna, "first")
    assert draw(cast.bo, "second") == "second"
    assert draw(cast.dorte, "third", slug="rosenborg") == "third"


def test_anything_written_draws_it_anew(cast, actor_of, draw):
    draw(cast.anna, "first")
    organisation.tag_create(actor=actor_of(cast.anna), name="Critical")
    assert draw(cast.anna, "second") == "second"


def test_a_new_role_draws_it_anew(cast, draw):
    draw(cast.anna, "first")
    cast.anna.grants.update(role="auditor")
    assert draw(cast.anna, "second") == "second"


def test_the_other_language_has_its_own(cast, draw):
    from django.utils import translation

    draw(cast.anna, "first")
    with translation.override("da"):
        assert draw(cast.anna, "anden") == "anden"
