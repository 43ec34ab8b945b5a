import pytest

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
