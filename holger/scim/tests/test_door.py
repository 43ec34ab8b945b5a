"""Who is let in, what is refused and how, and how much a list costs."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.history.models import Event
from holger.organisation.models import Person
from holger.scim.models import FeedGroup, FeedUser
from holger.scim.tests.directory import ENTERPRISE, GROUP, USER, Directory, of_entra, patch
from tests.cast import Cast, make_organisation, make_person, make_unit

ADDRESSES = ("/Users", "/Groups", "/ServiceProviderConfig", "/ResourceTypes", "/Schemas", "/", "/Nowhere", "/Bulk")


def is_error(answer: Any, status: int) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer.content)
    assert answer.status_code == status, (answer.status_code, told)
    assert answer["Content-Type"] == "application/scim+json" and told["status"] == str(status)
    assert told["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"] and told["detail"]
    return told


# --- Who -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ADDRESSES)
def test_nobody_and_strangers_learn_nothing(path: str, cast: Cast) -> None:
    is_error(Directory(None).call("GET", path), 401)
    there = Directory(cast.dorte).call("GET", path)
    missing = Directory(cast.dorte, "no-such-place").call("GET", path)
    is_error(there, 404)
    assert there.content == missing.content


@pytest.mark.parametrize("who", ["bo", "carl", "karen", "emil"])
def test_only_managers_of_people_write(who: str, cast: Cast) -> None:
    known = Directory(cast.anna).add(of_entra())["id"]
    program = Directory(getattr(cast, who))
    for method, path in (
        ("POST", "/Users"),
        ("PUT", f"/Users/{known}"),
        ("DELETE", f"/Users/{known}"),
        ("POST", "/Groups"),
    ):
        is_error(program.call(method, path, {}), 403)
    assert Event.objects.filter(action="access.refused").exists()


def test_readers_see_and_employees_see_themselves_at_most(cast: Cast) -> None:
    Directory(cast.anna).add(of_entra())
    assert Directory(cast.carl).told("GET", "/Users")["totalResults"] == 1
    assert Directory(cast.emil).told("GET", "/Users")["totalResults"] == 0


def test_a_token_needs_the_scope(cast: Cast) -> None:
    is_error(Directory(cast.anna, scope={"organisation": "write"}).call("GET", "/Users"), 403)
    reader = Directory(cast.anna, scope={"scim": "read"})
    assert reader.told("GET", "/Users")["totalResults"] == 0
    is_error(reader.call("POST", "/Users", of_entra()), 403)
    opened = Directory(cast.anna)
    opened.base = "/api/v1/o/kronborg"
    assert opened.call("GET", "/people").status_code == 403


def test_another_organisations_users_and_groups_are_missing(cast: Cast) -> None:
    theirs = Directory(cast.dorte, "rosenborg")
    user, group = theirs.add(of_entra())["id"], theirs.group("Secret")["id"]
    ours = Directory(cast.anna)
    for path in (f"/Users/{user}", f"/Groups/{group}", "/Users/01900000-0000-7000-8000-000000000000"):
        for method, body in (
            ("GET", None),
            ("PUT", of_entra()),
            ("PATCH", patch({"op": "add", "value": {}})),
            ("DELETE", None),
        ):
            is_error(ours.call(method, path, body), 404)
    mine = ours.group("Ours")["id"]
    add = patch({"op": "add", "path": "members", "value": [{"value": user}]})
    is_error(ours.call("PATCH", f"/Groups/{mine}", add), 400)
    assert ours.told("GET", '/Users?filter=userName eq "ida@kronborg.example"')["totalResults"] == 0
    assert ours.add(of_entra())["id"] != user  # what is taken there is free here
    boss = ours.add(of_entra("Mette Boss", **{ENTERPRISE: {"manager": {"value": user}}}))
    assert "manager" not in boss.get(ENTERPRISE, {})


def test_a_program_in_a_unit_keeps_to_it(cast: Cast) -> None:
    unit = make_unit(cast.kronborg, "Elsewhere")
    whole = Directory(cast.anna)
    outside = whole.add(of_entra())["id"]
    local = Directory(make_person(cast.kronborg, "Ulla Dam", "security_officer", only_in=unit))
    is_error(local.call("GET", f"/Users/{outside}"), 404)
    is_error(local.call("POST", "/Users", of_entra("New One")), 403)
    is_error(local.call("POST", "/Groups", {"displayName": "x"}), 403)


def test_haste_is_slowed_down(directory: Directory, settings: Any) -> None:
    settings.API_RATE = 20
    answers = [directory.call("GET", "/ServiceProviderConfig") for _each in range(30)]
    assert answers[0].status_code == 200
    is_error(answers[-1], 429)
    assert "Retry-After" in answers[-1]


# --- What ----------------------------------------------------------------------------------------------------------


def test_the_directory_is_told_what_we_can(directory: Directory) -> None:
    assert directory.told("GET", "/ServiceProviderConfig")["patch"] == {"supported": True}
    assert {each["id"] for each in directory.told("GET", "/ResourceTypes")["Resources"]} == {"User", "Group"}
    assert directory.told("GET", "/ResourceTypes/User")["schema"] == USER
    assert {each["id"] for each in directory.told("GET", "/Schemas")["Resources"]} > {USER, GROUP, ENTERPRISE}
    assert directory.told("GET", f"/Schemas/{ENTERPRISE}")["id"] == ENTERPRISE
    for path in ("/ResourceTypes/Cat", "/Schemas/urn:cat", "/Bulk", "/Me", "/Users/x"):
        is_error(directory.call("GET", path), 404)
    answer = directory.call("PUT", "/Users", {})
    is_error(answer, 405)
    assert answer["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    "query",
    [
        'filter=userName sw "x"',
        "filter=userName",
        'filter=userName eq "x" or userName eq "y"',
        'filter=shoeSize eq "42"',
        'filter=userName eq "x',
        "filter=((((",
        'filter=emails[type eq "work" eq "x"',
        f"filter={'a' * 600}",
        "filter=" + " and ".join(['userName eq "x"'] * 9),
        'filter=userName eq "\\ud800"',
        "startIndex=one",
        "count=1e9",
        "count=99999999999999",
        "startIndex=1&startIndex=2",
        "filter=%00",
    ],
)
def test_what_cannot_be_understood_is_refused_by_name(query: str, directory: Directory) -> None:
    told = is_error(directory.call("GET", f"/Users?{query}"), 400)
    assert told["scimType"] in ("invalidFilter", "invalidValue", "invalidPath")
    assert directory.call("GET", f"/Groups?{query}").status_code == 400


JUNK: list[Any] = [
    b"",
    b"{",
    b"\xff\xfe",
    b'{"userName": "\\u0000"}',
    b'{"userName": "a", "userName": "b"}',
    b"[" * 2000,
    [],
    "text",
    None,
    7,
    {},
    {"userName": ""},
    {"userName": None},
    {"userName": ["a"]},
    {"userName": {"a": 1}},
    {"userName": "a", "username": "b"},
    {"userName": "x" * 301},
    {"userName": "a", "displayName": "x" * 250},
    {"userName": "a", "active": "perhaps"},
    {"userName": "a", "active": None},
    {"userName": "a", "emails": [7]},
    {"userName": "a", "emails": [{"value": "not an address"}]},
    {"userName": "a", "emails": [{"value": ["x"]}]},
    {"userName": "a", "name": [1]},
    {"userName": "a", ENTERPRISE: "IT"},
    {"userName": "a", ENTERPRISE: {"manager": [{"value": "x"}, {"value": "y"}]}},
    {"userName": "a", "urn:ietf:params:scim:schemas:extension:holger:2.0:User": {"startsOn": "soon"}},
    {"userName": "a", "na me": "x"},
]


@pytest.mark.parametrize("body", JUNK, ids=[repr(each)[:40] for each in JUNK])
def test_junk_is_refused_and_leaves_nothing(body: Any, directory: Directory) -> None:
    before = Person.objects.count()
    body = body if isinstance(body, bytes) else json.dumps(body)
    is_error(directory.call("POST", "/Users", body), 400)
    assert Person.objects.count() == before and not FeedUser.objects.exists()


PATCHES: list[Any] = [
    {},
    {"Operations": []},
    {"Operations": {}},
    {"Operations": [7]},
    {"Operations": [{}]},
    patch({"op": "move", "path": "title", "value": "x"}),
    patch({"op": "remove"}),
    patch({"op": "add", "value": "x"}),
    patch({"op": "add", "path": 7, "value": "x"}),
    patch({"op": "add", "path": "emails[type eq", "value": "x"}),
    patch({"op": "add", "path": "emails[[]]", "value": "x"}),
    patch({"op": "replace", "path": "userName", "value": ""}),
    patch({"op": "remove", "path": "userName"}),
    patch({"op": "replace", "path": "active", "value": "0"}),
    patch({"op": "replace", "path": "members", "value": [{"value": "x"}]}, {"op": "x"}),
]


@pytest.mark.parametrize("body", PATCHES, ids=[repr(each)[:60] for each in PATCHES])
def test_junk_changes_nothing(body: Any, directory: Directory) -> None:
    user, group = directory.add(of_entra()), directory.group("Readers")
    is_error(directory.call("PATCH", f"/Users/{user['id']}", body), 400)
    assert directory.told("GET", f"/Users/{user['id']}") == user
    assert directory.call("PATCH", f"/Groups/{group['id']}", body).status_code in (204, 400)
    assert FeedGroup.objects.get().name == "Readers"


def test_what_we_do_not_keep_is_taken_and_forgotten(directory: Directory) -> None:
    user = directory.add(of_entra(nickName="Idachen", **{"urn:okta:custom:1.0:user:thing": {"a": {"b": [1]}}}))
    directory.patch(
        user["id"],
        {"op": "add", "path": 'addresses[type eq "work"].locality', "value": "Aarhus"},
        {"op": "add", "path": 'emails[type eq "home"].value', "value": "ida@home.example"},
        {"op": "add", "path": "urn:somebody:else:2.0:User:shoe", "value": 42},
    )
    assert FeedUser.objects.get().person.email == "ida@kronborg.example"


# --- How much ------------------------------------------------------------------------------------------------------


def test_a_list_goes_in_pages(directory: Directory) -> None:
    made = [directory.add(of_entra(f"P{number} Hansen", externalId=str(number)))["id"] for number in range(5)]
    told = directory.told("GET", "/Users?startIndex=2&count=2")
    assert (told["totalResults"], told["startIndex"], told["itemsPerPage"]) == (5, 2, 2)
    assert [each["id"] for each in told["Resources"]] == made[1:3]
    assert directory.told("GET", "/Users?count=0")["Resources"] == []
    assert directory.told("GET", "/Users?startIndex=0&count=-3")["totalResults"] == 5
    assert directory.told("GET", "/Users?startIndex=9")["Resources"] == []
    only = directory.told("GET", "/Users?attributes=userName&count=1")["Resources"][0]
    assert only.keys() == {"schemas", "id", "userName"}


def test_a_thousand_users_cost_as_many_questions_as_ten(directory: Directory, cast: Cast) -> None:
    def questions(query: str) -> int:
        directory.told("GET", "/ServiceProviderConfig")  # the token's use is noted once a minute
        with CaptureQueriesContext(
            connection,
        ) as asked:
            directory.told("GET", f"/Users?{query}")
        return len(asked)

    fill(cast, 10)
    few = questions("count=200")
    fill(cast, 1_000)
    assert questions("count=200") == questions("startIndex=900&count=200") == few <= 12
    assert directory.told("GET", "/Users?count=1")["totalResults"] == 1_010
    assert directory.told("GET", '/Users?filter=userName eq "U9@kronborg.example"')["totalResults"] == 1


def fill(cast: Cast, count: int) -> None:
    first = 1_000 if Person.objects.filter(name__startswith="User ").exists() else 0
    people = Person.objects.bulk_create(
        Person(
            organisation=cast.kronborg,
            number=first + n + 100,
            reference=f"PE-{first + n + 100}",
            name=f"User {n}",
            manager=cast.bo,
        )
        for n in range(count)
    )
    users = (
        FeedUser(organisation=cast.kronborg, person=person, user_name=f"u{first + n}@kronborg.example")
        for n, person in enumerate(people)
    )
    FeedUser.objects.bulk_create(users, batch_size=500)


def test_twins_in_two_organisations_do_not_meet(cast: Cast) -> None:
    third = make_organisation("amalienborg")
    boss = make_person(third, "Margrethe", "owner")
    for program in (Directory(cast.anna), Directory(cast.dorte, "rosenborg"), Directory(boss, "amalienborg")):
        program.add(of_entra())
        assert program.told("GET", "/Users")["totalResults"] == 1
