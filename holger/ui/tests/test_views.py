import pytest

from holger.core import dates
from holger.tasks.tests.factories import make_task
from tests.cast import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast, client_of):
    return client_of(cast.anna)


def test_a_picker_finds_people_of_the_organisation(anna, cast):
    found = anna.get("/o/kronborg/pick/people/", {"q": "lind"}).json()
    assert [(hit["id"], hit["text"]) for hit in found] == [(str(cast.bo.pk), "Bo Lind")]
    assert anna.get("/o/kronborg/pick/people/", {"q": "dorte"}).json() == []


def test_a_picker_asks_for_the_permission_of_its_search(cast, client_of):
    assert client_of(cast.emil).get("/o/kronborg/pick/tags/").status_code == 403
    assert client_of(cast.dorte).get("/o/kronborg/pick/tags/").status_code == 404


def test_an_unknown_picker_is_a_missing_page(anna):
    assert anna.get("/o/kronborg/pick/nothing/").status_code == 404


def test_the_palette_finds_objects_by_kind(anna):
    response = anna.get("/o/kronborg/find/", {"q": "lind"})
    assert "Bo Lind" in response.text
    assert "<html" in response.text
    part = anna.get("/o/kronborg/find/", {"q": "lind"}, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "<html" not in part.text
    assert 'role="option"' in part.text


def test_the_palette_shows_only_what_the_actor_may_see(cast, client_of):
    response = client_of(cast.emil).get("/o/kronborg/find/", {"q": "lind"})
    assert response.status_code == 200
    assert "Bo Lind" not in response.text


def test_the_palette_escapes_what_was_asked(anna):
    assert "<script>alert" not in anna.get("/o/kronborg/find/", {"q": "<script>alert(1)</script>"}).text


def test_a_number_that_is_dear_to_find_is_asked_for_by_the_page_that_was_shown_without(anna, cast):
    make_task(actor_of(cast.anna), "Order tapes", owner=cast.anna, due=dates.today())
    ask = 'hx-get="/o/kronborg/badge/tasks:my-work/" hx-trigger="load"'
    assert ask in anna.get("/o/kronborg/assets/").text
    assert anna.get("/o/kronborg/badge/tasks:my-work/").text == '<span class="h-count">1</span>'
    after = anna.get("/o/kronborg/assets/").text
    assert ask not in after and '<span class="h-count">1</span>' in after


def test_nothing_is_said_where_nothing_waits(anna):
    answer = anna.get("/o/kronborg/badge/tasks:my-work/")
    assert (answer.status_code, answer.text) == (200, "")


def test_numbers_are_the_menus_and_follow_its_permissions(anna, cast, client_of):
    assert anna.get("/o/kronborg/badge/tasks:role-list/").status_code == 404
    assert anna.get("/o/kronborg/badge/nothing/").status_code == 404
    assert client_of(cast.emil).get("/o/kronborg/badge/risks:risk-picture/").status_code == 404
    assert client_of(cast.dorte).get("/o/kronborg/badge/tasks:my-work/").status_code == 404
