"""Guessing: at most ten tries at an account are looked at in a quarter of an hour, whichever way they come."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.hashers import check_password
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from holger.accounts import attempts, rules
from holger.accounts.middleware import AfterwardsMiddleware
from holger.accounts.models import Tries, User
from holger.core import dates
from holger.history.models import Event
from tests.cast import PASSWORD, client_of
from tests.walled import seeing_all

LOGIN = "/account/login/"
BO = "bo@kronborg.example"


@pytest.fixture(autouse=True)
def _forget_attempts():
    cache.clear()


@pytest.fixture
def looked_at(monkeypatch):
    """The passwords that were really compared."""
    seen = []

    def compare(self, raw):
        seen.append(raw)
        return check_password(raw, self.password)

    monkeypatch.setattr(User, "check_password", compare)
    return seen


def sign_in(email=BO, password=PASSWORD, client=None, **extra):
    return (client or Client()).post(LOGIN, {"login": email, "password": password}, **extra)


def test_ten_tries_are_looked_at_and_no_more_whatever_the_spelling_or_the_address(cast, looked_at):
    spellings = (BO, BO.upper(), f"  {BO} ", "Bo@Kronborg.Example", "bo@\N{KELVIN SIGN}ronborg.example")
    for number in range(30):
        headers = {"x-forwarded-for": f"10.0.0.{number}", "x-real-ip": f"10.0.1.{number}"}
        extra = {"REMOTE_ADDR": f"10.1.0.{number}", "headers": headers}
        sign_in(spellings[number % len(spellings)], f"guess {number}", **extra)
    assert len(looked_at) == rules.MOST_TRIES
    assert sign_in().status_code == 200  # not even the right one
    assert len(looked_at) == rules.MOST_TRIES


@pytest.mark.parametrize(
    "spelling", [BO.upper(), f" {BO}\n", "bo@\N{KELVIN SIGN}ronborg.example", "bo@kronborg.example"]
)
def test_spellings_of_an_address_are_one_account(spelling):
    assert attempts.key_of(spelling) == attempts.key_of(BO)
    assert attempts.key_of("anna@kronborg.example") != attempts.key_of(BO) != attempts.key_of(BO, "browser")


def test_all_ways_to_try_are_counted_together(cast, looked_at):
    bo = client_of(cast.bo)
    for number in range(5):
        sign_in(password=f"guess {number}")
        bo.post("/account/reauthenticate/", {"password": f"guess {number}"})
        new = {"password1": "seven swans over Skagen", "password2": "seven swans over Skagen"}
        bo.post("/account/password/change/", {"oldpassword": f"guess {number}", **new})
    assert len(looked_at) == rules.MOST_TRIES
    assert User.objects.get(email=BO).password == cast.bo.user.password


def test_an_unknown_address_is_counted_and_hashed_like_a_known_one(cast, monkeypatch):
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw))
    for number in range(15):
        sign_in("nobody@kronborg.example", f"guess {number}")
    assert len(hashed) == rules.MOST_TRIES
    told = [sign_in(email, "one more").content.decode() for email in ("nobody@kronborg.example",)]
    assert "Too many" in told[0]


def test_a_right_try_does_not_count_and_wipes_nothing(cast, looked_at):
    for _number in range(3):
        sign_in(password="wrong")
        assert sign_in()["Location"] == "/"
    assert len(Tries.objects.get(key=attempts.key_of(BO)).times) == 3


def test_tries_are_forgotten_after_a_quarter_of_an_hour(cast, monkeypatch):
    for number in range(12):
        sign_in(password=f"guess {number}")
    assert sign_in().status_code == 200
    real = dates.now
    monkeypatch.setattr(dates, "now", lambda: real() + timedelta(minutes=16))
    assert sign_in()["Location"] == "/"


def test_strangers_do_not_lock_out_a_browser_that_the_account_knows(cast):
    laptop, stranger = Client(), Client()
    assert sign_in(client=laptop)["Location"] == "/"
    laptop.post("/account/logout/")
    for number in range(20):
        sign_in(password=f"guess {number}", client=stranger)
    assert sign_in(client=stranger).status_code == 200
    assert sign_in(client=laptop)["Location"] == "/"


def test_a_known_browser_has_few_tries_of_its_own(cast, looked_at):
    laptop = Client()
    sign_in(client=laptop)
    laptop.post("/account/logout/")
    looked_at.clear()
    for number in range(20):
        sign_in(password=f"guess {number}", client=laptop)
    assert len(looked_at) == rules.MOST_TRIES_KNOWN
    laptop.cookies.clear()  # and leaving the cookie behind does not give ten more
    for number in range(20):
        sign_in(password=f"guess {number}", client=laptop)
    assert len(looked_at) == rules.MOST_TRIES


def test_a_made_up_or_borrowed_cookie_knows_nobody(cast, settings):
    laptop = Client()
    sign_in("anna@kronborg.example", client=laptop)
    laptop.post("/account/logout/")
    for number in range(10):
        sign_in(password=f"guess {number}")
    assert sign_in(client=laptop).status_code == 200  # Anna's browser is not Bo's
    forged = Client()
    forged.cookies[settings.BROWSER_COOKIE_NAME] = laptop.cookies[settings.BROWSER_COOKIE_NAME].value[:-2] + "aa"
    assert sign_in(client=forged).status_code == 200


def test_the_cookie_is_closed_to_scripts_and_says_nothing_of_the_person(cast, settings):
    laptop = Client()
    sign_in(client=laptop)
    cookie = laptop.cookies[settings.BROWSER_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert "bo" not in cookie.value.split(":")[0].lower() or "kronborg" not in cookie.value


def test_codes_are_tries_too_and_good_once(cast, looked_at, monkeypatch):
    secret = generate_totp_secret()
    TOTP.activate(cast.bo.user, secret)
    browser = Client()
    assert sign_in(client=browser)["Location"] == "/account/factors/authenticate/"
    checked = []
    real = TOTP.validate_code
    monkeypatch.setattr(TOTP, "validate_code", lambda self, code: checked.append(code) or real(self, code))
    code = code_of(secret)
    assert browser.post("/account/factors/authenticate/", {"code": code})["Location"] == "/"
    cache.delete(TOTP(Authenticator.objects.get(user=cast.bo.user))._get_used_cache_key(code))  # forgotten too soon
    again = Client()
    sign_in(client=again)
    assert again.post("/account/factors/authenticate/", {"code": f" {code[:3]} {code[3:]}"}).status_code == 200
    for number in range(20):
        again.post("/account/factors/authenticate/", {"code": f"{number:06}"})
    assert len(checked) == rules.MOST_TRIES + 1
    assert Authenticator.objects.filter(user=cast.bo.user).exists()


def code_of(secret):
    from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time

    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def test_secrets_lie_sealed_in_the_database(cast):
    secret = generate_totp_secret()
    TOTP.activate(cast.bo.user, secret)
    row = Authenticator.objects.get(user=cast.bo.user)
    assert secret not in str(row.data)


def test_a_secret_that_cannot_be_opened_fits_no_code(cast, settings):
    from holger.accounts import sealing

    sealed = sealing.seal("JBSWY3DPEHPK3PXP")
    assert sealing.opened(sealed) == "JBSWY3DPEHPK3PXP"
    before = settings.SECRET_KEY
    settings.SECRET_KEY = "another" * 10
    assert sealing.opened(sealed) not in ("", "JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY_FALLBACKS = [before]
    assert sealing.opened(sealed) == "JBSWY3DPEHPK3PXP"


def test_old_tries_are_forgotten(db):
    Tries.objects.create(key="a", updated_at=dates.now() - timedelta(days=2))
    Tries.objects.create(key="b")
    attempts.forget_old()
    assert list(Tries.objects.values_list("key", flat=True)) == ["b"]


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_counted_one_by_one(rf):
    """Thirty at once: no more than ten are looked at."""

    def one(_number):
        try:
            return attempts.take(BO, rf.post(LOGIN)) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(one, range(30)))
    assert taken.count(True) == rules.MOST_TRIES


def test_being_slowed_is_told_once(cast):
    for number in range(14):
        sign_in(password=f"guess {number}")
    actions = list(Event.objects.order_by("seq").values_list("action", flat=True))
    assert actions == ["person.sign_in_failed"] * 10 + ["person.sign_in_slowed"]


def test_asking_for_a_new_password_takes_as_long_for_a_stranger(cast, monkeypatch):
    """The mail goes when the answer has left, and so does what the history is told of a wrong try."""
    left = []
    real = AfterwardsMiddleware.__call__

    def answer(self, request):
        response = real(self, request)
        with seeing_all():
            left.append((len(mail.outbox), Event.objects.count(), response.status_code))
        return response

    monkeypatch.setattr(AfterwardsMiddleware, "__call__", answer)
    Client().post("/account/password/reset/", {"email": BO})
    sign_in(password="wrong")
    assert left == [(0, 0, 302), (1, 0, 200)]
    assert (len(mail.outbox), Event.objects.count()) == (1, 1)
