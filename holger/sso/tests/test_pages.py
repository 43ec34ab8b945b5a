"""The pages: setting up, linking, coming in, and how far one then gets."""

import re
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.core import mail
from django.test import Client, RequestFactory

from holger.accounts import bounds
from holger.accounts.models import User
from holger.history.models import Event
from holger.organisation import services as organisation
from holger.organisation.models import Organisation, Person
from holger.organisation.selectors import organisations_of
from holger.sso import services
from holger.sso.middleware import reaches
from holger.sso.models import GroupRole, Identity, Provider
from holger.sso.tests.conftest import Visit, make_provider
from holger.sso.tests.scripted import SECRET, Scripted
from tests.cast import PASSWORD, Cast, actor_of, client_of, make_person
from tests.wire import says

SETTINGS = "/o/kronborg/settings/sign-on/"


def password_client(person: Person) -> Client:
    """A browser in which somebody has signed in with their password, and is fresh enough to change their own sign-in."""
    client = Client()
    assert client.post("/account/login/", {"login": person.email, "password": PASSWORD}).status_code == 302
    again(client)
    return client


def again(client: Client) -> None:
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


# --- Setting up ----------------------------------------------------------------------------------------------------


def test_the_empty_list_teaches(cast: Cast) -> None:
    text = client_of(cast.olga).get(SETTINGS).content.decode()
    assert "No identity provider yet" in text and "gives you a redirect address" in text


def test_an_owner_sets_up_tries_out_and_puts_in_use(cast: Cast, scripted: Scripted) -> None:
    client = client_of(cast.olga)
    form = {
        "name": "Entra ID",
        "discovery_url": scripted.address,
        "client_id": "holger",
        "client_secret": SECRET,
        "scopes": "openid email",
    }
    answer = client.post(f"{SETTINGS}new/oidc/", form)
    assert answer.status_code == 302, answer.content.decode()
    provider = Provider.objects.get()
    assert not provider.enabled and provider.secret == SECRET
    page = client.get(answer["Location"]).content.decode()
    assert f"http://localhost:8000/sso/kronborg/{provider.key}/callback/" in page and SECRET not in page
    edit = client.get(f"{SETTINGS}{provider.pk}/edit/").content.decode()
    assert SECRET not in edit and provider.sealed_secret not in edit and "it stays as it is" in edit
    tried = client.post(f"{SETTINGS}{provider.pk}/test/").content.decode()
    assert "All is well" in tried and scripted.address in tried
    assert client.post(f"{SETTINGS}{provider.pk}/switch/").status_code == 302
    assert Provider.objects.get().enabled
    client.post(f"{SETTINGS}{provider.pk}/groups/new/", {"group": "isms", "role": "security_officer"})
    mapping = GroupRole.objects.get()
    assert "isms" in client.get(answer["Location"]).content.decode()
    client.post(f"{SETTINGS}{provider.pk}/groups/{mapping.pk}/remove/")
    assert not GroupRole.objects.exists()
    client.post(f"{SETTINGS}{provider.pk}/remove/")
    assert not Provider.objects.exists()
    actions = [event.action for event in Event.objects.order_by("seq")]
    assert actions == [
        "provider.created",
        "provider.opened",
        "provider.group_added",
        "provider.group_removed",
        "provider.removed",
    ]
    assert not Event.objects.filter(payload__contains=SECRET).exists()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda s: s.discovery.update(issuer="https://evil.example"), "calls itself https://evil.example"),
        (lambda s: setattr(s, "keys", []), "no key that holger can use"),
        (lambda s: s.discovery.update(token_endpoint="http://93.184.215.14/t"), "token_endpoint"),
        (lambda s: s.answers.update({"/keys": says(b"", "500 Oops")}), "with error 500"),
        (lambda s: s.answers.update({"/.well-known/openid-configuration": says(b"x")}), "not JSON"),
    ],
)
def test_trying_out_says_what_is_wrong(
    spoil: Any, words: str, cast: Cast, provider: Provider, scripted: Scripted
) -> None:
    if words == "token_endpoint":
        scripted.discovery["token_endpoint"] = "ftp://x/"
    else:
        spoil(scripted)
    answer = client_of(cast.olga).post(f"{SETTINGS}{provider.pk}/test/").content.decode()
    assert "This would not work" in answer and words in answer


def test_a_wrong_answer_shows_at_its_field(cast: Cast) -> None:
    answer = client_of(cast.olga).post(f"{SETTINGS}new/oidc/", {"name": "Entra", "join": "on", "scopes": "openid"})
    assert answer.status_code == 422 and "Name the e-mail domains" in answer.content.decode()


def test_an_unknown_protocol_is_missing(cast: Cast) -> None:
    assert client_of(cast.olga).get(f"{SETTINGS}new/kerberos/").status_code == 404


# --- Coming in -----------------------------------------------------------------------------------------------------


def test_the_link_shows_a_button_and_the_button_leads_away(visit: Visit) -> None:
    page = Client().get(visit.door).content.decode()
    assert "Continue with Entra ID" in page and "Kronborg A/S" in page
    visit.go()
    assert visit.query["code_challenge_method"] == "S256" and visit.query["response_type"] == "code"
    assert visit.query["redirect_uri"] == f"http://localhost:8000{visit.door}callback/"
    assert visit.query["scope"] == "openid email profile"


def test_the_code_is_changed_with_secret_and_verifier(visit: Visit) -> None:
    visit.go().back()
    assert visit.scripted.forms[0]["code_verifier"] and "client_secret" not in visit.scripted.forms[0]
    assert b"Authorization: Basic " in visit.scripted.heads[-2] or b"Authorization: Basic " in visit.scripted.heads[-1]


def test_a_provider_that_wants_the_secret_in_the_form_gets_it_there(visit: Visit) -> None:
    visit.scripted.discovery = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    visit.go().back()
    assert visit.scripted.forms[0]["client_secret"] == SECRET


def test_the_address_comes_from_userinfo_where_the_token_has_none(visit: Visit) -> None:
    visit.scripted.discovery = {"userinfo_endpoint": f"{visit.scripted.address}/userinfo"}
    visit.scripted.lacks = ("email",)
    body = b'{"sub": "subject-1", "email": "inge@kronborg.example", "email_verified": true}'
    visit.scripted.answers["/userinfo"] = says(body)
    assert visit.go().back().status_code == 302
    assert Person.objects.filter(email="inge@kronborg.example").exists()


@pytest.mark.parametrize(
    "body",
    [
        b'{"sub": "another", "email": "inge@kronborg.example", "email_verified": true}',
        b'{"sub": "subject-1", "email": "inge@kronborg.example"}',
    ],
    ids=["of somebody else", "not verified, whatever the token says of no address"],
)
def test_userinfo_that_will_not_do(body: bytes, visit: Visit) -> None:
    visit.scripted.discovery = {"userinfo_endpoint": f"{visit.scripted.address}/userinfo"}
    visit.scripted.lacks = ("email",)
    visit.scripted.answers["/userinfo"] = says(body)
    assert visit.go().back().status_code == 403


def test_one_gets_on_to_the_page_one_wanted(visit: Visit) -> None:
    assert visit.go(next="/o/kronborg/people/").back()["Location"] == "/o/kronborg/people/"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/o/rosenborg/", "/account/", "/o/kronborg/../rosenborg/"]
)
def test_one_gets_nowhere_else(wanted: str, visit: Visit) -> None:
    assert visit.go(next=wanted).back()["Location"] == "/o/kronborg/"


def test_no_token_of_the_provider_is_kept(visit: Visit) -> None:
    visit.go().back()
    kept = (
        str(dict(visit.client.session.items()))
        + str(list(Identity.objects.values()))
        + str(list(Event.objects.values()))
    )
    assert "access-token" not in kept and "eyJ" not in kept and SECRET not in kept


# --- How far one then gets -----------------------------------------------------------------------------------------


@pytest.fixture
def both(visit: Visit, cast: Cast) -> Visit:
    """Anna is a member of Kronborg and of Rosenborg, and Kronborg's provider knows her as subject-1."""
    make_person(cast.rosenborg, "Anna Holm", "auditor", signs_in=False)  # type: ignore[arg-type]
    Person.objects.filter(organisation=cast.rosenborg, name="Anna Holm").update(user=cast.anna.user)
    Identity.objects.create(organisation=cast.kronborg, provider=visit.provider, person=cast.anna, subject="subject-1")
    return visit


def test_a_providers_session_opens_its_own_organisation_only(both: Visit) -> None:
    both.go().back()
    assert both.client.get("/o/kronborg/my/").status_code == 200
    assert both.client.get("/o/rosenborg/").status_code == 404
    assert "Rosenborg" not in both.client.get("/o/kronborg/").content.decode(), "nor does the switcher offer it"
    assert both.client.get("/")["Location"] == "/o/kronborg/"


def test_with_the_own_password_as_well_it_opens_all(both: Visit) -> None:
    both.go().back()
    again(both.client)
    assert both.client.get("/o/rosenborg/").status_code == 200
    assert "Rosenborg" in both.client.get("/o/kronborg/").content.decode()


def test_whoever_signed_in_first_and_then_comes_through_keeps_all(both: Visit, cast: Cast) -> None:
    both.client = password_client(cast.anna)
    both.go().back()
    assert both.client.get("/o/rosenborg/").status_code == 200
    assert both.client.get("/o/kronborg/my/").status_code == 200


def test_a_password_typed_before_a_provider_does_not_count_unless_the_sign_in_was_whole(
    both: Visit, cast: Cast
) -> None:
    """Half a sign-in, as when the second factor is still to come, must not ride along."""
    both.go()
    request = RequestFactory().get("/")
    request.session = both.client.session
    record_authentication(request, cast.anna.user, method="password")
    request.session.save()
    both.back()
    assert both.signed_in
    assert both.client.get("/o/rosenborg/").status_code == 404


@pytest.mark.parametrize("path", ["/account/password/change/"])
def test_a_providers_session_changes_no_keys_of_the_users_own(path: str, both: Visit) -> None:
    both.go().back()
    answer = both.client.get(path)
    assert answer.status_code == 403 and "Your own sign-in first" in answer.content.decode()
    again(both.client)
    assert both.client.get(path).status_code == 200


def test_only_the_own_organisations_provider_vouches_for_a_second_factor(both: Visit, cast: Cast) -> None:
    Provider.objects.update(counts_second_factor=True, second_factor="mfa")
    both.scripted.claims = {"amr": ["pwd", "mfa"]}
    both.go().back()
    request = RequestFactory().get("/")
    request.session, request.user = both.client.session, cast.anna.user
    assert bounds.factor_vouched(request, cast.kronborg.id)
    assert not bounds.factor_vouched(request, cast.rosenborg.id)
    assert Identity.objects.get().person.vouched_at


def test_a_word_that_does_not_count_vouches_for_nothing(both: Visit, cast: Cast) -> None:
    both.scripted.claims = {"amr": ["pwd", "mfa"]}
    both.go().back()
    request = RequestFactory().get("/")
    request.session, request.user = both.client.session, cast.anna.user
    assert not bounds.factor_vouched(request, cast.kronborg.id) and not Identity.objects.get().person.vouched_at


@pytest.mark.parametrize(
    ("name", "alone", "open_"),
    [
        ("mfa_activate_totp", True, True),
        ("mfa_activate_totp", False, False),
        ("mfa_add_webauthn", True, False),
        ("account_change_password", True, False),
    ],
)
def test_only_a_code_for_an_only_door_is_set_up_from_a_providers_session(
    name: str, alone: bool, open_: bool, both: Visit, cast: Cast
) -> None:
    if alone:
        Person.objects.filter(organisation=cast.rosenborg, user=cast.anna.user).update(user=None)
    both.go().back()
    request = RequestFactory().get("/")
    request.session, request.user = both.client.session, cast.anna.user
    request.memberships = list(organisations_of(cast.anna.user))
    assert reaches(request, name) is open_


def test_a_providers_session_accepts_no_invitation_elsewhere(visit: Visit, cast: Cast) -> None:
    owner = make_person(cast.rosenborg, "Ole Juul", "owner")  # type: ignore[arg-type]
    visit.go().back()
    guest = make_person(cast.rosenborg, "Grete", "auditor", signs_in=False, email="grete@kronborg.example")  # type: ignore[arg-type]
    link = organisation.invitation_send(actor=actor_of(owner), person=guest).link
    answer = visit.client.post(link.replace("http://localhost:8000", ""))
    assert answer.status_code == 403 and "reaches no further" in answer.content.decode()
    guest.refresh_from_db()
    assert guest.user is None


def test_a_session_ends_when_its_door_is_closed(both: Visit, cast: Cast) -> None:
    both.go().back()
    services.provider_switch(actor=actor_of(cast.olga), provider=both.provider, on=False)
    answer = both.client.get("/o/kronborg/")
    assert answer.status_code == 302 and answer["Location"].startswith("/account/login/") and not both.signed_in


def test_a_session_ends_when_its_link_is_removed(both: Visit, cast: Cast) -> None:
    both.go().back()
    services.identity_unlink(actor=actor_of(cast.anna), identity=Identity.objects.get())
    assert both.client.get("/o/kronborg/").status_code == 302 and not both.signed_in


# --- Only by single sign-on ----------------------------------------------------------------------------------------


@pytest.fixture
def required(both: Visit) -> Visit:
    Organisation.objects.filter(slug="kronborg").update(single_sign_on=True)
    return both


def test_members_are_sent_to_the_provider(required: Visit, cast: Cast) -> None:
    client = password_client(cast.anna)
    answer = client.get("/o/kronborg/people/")
    assert answer.status_code == 302 and answer["Location"] == "/o/kronborg/sign-on/"
    assert "through its own sign-in only" in client.get("/o/kronborg/sign-on/").content.decode()
    assert client.get("/o/rosenborg/").status_code == 200
    required.client = client
    required.go().back()
    assert client.get("/o/kronborg/people/").status_code == 200


def test_owners_keep_their_own_way_in_and_it_is_noted(required: Visit, cast: Cast) -> None:
    client = Client()
    client.post("/account/login/", {"login": cast.olga.email, "password": PASSWORD})
    assert client.get("/o/kronborg/people/").status_code == 200
    line = Event.objects.get(action="organisation.entered_past")
    assert line.actor_label == "Olga Krogh"


def test_members_who_are_no_owners_are_not_noted(required: Visit, cast: Cast) -> None:
    Client().post("/account/login/", {"login": cast.anna.email, "password": PASSWORD})
    assert not Event.objects.filter(action="organisation.entered_past").exists()


def test_the_option_is_set_on_its_page(cast: Cast, provider: Provider) -> None:
    client = client_of(cast.olga)
    assert client.post(f"{SETTINGS}require/", {"required": "on"}).status_code == 302
    assert Organisation.objects.get(slug="kronborg").single_sign_on
    client.post(f"{SETTINGS}require/", {})
    assert not Organisation.objects.get(slug="kronborg").single_sign_on


# --- Linking -------------------------------------------------------------------------------------------------------


def test_somebody_links_their_own_sign_in(visit: Visit, cast: Cast) -> None:
    visit.client = password_client(cast.anna)
    visit.sent_off(visit.client.post(f"/o/kronborg/sign-on/{visit.provider.pk}/link/"))
    visit.scripted.claims = {"email": "someone.else@elsewhere.example", "email_verified": False}
    assert visit.back()["Location"] == "/o/kronborg/sign-on/"
    assert (
        Identity.objects.get().person == cast.anna
        and "Linked since" in visit.client.get("/o/kronborg/sign-on/").content.decode()
    )
    fresh = Visit(visit.provider, visit.scripted)
    fresh.go().back()
    assert int(fresh.client.get("/o/kronborg/people/").status_code) == 200
    pk = Identity.objects.get().pk
    assert visit.client.post(f"/o/kronborg/sign-on/{pk}/unlink/").status_code == 302
    assert not Identity.objects.exists()


def test_linking_asks_for_the_password_first(visit: Visit, cast: Cast) -> None:
    answer = client_of(cast.anna).post(f"/o/kronborg/sign-on/{visit.provider.pk}/link/")
    assert answer.status_code == 302 and "/account/reauthenticate/" in answer["Location"]


def test_a_providers_session_links_nothing(visit: Visit) -> None:
    visit.go().back()
    other = make_provider(visit.provider.organisation, visit.scripted.address, name="Okta")
    answer = visit.client.post(f"/o/kronborg/sign-on/{other.pk}/link/")
    assert answer.status_code in (302, 403) and Identity.objects.count() == 1


def test_a_link_begun_by_one_is_not_finished_by_another(visit: Visit, cast: Cast) -> None:
    visit.client = password_client(cast.anna)
    visit.sent_off(visit.client.post(f"/o/kronborg/sign-on/{visit.provider.pk}/link/"))
    session = dict(visit.client.session.items())["single_sign_on_waiting"]
    visit.client.force_login(cast.bo.user)
    store = visit.client.session
    store["single_sign_on_waiting"] = session
    store.save()
    assert visit.back().status_code == 403 and not Identity.objects.exists()


def test_an_owner_in_one_unit_sees_no_providers(both: Visit, cast: Cast) -> None:
    """Providers lie in no unit."""
    client = client_of(make_person(cast.kronborg, "Lone Dahl", "owner", only_in=cast.production))  # type: ignore[arg-type]
    assert str(both.provider.pk) not in client.get(SETTINGS).content.decode()
    assert client.get(f"{SETTINGS}{both.provider.pk}/").status_code == 404
    assert client.post(f"{SETTINGS}new/oidc/", {"name": "x", "scopes": "openid"}).status_code == 403
    assert client.post(f"{SETTINGS}require/", {}).status_code == 403
    assert client.post(f"/o/kronborg/sign-on/{Identity.objects.get().pk}/unlink/").status_code == 403


def test_nobody_unlinks_anothers(both: Visit, cast: Cast) -> None:
    pk = Identity.objects.get().pk
    assert client_of(cast.bo).post(f"/o/kronborg/sign-on/{pk}/unlink/").status_code == 403
    assert client_of(cast.dorte).post(f"/o/rosenborg/sign-on/{pk}/unlink/").status_code == 404
    assert client_of(cast.olga).post(f"/o/kronborg/sign-on/{pk}/unlink/").status_code == 302


def test_a_persons_page_shows_the_link_to_owners_and_to_themselves(both: Visit, cast: Cast) -> None:
    page = f"/o/kronborg/people/{cast.anna.reference}/"
    assert "not used yet" in client_of(cast.olga).get(page).content.decode()
    assert "not used yet" in client_of(cast.anna).get(page).content.decode()
    assert "not used yet" not in client_of(cast.carl).get(page).content.decode()


# --- By invitation -------------------------------------------------------------------------------------------------


@pytest.fixture
def invited(cast: Cast) -> str:
    """Where the invitation of a new contributor leads."""
    person = make_person(cast.kronborg, "Hans Bro", "contributor", signs_in=False, email="hans@elsewhere.example")  # type: ignore[arg-type]
    organisation.invitation_send(actor=actor_of(cast.olga), person=person, by_mail=True)
    sent = organisation.invitation_send(actor=actor_of(cast.olga), person=person)
    return sent.link.replace("http://localhost:8000", "")


def test_an_invitation_is_accepted_through_the_provider(invited: str, visit: Visit) -> None:
    page = visit.client.get(invited).content.decode()
    assert "Accept with Entra ID" in page
    visit.go(invitation=invited.rstrip("/").rpartition("/")[2]).back()
    person = Person.objects.get(name="Hans Bro")
    assert person.user and not person.user.has_usable_password() and person.user.email == "hans@elsewhere.example"
    assert Identity.objects.get().person == person and visit.client.get("/o/kronborg/my/").status_code == 200
    assert not Identity.objects.get().joined


def test_an_invitation_is_good_once(invited: str, visit: Visit) -> None:
    secret = invited.rstrip("/").rpartition("/")[2]
    visit.go(invitation=secret).back()
    other = Visit(visit.provider, visit.scripted)
    other.go(invitation=secret).scripted.claims = {"sub": "subject-2"}
    assert other.back().status_code == 403 and User.objects.filter(email="hans@elsewhere.example").count() == 1


def test_an_invitation_of_another_organisation_is_not_accepted(invited: str, visit: Visit, cast: Cast) -> None:
    other = Visit(make_provider(cast.rosenborg, visit.scripted.address, join=False), visit.scripted)
    assert other.go(invitation=invited.rstrip("/").rpartition("/")[2]).back().status_code == 403
    assert Person.objects.get(name="Hans Bro").user is None and not Identity.objects.exists()


def test_an_invitation_does_not_open_an_account_that_is_there(visit: Visit, cast: Cast) -> None:
    guest = make_person(cast.kronborg, "Dorte Juul", "auditor", signs_in=False, email=cast.dorte.email)  # type: ignore[arg-type]
    secret = organisation.invitation_send(actor=actor_of(cast.olga), person=guest).link.rstrip("/").rpartition("/")[2]
    answer = visit.go(invitation=secret).back()
    assert answer.status_code == 403 and "Sign in with the address" in answer.content.decode()
    guest.refresh_from_db()
    assert guest.user is None and mail.outbox is not None


# --- The sign-in page ----------------------------------------------------------------------------------------------


def test_the_sign_in_page_offers_it(db: None) -> None:
    page = Client().get("/account/login/").content.decode()
    assert re.search(r'<a href="/sso/">Sign in with your organisation</a>', page)
    assert Client().get("/sso/").status_code == 200
