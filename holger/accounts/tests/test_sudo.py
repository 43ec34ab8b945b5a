"""Pages marked ``sudo`` open to whoever has shown within ten minutes who they are, and nothing sent is lost meanwhile."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from holger.core import dates
from holger.organisation.models import RoleGrant
from tests.cast import PASSWORD, client_of
from tests.test_access import INSIDE

MARKED = [route for route in INSIDE if getattr(route.view, "sudo", False)]
ASK = "/account/reauthenticate/"
NAMES = {
    "api:token-create",
    "history:history-export",
    "organisation:security",
    "organisation:role-give",
    "organisation:role-take",
    "organisation:person-suspend",
    "organisation:person-remove",
    "organisation:person-sessions-end",
}


@pytest.fixture(autouse=True)
def _forget_attempts():
    cache.clear()


def test_what_a_thief_could_do_most_harm_with_is_marked():
    assert {route.name for route in MARKED} >= NAMES


def test_every_marked_page_asks_and_then_opens(cast, world):
    olga = client_of(cast.olga, confirmed=False)
    for route in MARKED:
        address = "/" + world.fill(route.pattern, route.name, "kronborg")
        for method in ("get", "post"):
            with world.undone():
                answer = getattr(olga, method)(address)
            assert answer.status_code == 302, route.name
            assert answer["Location"].startswith(ASK), route.name
    sure = client_of(cast.olga)
    for route in MARKED:
        with world.undone():
            answer = sure.get("/" + world.fill(route.pattern, route.name, "kronborg"))
            assert answer.status_code in (200, 405), route.name
            if answer.streaming:
                b"".join(answer.streaming_content)


def test_whoever_may_not_is_told_so_and_not_asked(cast):
    assert client_of(cast.carl, confirmed=False).get("/o/kronborg/settings/security/").status_code == 403


def test_after_showing_who_one_is_one_is_where_one_was_going(cast):
    olga = client_of(cast.olga, confirmed=False)
    asked = olga.get("/o/kronborg/people/PE-2/roles/new/")["Location"]
    form = olga.get(asked).content.decode()
    going = re.findall(r'name="next" value="([^"]+)"', form)[-1]
    back = olga.post(ASK, {"password": PASSWORD, "next": going})
    assert back["Location"] == "/o/kronborg/people/PE-2/roles/new/"
    assert olga.get(back["Location"]).status_code == 200


def test_what_was_sent_is_not_lost(cast):
    olga = client_of(cast.olga, confirmed=False)
    sent = {"role": "auditor", "unit": ""}
    asked = olga.post("/o/kronborg/people/PE-2/roles/new/", sent)["Location"]
    assert not RoleGrant.objects.filter(person=cast.bo, role="auditor").exists()
    assert asked == f"{ASK}?next=%2Faccount%2Fgo-on%2F"
    back = olga.post(ASK, {"password": PASSWORD, "next": "/account/go-on/"})["Location"]
    page = olga.get(back).content.decode()
    action = re.search(r'<form method="post" action="(/o/[^"]+)"', page).group(1)
    kept = dict(re.findall(r'<input type="hidden" name="(role|unit)" value="([^"]*)"', page))
    assert kept == sent
    assert olga.post(action, kept)["Location"] == "/o/kronborg/people/PE-2/"
    assert RoleGrant.objects.filter(person=cast.bo, role="auditor").exists()
    assert olga.get("/account/go-on/")["Location"] == "/"  # and it is not kept longer than needed


def test_a_wrong_password_opens_nothing_and_ten_minutes_are_ten(cast, monkeypatch):
    olga = client_of(cast.olga, confirmed=False)
    assert olga.post(ASK, {"password": "wrong"}).status_code == 200
    assert olga.get("/o/kronborg/settings/security/").status_code == 302
    olga.post(ASK, {"password": PASSWORD})
    assert olga.get("/o/kronborg/settings/security/").status_code == 200
    real = dates.now
    monkeypatch.setattr(dates, "now", lambda: real() + timedelta(minutes=10, seconds=1))
    assert olga.get("/o/kronborg/settings/security/").status_code == 302


def test_having_just_signed_in_is_not_having_shown_it_again(cast):
    browser = Client()
    browser.post("/account/login/", {"login": "olga@kronborg.example", "password": PASSWORD})
    assert browser.get("/o/kronborg/settings/security/")["Location"].startswith(ASK)


def test_who_signs_in_elsewhere_only_signs_in_again(cast, monkeypatch):
    cast.olga.user.set_unusable_password()
    cast.olga.user.save()
    olga = client_of(cast.olga, confirmed=False)
    assert olga.get("/o/kronborg/settings/security/").status_code == 200  # signed in a moment ago
    real = dates.now
    monkeypatch.setattr(dates, "now", lambda: real() + timedelta(minutes=11))
    answer = olga.get("/o/kronborg/settings/security/")
    assert answer["Location"] == "/account/again/?next=%2Fo%2Fkronborg%2Fsettings%2Fsecurity%2F"
    assert "/account/login/?next=/o/kronborg/settings/security/" in olga.get(answer["Location"]).content.decode()
    page = olga.get("/account/again/?next=https://evil.example/").content.decode()
    assert 'value="/account/login/?next=/"' in page


@pytest.mark.parametrize("path", ["totp/activate/", "webauthn/add/"])
def test_adding_a_factor_asks(cast, path):
    bo = client_of(cast.bo, confirmed=False)
    assert bo.get(f"/account/factors/{path}")["Location"].startswith(ASK)
    assert client_of(cast.bo).get(f"/account/factors/{path}").status_code == 200
