"""Setting providers up, linking, and roles that follow groups."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.organisation import services as organisation
from holger.organisation.models import Person, RoleGrant, Unit
from holger.organisation.services.role import roles_follow
from holger.sso import services
from holger.sso.models import Identity, Provider
from holger.sso.protocols.refused import Refused
from holger.sso.rules import Told
from holger.sso.tests.conftest import make_provider
from tests.cast import Cast, actor_of, make_person

NEW = Told("subject-1", "grete@kronborg.example", True, "Grete Hansen")


@pytest.fixture
def provider(cast: Cast) -> Provider:
    return make_provider(cast.kronborg, group_claim="groups")


def told(*groups: str, **changed: Any) -> Told:
    return Told(**{**vars(NEW), "groups": frozenset(groups), **changed})


def roles(person: Person) -> set[tuple[str, str]]:
    return {(grant.role, str(grant.unit or "")) for grant in RoleGrant.objects.filter(person=person)}


# --- Setting up ----------------------------------------------------------------------------------------------------


def test_a_provider_is_set_up_and_its_secret_does_not_show(cast: Cast) -> None:
    provider = services.provider_create(
        actor=actor_of(cast.olga), kind="oidc", name="Entra", client_secret="open sesame", client_id="holger"
    )
    assert provider.secret == "open sesame" and "sesame" not in provider.sealed_secret
    services.provider_edit(actor=actor_of(cast.olga), provider=provider, client_secret="new sesame", name="Entra ID")
    services.provider_edit(actor=actor_of(cast.olga), provider=provider, client_secret="", name="Entra")
    assert provider.secret == "new sesame"
    lines = list(Event.objects.filter(subject_id=provider.pk).order_by("seq"))
    assert [line.action for line in lines] == ["provider.created", "provider.changed", "provider.changed"]
    assert not any("sesame" in line.payload or "gAAAA" in line.payload for line in lines)
    assert lines[1].changes["sealed_secret"] == [None, "•••"]


@pytest.mark.parametrize("who", ["anna", "karen", "bo", "carl", "emil"])
def test_only_owners_set_up_providers(who: str, cast: Cast, provider: Provider) -> None:
    actor = actor_of(getattr(cast, who))
    for attempt in (
        lambda: services.provider_create(actor=actor, kind="oidc", name="x"),
        lambda: services.provider_edit(actor=actor, provider=provider, name="x"),
        lambda: services.provider_switch(actor=actor, provider=provider, on=False),
        lambda: services.provider_remove(actor=actor, provider=provider),
        lambda: services.group_add(actor=actor, provider=provider, group="g", role="employee"),
        lambda: services.single_sign_on_require(actor=actor, organisation=cast.kronborg, required=True),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_an_owner_in_one_unit_only_does_not(cast: Cast) -> None:
    local = make_person(cast.kronborg, "Lone Dahl", "owner", only_in=cast.production)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        services.provider_create(actor=actor_of(local), kind="oidc", name="x")


def test_a_strangers_provider_is_not_there(cast: Cast, provider: Provider) -> None:
    other = make_person(cast.rosenborg, "Ole Juul", "owner")  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        services.provider_edit(actor=actor_of(other), provider=provider, name="x")


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"join": True}, "domains"),
        ({"domains": "not a domain"}, "domains"),
        ({"default_role": "owner"}, "default_role"),
        ({"counts_second_factor": True, "second_factor": ""}, "second_factor"),
        ({"discovery_url": "http://id.example.com"}, None),
        ({"discovery_url": "https://0x7f.1/"}, "discovery_url"),
        ({"sign_on_url": "javascript:alert(1)"}, "sign_on_url"),
    ],
)
def test_what_cannot_be_set_up(answers: dict[str, Any], field: str | None, cast: Cast, settings: Any) -> None:
    settings.OUTGOING_LOOPBACK = False
    with pytest.raises(RuleBroken) as broken:
        services.provider_create(actor=actor_of(cast.olga), kind="oidc", name="Entra", **answers)
    assert broken.value.field == (field or "discovery_url")


def test_a_provider_is_put_in_use_when_it_is_complete(cast: Cast) -> None:
    provider = services.provider_create(actor=actor_of(cast.olga), kind="oidc", name="Entra", client_id="x")
    with pytest.raises(RuleBroken, match="Discovery address"):
        services.provider_switch(actor=actor_of(cast.olga), provider=provider, on=True)
    services.provider_edit(actor=actor_of(cast.olga), provider=provider, discovery_url="https://id.example.com")
    services.provider_switch(actor=actor_of(cast.olga), provider=provider, on=True)
    assert Provider.objects.get().enabled
    with pytest.raises(RuleBroken, match="Client ID"):
        services.provider_edit(actor=actor_of(cast.olga), provider=provider, client_id="")


def test_another_issuer_is_another_provider_once_people_come_in(cast: Cast, provider: Provider) -> None:
    """Else the same subject would suddenly be somebody else."""
    services.provider_edit(actor=actor_of(cast.olga), provider=provider, discovery_url="https://id2.example.com")
    services.sign_in(provider=provider, told=NEW)
    with pytest.raises(RuleBroken, match="Set up a new one"):
        services.provider_edit(actor=actor_of(cast.olga), provider=provider, discovery_url="https://id3.example.com")


def test_single_sign_on_is_asked_for_when_there_is_some(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="Put a provider in use first"):
        services.single_sign_on_require(actor=actor_of(cast.olga), organisation=cast.kronborg, required=True)
    make_provider(cast.kronborg)
    services.single_sign_on_require(actor=actor_of(cast.olga), organisation=cast.kronborg, required=True)
    assert Event.objects.order_by("-seq")[0].changes == {"single_sign_on": [False, True]}


def test_two_providers_of_one_name(cast: Cast, provider: Provider) -> None:
    with pytest.raises(ValidationError, match="already a provider of that name"):
        services.provider_create(actor=actor_of(cast.olga), kind="oidc", name="Entra ID")


# --- Coming in -----------------------------------------------------------------------------------------------------


def test_somebody_new_becomes_a_member_without_a_password(provider: Provider) -> None:
    entry = services.sign_in(provider=provider, told=NEW)
    person = Person.objects.get(email="grete@kronborg.example")
    assert entry.user == person.user and not entry.user.has_usable_password()
    assert roles(person) == {("employee", "")}
    lines = Event.objects.filter(organisation_id=provider.organisation_id).order_by("seq")
    assert [line.action for line in lines] == ["person.created", "identity.linked", "role.given", "sso.signed_in"]
    assert {(line.actor_label, line.channel) for line in lines[:3]} == {("Entra ID", "system")}
    assert lines[3].actor_label == "Grete Hansen"


def test_a_subject_is_known_again_whatever_address_it_now_has(provider: Provider) -> None:
    first = services.sign_in(provider=provider, told=NEW)
    again = services.sign_in(provider=provider, told=told(email="anna@kronborg.example", verified=False, name="Anna"))
    assert first.user == again.user and Person.objects.filter(name="Grete Hansen").count() == 1


def test_another_subject_with_the_same_address_is_not_the_same(provider: Provider) -> None:
    services.sign_in(provider=provider, told=NEW)
    with pytest.raises(Refused, match="already in holger"):
        services.sign_in(provider=provider, told=told(subject="subject-2"))


@pytest.mark.parametrize("subject", ["Subject-1", "subject-1 ", "SUBJECT-1"])
def test_a_subject_is_known_letter_by_letter(subject: str, provider: Provider) -> None:
    services.sign_in(provider=provider, told=NEW)
    with pytest.raises(Refused):
        services.sign_in(provider=provider, told=told(subject=subject))


def test_the_same_subject_at_another_organisations_provider_is_somebody_else(cast: Cast, provider: Provider) -> None:
    services.sign_in(provider=provider, told=NEW)
    other = make_provider(cast.rosenborg, domains="rosenborg.example")
    entry = services.sign_in(provider=other, told=told(email="grete@rosenborg.example"))
    assert entry.identity.person.organisation == cast.rosenborg
    assert Identity.objects.filter(subject="subject-1").count() == 2


def test_a_second_factor_counts_where_the_owner_said_so(provider: Provider) -> None:
    strong = told(factors=frozenset({"pwd", "mfa"}))
    assert not services.sign_in(provider=provider, told=strong).second_factor
    Provider.objects.update(counts_second_factor=True, second_factor="mfa hwk")
    provider.refresh_from_db()
    assert services.sign_in(provider=provider, told=strong).second_factor
    assert not services.sign_in(provider=provider, told=told(factors=frozenset({"pwd"}))).second_factor


# --- Roles ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def mapped(provider: Provider, cast: Cast) -> Provider:
    olga = actor_of(cast.olga)
    services.group_add(actor=olga, provider=provider, group="isms", role="security_officer")
    services.group_add(actor=olga, provider=provider, group="auditors", role="auditor", unit=cast.production)
    services.group_add(actor=olga, provider=provider, group="chiefs", role="owner")
    return provider


def test_roles_follow_groups(mapped: Provider) -> None:
    person = services.sign_in(provider=mapped, told=told("isms", "auditors", "others")).identity.person
    assert roles(person) == {("security_officer", ""), ("auditor", "Production")}
    services.sign_in(provider=mapped, told=told("auditors"))
    assert roles(person) == {("auditor", "Production")}
    services.sign_in(provider=mapped, told=told())
    assert roles(person) == {("employee", "")}, "the role of new members comes back"
    taken = Event.objects.filter(action="role.taken", subject_id=person.pk)
    assert {line.actor_label for line in taken} == {"Entra ID"}


def test_roles_given_by_hand_stay(mapped: Provider, cast: Cast) -> None:
    services.identity_link(actor=actor_of(cast.carl), provider=mapped, person=cast.carl, subject="subject-1")
    organisation.role_give(actor=actor_of(cast.olga), person=cast.carl, role="security_officer")
    services.sign_in(provider=mapped, told=told("isms"))
    services.sign_in(provider=mapped, told=told())
    assert roles(cast.carl) == {("auditor", ""), ("security_officer", "")}


def test_who_loses_the_last_role_is_out_and_the_role_stays_taken(mapped: Provider) -> None:
    Provider.objects.update(default_role="")
    mapped.refresh_from_db()
    person = services.sign_in(provider=mapped, told=told("isms")).identity.person
    with pytest.raises(Refused, match="no longer let in"):
        services.sign_in(provider=mapped, told=told())
    assert roles(person) == set()


def test_the_last_owner_keeps_the_role(mapped: Provider, cast: Cast) -> None:
    person = services.sign_in(provider=mapped, told=told("chiefs")).identity.person
    RoleGrant.objects.filter(person=cast.olga).delete()
    services.sign_in(provider=mapped, told=told())
    assert ("owner", "") in roles(person)


def test_a_mapping_cannot_name_another_organisations_unit(mapped: Provider, cast: Cast) -> None:
    foreign = Unit.objects.create(organisation=cast.rosenborg, name="Sales")
    with pytest.raises(NotFound):
        services.group_add(actor=actor_of(cast.olga), provider=mapped, group="x", role="auditor", unit=foreign)


def test_a_removed_mapping_takes_its_role_the_next_time(mapped: Provider, cast: Cast) -> None:
    person = services.sign_in(provider=mapped, told=told("isms")).identity.person
    services.group_remove(actor=actor_of(cast.olga), mapping=mapped.groups.get(group="isms"))
    services.sign_in(provider=mapped, told=told("isms"))
    assert roles(person) == {("employee", "")}


# --- Links ---------------------------------------------------------------------------------------------------------


def test_a_link_is_removed_with_the_roles_it_gave(mapped: Provider, cast: Cast) -> None:
    services.identity_link(actor=actor_of(cast.carl), provider=mapped, person=cast.carl, subject="subject-1")
    entry = services.sign_in(provider=mapped, told=told("isms"))
    with pytest.raises(NotAllowed):
        services.identity_unlink(actor=actor_of(cast.bo), identity=entry.identity)
    services.identity_unlink(actor=actor_of(cast.carl), identity=entry.identity)
    assert roles(cast.carl) == {("auditor", "")} and not Identity.objects.exists()


def test_one_sign_in_is_one_person(provider: Provider, cast: Cast) -> None:
    services.identity_link(actor=actor_of(cast.carl), provider=provider, person=cast.carl, subject="s1")
    with pytest.raises(RuleBroken, match="already belongs"):
        services.identity_link(actor=actor_of(cast.bo), provider=provider, person=cast.bo, subject="s1")
    with pytest.raises(RuleBroken, match="already have another"):
        services.identity_link(actor=actor_of(cast.carl), provider=provider, person=cast.carl, subject="s2")


def test_a_stranger_cannot_be_linked(provider: Provider, cast: Cast) -> None:
    with pytest.raises(NotFound):
        services.identity_link(actor=actor_of(cast.carl), provider=provider, person=cast.dorte, subject="s1")


def test_a_provider_goes_with_its_links_and_people_stay(mapped: Provider, cast: Cast) -> None:
    person = services.sign_in(provider=mapped, told=told("isms")).identity.person
    services.provider_remove(actor=actor_of(cast.olga), provider=mapped)
    assert not Identity.objects.exists() and roles(person) == {("security_officer", "")}


# --- What lies elsewhere -------------------------------------------------------------------------------------------


def test_a_namesake_elsewhere_keeps_nobody_out(provider: Provider, cast: Cast) -> None:
    """Or the answer would tell who is registered in another organisation."""
    make_person(cast.rosenborg, NEW.name, signs_in=False, email=NEW.email)
    person = services.sign_in(provider=provider, told=NEW).identity.person
    assert person.organisation == cast.kronborg


def test_another_organisations_provider_is_no_way_in(cast: Cast) -> None:
    make_provider(cast.rosenborg)
    with pytest.raises(RuleBroken, match="Put a provider in use first"):
        services.single_sign_on_require(actor=actor_of(cast.olga), organisation=cast.kronborg, required=True)


def test_a_group_gives_no_role_in_a_unit_elsewhere(provider: Provider, cast: Cast) -> None:
    foreign = Unit.objects.create(organisation=cast.rosenborg, name="Sales")
    with pytest.raises(Unit.DoesNotExist):
        roles_follow(actor=actor_of(cast.olga), person=cast.carl, wanted={("auditor", foreign.pk)}, given={})
