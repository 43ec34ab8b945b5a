"""Groups, as Entra ID and Okta send them, and the roles that owners let them give."""

from typing import Any

import pytest

from holger.api import services as api
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.permissions import Role
from holger.history.models import Event
from holger.organisation import services as organisation
from holger.organisation.models import Person
from holger.scim import services
from holger.scim.models import FeedGroup, FeedUser
from holger.scim.tests.directory import GROUP, Directory, of_entra, patch
from tests.cast import Cast, actor_of, make_unit, make_user


@pytest.fixture
def ida(directory: Directory) -> str:
    return directory.add(of_entra())["id"]


@pytest.fixture
def jens(directory: Directory) -> str:
    return directory.add(of_entra("Jens Holm"))["id"]


def members(directory: Directory, group: Any) -> set[str]:
    found = directory.told("GET", f"/Groups/{group['id']}")
    return {each["value"] for each in found.get("members", [])}


def roles(user: str) -> set[tuple[str, str]]:
    person = FeedUser.objects.get(pk=user).person
    return {(grant.role, str(grant.unit or "")) for grant in person.grants.all()}


def give(cast: Cast, group: Any, role: str, **more: Any) -> Any:
    row = FeedGroup.objects.get(pk=group["id"])
    return services.role_add(actor=actor_of(cast.olga), group=row, role=role, **more)


# --- As they are sent ----------------------------------------------------------------------------------------------


def test_entra_adds_and_removes_members(directory: Directory, ida: str, jens: str) -> None:
    group = directory.group("ISMS readers")
    directory.regroup(group["id"], {"op": "Add", "path": "members", "value": [{"value": ida}, {"value": jens}]})
    assert members(directory, group) == {ida, jens}
    directory.regroup(group["id"], {"op": "Remove", "path": "members", "value": [{"value": ida}]})
    directory.regroup(group["id"], {"op": "Replace", "path": "displayName", "value": "Readers"})
    assert members(directory, group) == {jens}
    assert directory.told("GET", '/Groups?filter=displayName eq "readers"')["totalResults"] == 1


def test_okta_adds_removes_and_replaces_members(directory: Directory, ida: str, jens: str) -> None:
    group = directory.group("Readers", ida)
    directory.regroup(
        group["id"],
        {"op": "remove", "path": f'members[value eq "{ida}"]'},
        {"op": "add", "path": "members", "value": [{"value": jens, "display": "jens@kronborg.example"}]},
    )
    assert members(directory, group) == {jens}
    directory.regroup(group["id"], {"op": "replace", "path": "members", "value": [{"value": ida}]})
    assert members(directory, group) == {ida}
    directory.regroup(group["id"], {"op": "replace", "value": {"id": group["id"], "displayName": "All readers"}})
    assert members(directory, group) == {ida}
    directory.regroup(group["id"], {"op": "remove", "path": "members"})
    assert members(directory, group) == set()


def test_a_whole_group_replaces_its_members(directory: Directory, ida: str, jens: str) -> None:
    group = directory.group("Readers", ida)
    body = {"schemas": [GROUP], "displayName": "Readers", "members": [{"value": jens}]}
    assert {each["value"] for each in directory.told("PUT", f"/Groups/{group['id']}", body)["members"]} == {jens}


def test_members_are_left_out_when_nobody_asks_for_them(directory: Directory, ida: str) -> None:
    group = directory.group("Readers", ida)
    for query in ("excludedAttributes=members", "excludedattributes=Members", "attributes=displayName"):
        assert "members" not in directory.told("GET", f"/Groups?{query}")["Resources"][0], query
    assert "members" not in directory.told("GET", f"/Groups/{group['id']}?excludedAttributes=members")
    asked = f'id eq "{group["id"]}" and members eq "{ida}"'
    assert directory.told("GET", f"/Groups?filter={asked}")["totalResults"] == 1


def test_a_member_who_is_nobody_is_refused_and_nothing_is_written(directory: Directory, ida: str) -> None:
    group = directory.group("Readers")
    stranger = "01900000-0000-7000-8000-000000000000"
    told = directory.told(
        "PATCH",
        f"/Groups/{group['id']}",
        patch({"op": "add", "path": "members", "value": [{"value": ida}, {"value": stranger}]}),
        400,
    )
    assert told["scimType"] == "invalidValue" and members(directory, group) == set()
    assert directory.told("POST", "/Groups", {"displayName": "READERS"}, 409)["scimType"] == "uniqueness"


def test_no_group_takes_the_name_of_another(directory: Directory) -> None:
    directory.group("Readers")
    group = directory.group("Writers")
    told = directory.told(
        "PATCH", f"/Groups/{group['id']}", patch({"op": "replace", "path": "displayName", "value": "readers"}), 409
    )
    assert told["scimType"] == "uniqueness"
    assert FeedGroup.objects.get(pk=group["id"]).name == "Writers"


# --- Roles ---------------------------------------------------------------------------------------------------------


def test_a_group_gives_nothing_until_an_owner_says_so(directory: Directory, ida: str, jens: str, cast: Cast) -> None:
    group = directory.group("Readers", ida)
    assert roles(ida) == set()
    row = give(cast, group, "auditor")
    assert roles(ida) == {("auditor", "")}
    directory.regroup(group["id"], {"op": "add", "path": "members", "value": [{"value": jens}]})
    assert roles(jens) == {("auditor", "")}
    directory.regroup(group["id"], {"op": "remove", "path": f'members[value eq "{ida}"]'})
    assert roles(ida) == set()
    services.role_remove(actor=actor_of(cast.olga), row=row)
    assert roles(jens) == set()
    told = Event.objects.filter(action__startswith="feed_group.role").order_by("seq").values_list("action", flat=True)
    assert list(told) == ["feed_group.role_added", "feed_group.role_removed"]


def test_a_role_by_hand_or_by_another_group_stays(directory: Directory, ida: str, cast: Cast) -> None:
    first, second = directory.group("First", ida), directory.group("Second", ida)
    give(cast, first, "auditor")
    give(cast, second, "auditor")
    person = FeedUser.objects.get(pk=ida).person
    organisation.role_give(actor=actor_of(cast.olga), person=person, role="employee")
    directory.told("DELETE", f"/Groups/{first['id']}", status=204)
    assert roles(ida) == {("auditor", ""), ("employee", "")}
    directory.told("DELETE", f"/Users/{ida}", status=204)
    assert {grant.role for grant in person.grants.all()} == {"employee"}


def test_no_group_gives_a_role_above_the_one_who_says_so(directory: Directory, cast: Cast) -> None:
    group = directory.group("Heads")
    row = FeedGroup.objects.get(pk=group["id"])
    for who in ("anna", "karen", "bo", "carl", "emil"):
        with pytest.raises(NotAllowed):
            services.role_add(actor=actor_of(getattr(cast, who)), group=row, role="employee")
    with pytest.raises(NotFound):
        services.role_add(actor=actor_of(cast.dorte), group=row, role="employee")
    foreign = make_unit(cast.rosenborg, "Garden")
    with pytest.raises(NotFound):
        services.role_add(actor=actor_of(cast.olga), group=row, role="employee", unit=foreign)


def test_the_program_gives_no_role_above_its_own(directory: Directory, ida: str, cast: Cast) -> None:
    group = directory.group("Heads")
    give(cast, group, "owner")
    told = directory.told(
        "PATCH", f"/Groups/{group['id']}", patch({"op": "add", "path": "members", "value": [{"value": ida}]}), 403
    )
    assert "above" in told["detail"] and roles(ida) == set() and members(directory, group) == set()


def test_the_feeds_own_account_is_asked_when_the_role_is_chosen(cast: Cast) -> None:
    olga = actor_of(cast.olga)
    opened = services.feed_token_create(actor=olga, name="Entra", account_name="Feed", responsible=cast.olga, days=365)
    again = services.feed_token_create(actor=olga, name="Next", account_name="Feed", responsible=cast.olga, days=365)
    assert opened.token.person == again.token.person and opened.token.scope == {"scim": "write"}
    assert [grant.role for grant in opened.token.person.grants.all()] == [Role.SECURITY_OFFICER]
    group = FeedGroup.objects.create(organisation=cast.kronborg, name="Heads")
    with pytest.raises(RuleBroken):
        services.role_add(actor=olga, group=group, role="owner")
    services.role_add(actor=olga, group=group, role="security_officer")


def test_only_who_sets_the_feed_up_gets_as_far_as_a_token(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Making one asks too, of everybody who manages; the feed's is its own question, asked first."""
    done: list[str] = []
    monkeypatch.setattr(api, "token_create", lambda **told: (done.append(told["name"]), "secret"))
    services.feed_token_create(actor=actor_of(cast.olga), name="A", account_name="Feed", responsible=cast.olga, days=9)
    with pytest.raises(NotAllowed):
        services.feed_token_create(
            actor=actor_of(cast.anna), name="B", account_name="Feed", responsible=cast.olga, days=9
        )
    assert done == ["A"]


def test_the_last_owner_stays_owner_whatever_the_groups_say(cast: Cast) -> None:
    owners = Directory(cast.olga)
    ida = owners.add(of_entra())["id"]
    group = owners.group("Heads", ida)
    give(cast, group, "owner")
    person = FeedUser.objects.get(pk=ida).person
    Person.objects.filter(pk=person.pk).update(user=make_user("ida@kronborg.example"))
    Person.objects.filter(pk=cast.olga.pk).update(user=None)  # so that Ida is the only owner who can sign in
    services.group_remove(actor=actor_of(cast.olga), group=FeedGroup.objects.get())
    assert roles(ida) == {("owner", "")}
