"""The way in: sent, opened, accepted once, by the right person only."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from holger.accounts.models import User
from holger.core import dates
from holger.core.errors import NotAllowed, RuleBroken
from holger.core.permissions import Role
from holger.history.models import Event
from holger.organisation import services
from holger.organisation.models import Invitation, Person
from tests.cast import PASSWORD, actor_of, client_of, make_person, make_user

NEW = {"name": "Jonas Brandt", "password": "an otter in the castle moat"}


@pytest.fixture
def jonas(cast):
    return make_person(cast.kronborg, "Jonas Brandt", Role.CONTRIBUTOR, signs_in=False)


@pytest.fixture
def link(cast, jonas):
    sent = services.invitation_send(actor=actor_of(cast.anna), person=jonas)
    return sent.link.removeprefix("http://localhost:8000")


def test_the_mail_goes_out_in_the_organisations_language(cast, jonas, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.invitation_send(actor=actor_of(cast.anna), person=jonas)
    (message,) = mail.outbox
    assert message.to == ["jonas@kronborg.example"]
    assert "Kronborg A/S" in message.subject
    assert re.search(r"http://localhost:8000/invitation/[\w-]{43}/", message.body)
    assert Invitation.objects.get().sent_at


def test_no_mail_goes_out_when_the_transaction_fails(cast, jonas, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        services.invitation_send(actor=actor_of(cast.anna), person=jonas)
    assert len(callbacks) == 1
    assert not mail.outbox


def test_only_a_hash_of_the_secret_is_kept(link):
    secret = link.split("/")[2]
    assert secret not in str(Invitation.objects.values().get())
    assert not Event.objects.filter(payload__contains=secret).exists()


def test_opening_the_link_changes_nothing(link):
    for _turn in range(3):
        assert Client().get(link).status_code == 200
        assert Client().head(link).status_code == 200
    assert Invitation.objects.get().used_at is None
    assert not User.objects.filter(email="jonas@kronborg.example").exists()


def test_jonas_accepts_and_is_in(cast, jonas, link):
    browser = Client()
    answer = browser.post(link, NEW)
    assert answer["Location"] == "/o/kronborg/"
    assert browser.get("/o/kronborg/people/").status_code == 200
    assert Person.objects.get(pk=jonas.pk).user.email == "jonas@kronborg.example"
    assert Event.objects.filter(action="invitation.accepted", actor_label="Jonas Brandt").exists()


def test_an_invitation_is_good_once(jonas, link):
    Client().post(link, NEW)
    assert Client().get(link).status_code == 404
    assert Client().post(link, NEW).status_code == 404
    assert User.objects.filter(email="jonas@kronborg.example").count() == 1


def test_a_weak_password_is_refused_at_its_field(link):
    for password in ("short", "password1234", "jonas@kronborg.example"):
        answer = Client().post(link, {"name": "Jonas", "password": password})
        assert answer.status_code == 422
    assert Invitation.objects.get().used_at is None
    assert not User.objects.filter(email="jonas@kronborg.example").exists()


def test_an_invitation_ends(link, monkeypatch):
    now = dates.now
    monkeypatch.setattr(dates, "now", lambda: now() + timedelta(days=7, minutes=1))
    assert Client().get(link).status_code == 404


def test_a_newer_invitation_overtakes_and_a_revoked_one_is_gone(cast, jonas, link):
    newer = services.invitation_send(actor=actor_of(cast.anna), person=jonas).link
    assert Client().get(link).status_code == 404
    assert Client().get(newer).status_code == 200
    services.invitation_revoke(actor=actor_of(cast.anna), person=jonas)
    assert Client().get(newer).status_code == 404


def test_a_suspended_person_cannot_accept(cast, jonas, link):
    services.person_suspend(actor=actor_of(cast.anna), person=jonas)
    assert Client().post(link, NEW).status_code == 404


def test_a_made_up_link_is_gone(db):
    assert Client().get("/invitation/" + "a" * 43 + "/").status_code == 404


def test_who_has_an_account_signs_in_to_accept(cast, jonas, link):
    user = make_user("jonas@kronborg.example", "Jonas")
    page = Client().get(link).content.decode()
    assert "already has an account" in page
    assert Client().post(link, NEW).status_code == 422
    assert Person.objects.get(pk=jonas.pk).user is None
    assert client_of(user).post(link, {}).status_code == 302
    assert Person.objects.get(pk=jonas.pk).user == user
    assert user.check_password(PASSWORD)


def test_somebody_else_cannot_take_the_invitation(cast, jonas, link):
    make_user("jonas@kronborg.example")
    for other in (cast.dorte, cast.bo):
        assert client_of(other).post(link, NEW).status_code == 422
    assert Person.objects.get(pk=jonas.pk).user is None


def test_a_stranger_signed_in_elsewhere_does_not_become_jonas(cast, jonas, link):
    """Without an account for the address, a new one is made, whoever happens to be signed in in this browser."""
    client_of(cast.dorte).post(link, NEW)
    assert Person.objects.get(pk=jonas.pk).user.email == "jonas@kronborg.example"
    assert Person.objects.get(pk=cast.dorte.pk).organisation == cast.rosenborg


def test_who_may_invite_whom(cast, jonas):
    for who in (cast.karen, cast.bo, cast.carl, cast.emil):
        with pytest.raises(NotAllowed):
            services.invitation_send(actor=actor_of(who), person=jonas)
    boss = make_person(cast.kronborg, "Ole Krogh", Role.OWNER, signs_in=False)
    with pytest.raises(RuleBroken, match="above"):
        services.invitation_send(actor=actor_of(cast.anna), person=boss)
    with pytest.raises(RuleBroken, match="already sign in"):
        services.invitation_send(actor=actor_of(cast.anna), person=cast.bo)
    nobody = make_person(cast.kronborg, "Nils Nobody", signs_in=False)
    with pytest.raises(RuleBroken, match="role first"):
        services.invitation_send(actor=actor_of(cast.anna), person=nobody)
