"""The feed under Settings: owners set it up, nobody else opens it."""

import pytest

from holger.api.models import Token
from holger.organisation.models import Person
from holger.scim.models import Feed, FeedGroup, FeedRole
from holger.scim.tests.directory import Directory, of_entra
from tests.cast import Cast, client_of

PAGE = "/o/kronborg/settings/feed/"


@pytest.fixture
def group(cast: Cast) -> FeedGroup:
    program = Directory(cast.anna)
    ida = program.add(of_entra())["id"]
    return FeedGroup.objects.get(pk=program.group("ISMS readers", ida)["id"])


def test_an_owner_sees_the_address_and_the_groups(cast: Cast, group: FeedGroup) -> None:
    page = client_of(cast.olga).get(PAGE).content.decode()
    assert "/scim/v2/o/kronborg" in page and "ISMS readers" in page and "1 member" in page
    assert "settings/feed/" in client_of(cast.olga).get("/o/kronborg/settings/").content.decode()


@pytest.mark.parametrize(("who", "status"), [("anna", 403), ("carl", 403), ("emil", 403), ("dorte", 404)])
def test_nobody_else_opens_it(who: str, status: int, cast: Cast) -> None:
    assert client_of(getattr(cast, who)).get(PAGE).status_code == status


def test_an_owner_makes_the_token_and_sees_it_once(cast: Cast) -> None:
    olga = client_of(cast.olga)
    answer = olga.post(PAGE + "token/", {"name": "Entra ID", "days": "365"})
    token = Token.objects.get(name="Entra ID")
    assert token.scope == {"scim": "write"} and token.person.is_service
    secret = answer.content.decode().partition('value="holger_')[2].partition('"')[0]
    assert secret and answer["Cache-Control"].find("no-store") >= 0
    program = Directory(None)
    program.secret = f"holger_{secret}"
    assert program.told("GET", "/Users")["totalResults"] == 0
    program.add(of_entra())
    assert "Ida Friis" in client_of(cast.anna).get("/o/kronborg/people/").content.decode()
    assert "holger_" not in olga.get(PAGE).content.decode()


def test_an_owner_says_what_the_word_counts_for(cast: Cast) -> None:
    olga = client_of(cast.olga)
    assert "taken to be here already" in olga.get(PAGE).content.decode()
    assert olga.post(PAGE + "edit/", {"newcomers_start": "on"}).status_code == 302
    feed = Feed.objects.get(organisation=cast.kronborg)
    assert feed.newcomers_start and not feed.closed_have_left
    assert "starts here that day" in olga.get(PAGE).content.decode()


def test_an_owner_gives_a_group_a_role_and_takes_it_back(cast: Cast, group: FeedGroup) -> None:
    olga = client_of(cast.olga)
    answer = olga.post(f"{PAGE}groups/{group.pk}/role/", {"role": "auditor", "unit": ""})
    assert answer.status_code == 302 and answer["Location"] == PAGE
    ida = Person.objects.get(name="Ida Friis")
    assert [grant.role for grant in ida.grants.all()] == ["auditor"]
    assert olga.post(f"{PAGE}roles/{FeedRole.objects.get().pk}/remove/").status_code == 302
    assert not ida.grants.exists()


def test_a_persons_page_tells_who_they_are_in_the_directory(cast: Cast, group: FeedGroup) -> None:
    ida = Person.objects.get(name="Ida Friis")
    page = client_of(cast.carl).get(f"/o/kronborg/people/{ida.reference}/").content.decode()
    assert "ida@kronborg.example" in page and "4711" in page
