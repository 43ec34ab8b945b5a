"""Apps, passkeys and recovery codes: set up, signed in with, taken away; and what the organisation is told."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client

from holger.accounts.session import FACTOR
from holger.history.models import Event
from tests.cast import PASSWORD, client_of

FACTORS = "/account/factors/"


@pytest.fixture(autouse=True)
def _forget_attempts():
    cache.clear()


def codes_of(secret):
    return [format_hotp_value(hotp_value(secret, counter)) for counter in yield_hotp_counters_from_time()]


def set_up_app(client):
    page = client.get(FACTORS + "totp/activate/").content.decode()
    secret = re.search(r'h-secret">(\w+)<', page).group(1)
    return secret, client.post(FACTORS + "totp/activate/", {"code": codes_of(secret)[1]})


def actions(organisation):
    return list(Event.objects.filter(organisation_id=organisation.pk).order_by("seq").values_list("action", flat=True))


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_and_asked_for_from_then_on(cast):
    here, there = client_of(cast.bo), client_of(cast.bo)
    secret, answer = set_up_app(here)
    assert answer["Location"] == FACTORS + "recovery-codes/"
    shown = here.get(answer["Location"])
    assert "no-store" in shown["Cache-Control"]
    codes = re.findall(r"<li>(\d{8})</li>", shown.content.decode())
    assert len(codes) == 10
    assert here.get("/o/kronborg/people/").status_code == 200
    assert there.get("/o/kronborg/people/").status_code == 302  # every other browser signs in with it
    assert "Turn it off" in here.get("/account/").content.decode()
    assert {m.subject for m in mail.outbox} == {"An app now signs you in to holger"}
    assert "person.factor_added" in actions(cast.kronborg)
    assert secret not in "".join(Event.objects.values_list("payload", flat=True))

    fresh = Client()
    assert fresh.post("/account/login/", {"login": "bo@kronborg.example", "password": PASSWORD}).status_code == 302
    assert fresh.get("/o/kronborg/people/").status_code == 302  # the password alone opens nothing
    assert fresh.post(FACTORS + "authenticate/", {"code": "000000"}).status_code == 200
    assert fresh.post(FACTORS + "authenticate/", {"code": codes[0]})["Location"] == "/"
    assert fresh.get("/o/kronborg/people/").status_code == 200
    again = Client()
    again.post("/account/login/", {"login": "bo@kronborg.example", "password": PASSWORD})
    assert again.post(FACTORS + "authenticate/", {"code": codes[0]}).status_code == 200  # used


def test_signing_in_with_a_code_comes_back_to_where_one_was_going(cast):
    secret = generate_totp_secret()
    TOTP.activate(cast.bo.user, secret)
    browser = Client()
    sent = {"login": "bo@kronborg.example", "password": PASSWORD, "next": "/o/kronborg/people/"}
    assert browser.post("/account/login/", sent)["Location"] == FACTORS + "authenticate/"
    answer = browser.post(FACTORS + "authenticate/", {"code": codes_of(secret)[1]})
    assert answer["Location"] == "/o/kronborg/people/"


def test_a_code_of_the_minute_before_is_still_good(cast):
    secret = generate_totp_secret()
    TOTP.activate(cast.bo.user, secret)
    browser = Client()
    browser.post("/account/login/", {"login": "bo@kronborg.example", "password": PASSWORD})
    assert browser.post(FACTORS + "authenticate/", {"code": codes_of(secret)[0]}).status_code == 302


def test_a_new_password_by_mail_does_not_lead_around_the_factor(cast):
    TOTP.activate(cast.bo.user, generate_totp_secret())
    Client().post("/account/password/reset/", {"email": "bo@kronborg.example"})
    link = re.search(r"http://localhost:8000(/account/password/reset/key/\S+)", mail.outbox[0].body).group(1)
    browser = Client()
    new = "seven swans over Skagen"
    browser.post(browser.get(link)["Location"], {"password1": new, "password2": new})
    assert browser.get("/o/kronborg/people/").status_code == 302
    answer = browser.post("/account/login/", {"login": "bo@kronborg.example", "password": new})
    assert answer["Location"] == FACTORS + "authenticate/"


def test_turning_the_app_off_takes_the_codes_along_and_ends_sessions(cast):
    TOTP.activate(cast.bo.user, generate_totp_secret())
    RecoveryCodes.activate(cast.bo.user)
    here, there = client_of(cast.bo), client_of(cast.bo)
    session = here.session
    session[FACTOR] = {"user": str(cast.bo.user.pk), "by": "totp"}
    session.save()
    assert here.post(FACTORS + "totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=cast.bo.user).exists()
    assert here.get("/account/").status_code == 200
    assert FACTOR not in here.session
    assert there.get("/account/").status_code == 302
    assert "person.factor_removed" in actions(cast.kronborg)


@pytest.mark.django_db(transaction=True)
def test_new_codes_replace_the_old(cast):
    TOTP.activate(cast.bo.user, generate_totp_secret())
    old = RecoveryCodes.activate(cast.bo.user).get_unused_codes()
    bo = client_of(cast.bo)
    assert bo.get(FACTORS + "recovery-codes/generate/").status_code == 200
    bo.post(FACTORS + "recovery-codes/generate/")
    page = bo.get(FACTORS + "recovery-codes/").content.decode()
    assert not any(code in page for code in old)
    told = bo.get(FACTORS + "recovery-codes/download/")
    assert "attachment" in told["Content-Disposition"]
    assert "person.codes_made" in actions(cast.kronborg)


def test_only_ones_own_passkeys_are_touched(cast):
    key = Authenticator.objects.create(
        user=cast.bo.user, type="webauthn", data={"name": "Laptop", "credential": {"clientExtensionResults": {}}}
    )
    assert client_of(cast.anna).get(f"{FACTORS}webauthn/keys/{key.pk}/remove/").status_code == 404
    assert client_of(cast.anna).post(f"{FACTORS}webauthn/keys/{key.pk}/edit/", {"name": "Mine"}).status_code == 404
    bo = client_of(cast.bo)
    bo.post(f"{FACTORS}webauthn/keys/{key.pk}/edit/", {"name": "Old laptop"})
    assert "Old laptop" in bo.get("/account/").content.decode()
    bo.post(f"{FACTORS}webauthn/keys/{key.pk}/remove/")
    assert not Authenticator.objects.exists()


def test_a_passkey_is_asked_for_and_made_up_answers_open_nothing(cast):
    browser = Client()
    asked = browser.get(FACTORS + "webauthn/login/", headers={"accept": "application/json"}).json()
    assert asked["request_options"]["publicKey"]["rpId"] == "localhost"
    assert asked["request_options"]["publicKey"]["userVerification"] == "required"
    for told in ("{}", "[]", '{"id": "AA", "response": {"userHandle": "AA"}}', "null", "no json"):
        assert browser.post(FACTORS + "webauthn/login/", {"credential": told}).status_code == 302
        assert browser.get("/account/").status_code == 302


def test_passkeys_belong_to_the_address_people_use_whatever_the_request_says(cast):
    answer = (
        Client().get(FACTORS + "webauthn/login/", headers={"accept": "application/json", "host": "evil.example"}).json()
    )
    assert answer["request_options"]["publicKey"]["rpId"] == "localhost"


def test_pages_of_allauth_that_we_do_not_use_are_not_there(cast):
    for path in ("trust/", "webauthn/signup/", "signup/"):
        assert client_of(cast.bo).get(FACTORS + path).status_code == 404


def test_the_account_page_shows_what_is_on(cast):
    bo = client_of(cast.bo)
    assert "not set up" in bo.get("/account/").content.decode()
    TOTP.activate(cast.bo.user, generate_totp_secret())
    RecoveryCodes.activate(cast.bo.user)
    page = bo.get("/account/").content.decode()
    assert "10 left" in page
    assert "Turn it off" in page
