"""Signing in, forgetting, changing; and what somebody who tries their luck learns: nothing."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from holger.accounts.models import User
from tests.cast import PASSWORD, client_of, make_person, make_user

LOGIN = "/account/login/"
RESET = "/account/password/reset/"


@pytest.fixture(autouse=True)
def _forget_attempts():
    cache.clear()


def sign_in(email: str, password: str = PASSWORD, client: Client | None = None, **extra: str):
    return (client or Client()).post(LOGIN, {"login": email, "password": password}, **extra)


def test_bo_signs_in_and_is_where_he_works(cast):
    browser = Client()
    assert sign_in("BO@kronborg.example ", client=browser)["Location"] == "/"
    assert browser.get("/")["Location"] == "/o/kronborg/"
    assert browser.get("/o/kronborg/people/").status_code == 200


def test_after_signing_in_one_is_where_one_was_going(cast):
    browser = Client()
    asked = browser.get("/o/kronborg/people/")["Location"]
    assert asked == "/account/login/?next=/o/kronborg/people/"
    page = browser.get(asked).content.decode()
    assert 'name="next" value="/o/kronborg/people/"' in page
    sent = {"login": "bo@kronborg.example", "password": PASSWORD, "next": "/o/kronborg/people/"}
    assert browser.post(LOGIN, sent)["Location"] == "/o/kronborg/people/"


def test_nobody_is_sent_off_this_site(cast):
    sent = {"login": "bo@kronborg.example", "password": PASSWORD, "next": "https://evil.example/"}
    assert Client().post(LOGIN, sent)["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(cast):
    known = sign_in("bo@kronborg.example", "wrong password here")
    unknown = sign_in("by@kronborg.example", "wrong password here")
    tidy = re.compile(r'value="[^"]*"|bo@kronborg\.example|by@kronborg\.example|"[A-Za-z0-9]{64}"')
    assert tidy.sub("", known.content.decode()) == tidy.sub("", unknown.content.decode())
    assert known.status_code == unknown.status_code == 200


def test_a_closed_account_does_not_get_in(cast):
    User.objects.filter(email="bo@kronborg.example").update(is_active=False)
    browser = Client()
    sign_in("bo@kronborg.example", client=browser)
    assert browser.get("/o/kronborg/people/").status_code == 302


def test_guessing_ends_after_a_few_tries(cast):
    tries = 0
    while tries < 10 and sign_in("bo@kronborg.example", f"guess number {tries}").status_code == 200:
        page = sign_in("bo@kronborg.example", "one more").content.decode()
        tries += 2
        if "Too many" in page or "For mange" in page:
            break
    assert tries <= 10
    answer = sign_in("bo@kronborg.example")  # not even the right one, for a while
    assert answer.status_code != 302


def test_guesses_under_many_host_names_are_guesses_at_one_account(cast):
    for number in range(10):
        guess = {"login": "bo@kronborg.example", "password": f"guess number {number}"}
        Client().post("/account/login/", guess, headers={"host": f"localhost:{8000 + number}"})
    right = {"login": "bo@kronborg.example", "password": PASSWORD}
    assert Client().post("/account/login/", right, headers={"host": "localhost:9000"}).status_code != 302


def test_passwords_are_never_sent_back(cast):
    assert "wrong password here" not in sign_in("bo@kronborg.example", "wrong password here").content.decode()


def test_there_is_no_open_signup(db):
    for path in ("/account/signup/", "/account/3rdparty/", "/account/email/"):
        assert Client().get(path).status_code == 404


def test_signing_out(cast):
    bo = client_of(cast.bo)
    assert bo.get("/account/logout/").status_code == 200
    assert bo.get("/o/kronborg/people/").status_code == 200
    bo.post("/account/logout/")
    assert bo.get("/o/kronborg/people/").status_code == 302


# --- Forgetting ----------------------------------------------------------------------------------------------------


def test_a_forgotten_password_is_chosen_anew_by_mail(cast):
    Client().post(RESET, {"email": "bo@kronborg.example"}, headers={"host": "evil.example"})
    (message,) = mail.outbox
    link = re.search(r"http://localhost:8000(/account/password/reset/key/\S+)", message.body).group(1)
    browser = Client()
    form = browser.get(link)["Location"]
    new = "seven swans over Skagen"
    assert browser.post(form, {"password1": new, "password2": new}).status_code == 302
    assert sign_in("bo@kronborg.example", new)["Location"] == "/"
    assert browser.get(link).status_code == 200  # used: the page says that it is no longer good
    assert len(mail.outbox) == 2  # and Bo is told by mail that it was changed


def test_asking_for_an_unknown_address_looks_the_same_and_mails_nobody(cast):
    known = Client().post(RESET, {"email": "bo@kronborg.example"})
    mail.outbox.clear()
    unknown = Client().post(RESET, {"email": "nobody@kronborg.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert not mail.outbox


def test_the_mail_speaks_the_receivers_language(cast):
    User.objects.filter(email="bo@kronborg.example").update(language="en")
    Client().post(RESET, {"email": "bo@kronborg.example"}, headers={"accept-language": "da"})
    assert mail.outbox[0].subject == "Choose a new password for holger"


@pytest.mark.parametrize("password", ["short", "password12345678"[:12], "123456789012", "bo@kronborg.example"])
def test_weak_passwords_are_refused(cast, password):
    sent = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client_of(cast.bo).post("/account/password/change/", sent).status_code == 200
    assert User.objects.get(pk=cast.bo.user.pk).check_password(PASSWORD)


def test_changing_the_password_signs_out_everywhere_else(cast):
    here, there = client_of(cast.bo), client_of(cast.bo)
    new = "seven swans over Skagen"
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert there.get("/o/kronborg/people/").status_code == 302
    assert sign_in("bo@kronborg.example", new)["Location"] == "/"


# --- Where to ------------------------------------------------------------------------------------------------------


def test_several_organisations_are_a_choice_and_none_is_said_calmly(cast):
    both = make_person(cast.rosenborg, "Bo Lind", "auditor", signs_in=False)
    both.user = cast.bo.user
    both.save()
    page = client_of(cast.bo).get("/").content.decode()
    assert "/o/kronborg/" in page
    assert "/o/rosenborg/" in page
    lost = client_of(make_user("lost@example.test")).get("/")
    assert lost.status_code == 200
    assert "lost@example.test" in lost.content.decode()
    assert Client().get("/")["Location"] == "/account/login/?next=/"


# --- One's own page ------------------------------------------------------------------------------------------------


def test_ones_own_page(cast):
    bo = client_of(cast.bo)
    assert "bo@kronborg.example" in bo.get("/account/").content.decode()
    assert bo.post("/account/", {"name": "Bo L.", "language": "da", "theme": "dark"}).status_code == 302
    user = User.objects.get(pk=cast.bo.user.pk)
    assert (user.name, user.language, user.theme) == ("Bo L.", "da", "dark")
    assert bo.post("/account/", {"language": "tlh"}).status_code == 422
    assert Client().get("/account/").status_code == 302


def test_sessions_are_listed_and_ended(cast):
    laptop = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    phone = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/605"})
    sign_in("bo@kronborg.example", client=laptop)
    sign_in("bo@kronborg.example", client=phone)
    page = laptop.get("/account/").content.decode()
    assert "Firefox, Windows" in page
    assert "Safari, iPhone" in page
    (other,) = re.findall(r"/account/sessions/(\d+)/end/", page)
    assert client_of(cast.anna).post(f"/account/sessions/{other}/end/").status_code == 404
    laptop.post(f"/account/sessions/{other}/end/")
    assert phone.get("/o/kronborg/people/").status_code == 302
    assert laptop.get("/o/kronborg/people/").status_code == 200
    sign_in("bo@kronborg.example", client=phone)
    laptop.post("/account/sessions/end/")
    assert phone.get("/o/kronborg/people/").status_code == 302
    assert laptop.get("/o/kronborg/people/").status_code == 200


# --- Language and theme --------------------------------------------------------------------------------------------


def lang(client: Client, path: str = LOGIN, **headers: str) -> str:
    return re.search(r'<html lang="(\w+)"', client.get(path, headers=headers).content.decode()).group(1)


def test_the_language_is_the_users_the_cookies_the_browsers_or_the_installations(cast):
    assert lang(Client()) == "en"
    browser = {"accept-language": "en-GB,en;q=0.8"}
    assert lang(Client(), **browser) == "en"
    switched = Client()
    switched.post("/account/language/", {"language": "da"})
    assert lang(switched, **browser) == "da"
    User.objects.filter(pk=cast.bo.user.pk).update(language="en")
    assert lang(client_of(cast.bo), "/account/") == "en"


def test_without_a_choice_pages_speak_the_organisations_language(cast):
    assert lang(client_of(cast.bo), "/o/kronborg/people/") == "en"
    assert lang(client_of(cast.bo), "/o/kronborg/people/", **{"accept-language": "da"}) == "da"


def test_switches_lead_back_but_never_away(cast):
    for path, sent in (("/account/language/", {"language": "en"}), ("/account/theme/", {"theme": "dark"})):
        assert Client().post(path, {**sent, "next": "/account/login/"})["Location"] == "/account/login/"
        assert Client().post(path, {**sent, "next": "//evil.example/"})["Location"] == "/"
        assert Client().get(path).status_code == 405
    bo = client_of(cast.bo)
    bo.post("/account/theme/", {"theme": "dark"})
    assert User.objects.get(pk=cast.bo.user.pk).theme == "dark"
    bo.post("/account/theme/", {"theme": "neon"})
    assert User.objects.get(pk=cast.bo.user.pk).theme == "dark"
