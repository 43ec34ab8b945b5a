"""Founding an organisation from the server."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from holger.history.models import Event
from holger.organisation.models import Organisation, RoleGrant

pytestmark = pytest.mark.django_db
HVEN = ("hven", "--name", "Hven ApS", "--owner", "tycho.brahe@hven.example")


def run(*args: str) -> str:
    out = StringIO()
    call_command("createorganisation", *args, stdout=out)
    return out.getvalue()


def test_the_printed_link_lets_the_owner_in():
    link = run(*HVEN).splitlines()[-1]
    browser = Client()
    answer = browser.post(
        link.removeprefix("http://localhost:8000"), {"name": "Tycho", "password": "a star in Cassiopeia"}
    )
    assert answer["Location"] == "/o/hven/"
    assert browser.get("/o/hven/settings/edit/").status_code == 200
    assert RoleGrant.objects.get().person.name == "Tycho Brahe"
    actions = list(Event.objects.order_by("seq").values_list("action", flat=True))
    assert actions[0] == "organisation.created"
    assert {"person.created", "role.given", "invitation.sent", "invitation.accepted"} < set(actions)


def test_a_password_from_the_environment(monkeypatch):
    monkeypatch.setenv("HOLGER_PASSWORD", "a star in Cassiopeia")
    assert "can sign in" in run(*HVEN, "--password")
    assert Client().login(email="tycho.brahe@hven.example", password="a star in Cassiopeia")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("Hven!", *HVEN[1:]), "slug"),
        ((*HVEN[:-1], "tycho"), "not an e-mail"),
        ((*HVEN, "--zone", "Mars/Olympus"), "zone"),
    ],
)
def test_mistakes_are_named_and_nothing_is_left(args, said):
    with pytest.raises(CommandError, match=said) as refused:
        run(*args)
    assert refused.value.returncode == 2
    assert not Organisation.objects.exists()
    assert not Event.objects.exists()


def test_an_address_is_taken_once():
    run(*HVEN)
    with pytest.raises(CommandError, match="already an organisation"):
        run(*HVEN)


def test_a_weak_password_is_refused(monkeypatch):
    monkeypatch.setenv("HOLGER_PASSWORD", "tycho")
    with pytest.raises(CommandError, match="12"):
        run(*HVEN, "--password")
    assert not Organisation.objects.exists()
