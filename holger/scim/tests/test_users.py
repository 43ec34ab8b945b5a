"""Users, as Entra ID and Okta send them: they become people, change, are closed, and come back."""

from datetime import timedelta
from typing import Any

import pytest

from holger.core import dates
from holger.core.permissions import Role
from holger.history.models import Event
from holger.organisation import services as organisation
from holger.organisation.models import Person, Unit
from holger.scim import services
from holger.scim.models import FeedUser
from holger.scim.tests.directory import ENTERPRISE, HOLGER, Directory, of_entra, of_okta, patch
from tests.cast import Cast, actor_of, make_person, make_unit


def person_of(told: Any) -> Person:
    return FeedUser.objects.select_related("person__unit", "person__manager").get(pk=told["id"]).person


def actions(person: Person) -> list[str]:
    return list(Event.objects.filter(subject_id=person.pk).order_by("seq").values_list("action", flat=True))


# --- In ------------------------------------------------------------------------------------------------------------


def test_entra_brings_somebody_in(directory: Directory) -> None:
    assert directory.told("GET", '/Users?filter=userName eq "ida@kronborg.example"')["totalResults"] == 0
    told = directory.add(of_entra())
    person = person_of(told)
    assert (person.name, person.email, person.job_title) == ("Ida Friis", "ida@kronborg.example", "Controller")
    assert person.unit == Unit.objects.get(name="Finance")
    assert person.user is None and person.starts_on is None and not person.grants.exists()
    assert told["userName"] == "ida@kronborg.example" and told["active"] is True
    assert told[ENTERPRISE] == {"employeeNumber": "4711", "department": "Finance"}
    assert "phoneNumbers" not in told and "addresses" not in told
    event = Event.objects.get(action="person.created", subject_id=person.pk)
    assert event.channel == "api" and event.actor_label == "Feed of people"


def test_the_answer_says_where_the_user_is(directory: Directory) -> None:
    answer = directory.call("POST", "/Users", of_entra())
    assert answer["Content-Type"] == "application/scim+json" and answer.status_code == 201
    told = answer.json()
    assert answer["Location"] == told["meta"]["location"] and told["id"] in answer["Location"]
    assert directory.told("GET", f"/Users/{told['id']}") == told


@pytest.mark.parametrize(
    "asked",
    [
        'userName eq "IDA@kronborg.example"',
        'externalId eq "ida.friis"',
        'displayName eq "Ida Friis"',
        'emails[type eq "work"].value eq "ida@kronborg.example"',
        'userName eq "ida@kronborg.example" and active eq true',
        'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ida@kronborg.example"',
    ],
)
def test_the_directory_finds_whom_it_knows(asked: str, directory: Directory) -> None:
    told = directory.add(of_entra())
    directory.add(of_entra("Jens Holm"))
    found = directory.call("GET", f"/Users?filter={asked.replace('&', '%26')}").json()
    assert [each["id"] for each in found["Resources"]] == [told["id"]], asked


def test_whoever_is_in_the_register_is_not_made_twice(directory: Directory, cast: Cast) -> None:
    told = directory.add(of_entra("Bo Lind", title="Head of IT"))
    assert person_of(told) == cast.bo and Person.objects.get(pk=cast.bo.pk).job_title == "Head of IT"
    assert "feed_user.linked" in actions(cast.bo) and cast.bo.grants.exists()


@pytest.mark.parametrize("body", [of_entra(), of_okta(), of_entra(userName="other@kronborg.example")])
def test_the_same_is_not_brought_twice(body: dict[str, Any], directory: Directory) -> None:
    directory.add(of_entra())
    told = directory.told("POST", "/Users", body, 409)
    assert told["scimType"] == "uniqueness" and told["status"] == "409"
    assert Person.objects.filter(name="Ida Friis").count() == 1


def test_okta_sends_no_department_and_takes_none_away(directory: Directory, cast: Cast) -> None:
    told = directory.add(of_okta())
    organisation.person_edit(actor=actor_of(cast.anna), person=person_of(told), unit=cast.production, manager=cast.bo)
    directory.told("PUT", f"/Users/{told['id']}", of_okta("Ida Holm", externalId="00ujl29u0le5T6Aj10h7"))
    person = person_of(told)
    assert (person.name, person.unit, person.manager) == ("Ida Holm", cast.production, cast.bo)


# --- Changed -------------------------------------------------------------------------------------------------------


def test_entra_changes_one_thing_at_a_time(directory: Directory) -> None:
    told = directory.add(of_entra())
    boss = directory.add(of_entra("Mette Boss"))
    directory.patch(
        told["id"],
        {"op": "Replace", "path": "displayName", "value": "Ida Vang"},
        {"op": "Replace", "path": "name.familyName", "value": "Vang"},
        {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "ida.vang@kronborg.example"},
        {"op": "Add", "path": f"{ENTERPRISE}:department", "value": "Sales"},
        {"op": "Add", "path": f"{ENTERPRISE}:manager", "value": boss["id"]},
        {"op": "Replace", "path": 'phoneNumbers[type eq "mobile"].value', "value": "+45 00 00 00 00"},
    )
    person = person_of(told)
    assert (person.name, person.email) == ("Ida Vang", "ida.vang@kronborg.example")
    assert person.unit == Unit.objects.get(name="Sales") and person.manager == person_of(boss)
    found = directory.told("GET", f"/Users/{told['id']}")
    assert found["name"] == {"formatted": "Ida Vang", "givenName": "Ida", "familyName": "Vang"}
    assert found[ENTERPRISE]["manager"]["value"] == boss["id"]
    directory.patch(told["id"], {"op": "Remove", "path": f"{ENTERPRISE}:manager"}, {"op": "remove", "path": "title"})
    assert person_of(told).manager is None and person_of(told).job_title == ""


@pytest.mark.parametrize("path", ["userName", "externalId"])
def test_nobody_is_given_the_name_or_key_of_somebody_else(path: str, directory: Directory) -> None:
    ida, mette = directory.add(of_entra(externalId="first")), directory.add(of_entra("Mette Boss", externalId="second"))
    change = patch({"op": "replace", "path": path, "value": ida[path]})
    assert directory.told("PATCH", f"/Users/{mette['id']}", change, 409)["scimType"] == "uniqueness"
    assert directory.told("GET", f"/Users/{mette['id']}")[path] == mette[path]


def test_a_change_without_a_path_names_what_it_changes(directory: Directory) -> None:
    told = directory.add(of_entra())
    value = {"title": "Chief", "name.givenName": "Ida Marie", f"{ENTERPRISE}:department": "Board", "active": "True"}
    directory.patch(told["id"], {"op": "add", "value": value})
    person = person_of(told)
    assert (person.name, person.job_title, str(person.unit)) == ("Ida Marie Friis", "Chief", "Board")


def test_a_manager_whom_nobody_knows_yet_changes_nothing(directory: Directory, cast: Cast) -> None:
    told = directory.add(of_okta(**{ENTERPRISE: {"manager": {"value": "00u-unknown", "displayName": "Somebody"}}}))
    assert person_of(told).manager is None


def test_a_unit_set_by_hand_stays_until_the_directory_says_another(directory: Directory, cast: Cast) -> None:
    told = directory.add(of_entra())
    line = make_unit(cast.kronborg, "Payroll", Unit.objects.get(name="Finance"))
    organisation.person_edit(actor=actor_of(cast.anna), person=person_of(told), unit=line)
    directory.told("PUT", f"/Users/{told['id']}", of_entra())
    assert person_of(told).unit == line
    directory.told("PUT", f"/Users/{told['id']}", of_entra(**{ENTERPRISE: {"department": "Sales"}}))
    assert str(person_of(told).unit) == "Sales"


def test_days_come_with_our_own_extension(directory: Directory) -> None:
    told = directory.add(of_entra(**{HOLGER: {"startsOn": "2026-11-30T23:00:00Z", "endsOn": "2027-06-30"}}))
    assert told[HOLGER] == {"startsOn": "2026-12-01", "endsOn": "2027-06-30"}
    person = person_of(told)
    assert str(person.starts_on) == "2026-12-01"


# --- Out and in again ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "closing",
    [
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "replace", "value": {"active": False}},
        {"op": "Replace", "path": "active", "value": False},
    ],
)
def test_whoever_is_closed_is_suspended_and_has_left(closing: dict[str, Any], directory: Directory) -> None:
    told = directory.add(of_entra())
    assert directory.patch(told["id"], closing)["active"] is False
    person = person_of(told)
    assert person.suspended_at is not None and person.ends_on == dates.today()
    assert "person.suspended" in actions(person)
    assert directory.patch(told["id"], {"op": "Replace", "path": "active", "value": "True"})["active"] is True
    person = person_of(told)
    assert person.suspended_at is None and person.ends_on is None


def test_closing_may_mean_suspension_alone(directory: Directory, cast: Cast) -> None:
    services.feed_edit(actor=actor_of(cast.olga), newcomers_start=False, closed_have_left=False)
    told = directory.add(of_okta())
    directory.told("PUT", f"/Users/{told['id']}", of_okta(active=False))
    assert person_of(told).suspended_at is not None and person_of(told).ends_on is None


def test_a_last_day_that_was_known_stays(directory: Directory, cast: Cast) -> None:
    told = directory.add(of_entra())
    last = dates.today() + timedelta(days=30)
    organisation.person_edit(actor=actor_of(cast.anna), person=person_of(told), ends_on=last)
    directory.patch(told["id"], {"op": "Replace", "path": "active", "value": False})
    directory.patch(told["id"], {"op": "Replace", "path": "active", "value": True})
    assert person_of(told).ends_on == last


def test_whom_somebody_here_has_suspended_stays_so(directory: Directory, cast: Cast) -> None:
    told = directory.add(of_entra("Bo Lind"))
    organisation.person_suspend(actor=actor_of(cast.anna), person=person_of(told))
    answer = directory.told("PUT", f"/Users/{told['id']}", of_entra("Bo Lind"))
    assert answer["active"] is False and person_of(told).suspended_at is not None


def test_whoever_is_deleted_is_shut_out_and_nothing_of_theirs_is_lost(directory: Directory, cast: Cast) -> None:
    told = directory.add(of_entra("Bo Lind"))
    assert directory.told("DELETE", f"/Users/{told['id']}", status=204) is None
    directory.told("GET", f"/Users/{told['id']}", status=404)
    assert directory.told("GET", "/Users")["totalResults"] == 0
    bo = Person.objects.get(pk=cast.bo.pk)
    assert bo.suspended_at is not None and bo.grants.exists()
    assert actions(bo)[-2:] == ["person.changed", "feed_user.deleted"]
    again = directory.add(of_entra("Bo Lind"))
    assert person_of(again) == cast.bo and person_of(again).suspended_at is None


def test_an_address_that_went_to_somebody_else_is_not_handed_on(directory: Directory) -> None:
    told = directory.add(of_entra(externalId="first"))
    directory.told("DELETE", f"/Users/{told['id']}", status=204)
    directory.told("POST", "/Users", of_entra(externalId="second"), 409)


def test_the_last_owner_is_not_shut_out(directory: Directory, cast: Cast) -> None:
    owners = Directory(cast.olga)  # whoever may do everything else
    told = owners.add(of_entra("Olga Krogh"))
    answer = owners.told(
        "PATCH", f"/Users/{told['id']}", {"Operations": [{"op": "replace", "value": {"active": False}}]}, 403
    )
    assert "schemas" in answer and Person.objects.get(pk=cast.olga.pk).suspended_at is None
    directory.told("DELETE", f"/Users/{told['id']}", status=403)  # nor by a program below them


def test_nobody_above_the_program_gets_another_address(directory: Directory, cast: Cast) -> None:
    told = directory.add(of_entra("Olga Krogh"))
    directory.told("PUT", f"/Users/{told['id']}", of_entra("Olga Krogh", emails=[{"value": "thief@evil.example"}]), 403)
    assert Person.objects.get(pk=cast.olga.pk).email == "olga@kronborg.example"


# --- Starting ------------------------------------------------------------------------------------------------------


def test_newcomers_start_when_owners_say_so(directory: Directory, cast: Cast) -> None:
    assert person_of(directory.add(of_entra("First Wave"))).starts_on is None
    services.feed_edit(actor=actor_of(cast.olga), newcomers_start=True, closed_have_left=True)
    person = person_of(directory.add(of_entra()))
    assert person.starts_on == dates.today() and "person.started" in actions(person)
    grete = make_person(cast.kronborg, "Grete Hansen", Role.EMPLOYEE)
    assert person_of(directory.add(of_entra("Grete Hansen"))) == grete and grete.starts_on is None
