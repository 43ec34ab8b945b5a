"""A provider of Kronborg's in use, and a browser that comes through it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from holger.organisation.models import Organisation
from holger.sso.models import Provider
from holger.sso.tests import scripted as scripting
from holger.sso.tests.scripted import CLIENT, SECRET, Scripted
from tests.cast import Cast


@pytest.fixture(autouse=True)
def this_machine(settings: Any) -> None:
    """The provider stands on this machine; and nothing is left in the cache from another test."""
    settings.OUTGOING_LOOPBACK = True
    cache.clear()


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with scripting.scripted() as provider:
        yield provider


def make_provider(organisation: Organisation, address: str = "https://id.example.com", **answers: Any) -> Provider:
    """A provider in use, whose new people become employees."""
    usual: dict[str, Any] = {
        "kind": "oidc",
        "name": "Entra ID",
        "discovery_url": address,
        "client_id": CLIENT,
        "enabled": True,
        "join": True,
        "domains": "kronborg.example",
        "default_role": "employee",
    }
    provider = Provider(organisation=organisation, **{**usual, **answers})
    from holger.core import sealing

    provider.sealed_secret = sealing.seal(SECRET, provider.purpose)
    provider.full_clean()
    provider.save()
    return provider


@pytest.fixture
def provider(cast: Cast, scripted: Scripted) -> Provider:
    return make_provider(cast.kronborg, scripted.address)


@dataclass
class Visit:
    """A browser on its way through a provider."""

    provider: Provider
    scripted: Scripted
    client: Client = field(default_factory=Client)
    state: str = ""
    query: dict[str, str] = field(default_factory=dict)

    @property
    def door(self) -> str:
        return f"/sso/{self.provider.organisation.slug}/{self.provider.key}/"

    def go(self, **form: str) -> "Visit":
        """Press the button; the provider now knows the nonce of this visit."""
        answer = self.client.post(self.door, form)
        assert answer.status_code == 200, answer.content.decode()
        return self.sent_off(answer)

    def sent_off(self, answer: Any) -> "Visit":
        """What the browser was given along to the provider."""
        address = unescape(answer.content.decode().split('content="0;url=')[1].split('"')[0])
        self.query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.state, self.scripted.nonce = self.query["state"], self.query["nonce"]
        return self

    def back(self, **sent: str) -> Any:
        """The provider sends the browser back."""
        return self.client.get(f"{self.door}callback/", {"code": "a-code", "state": self.state, **sent})

    @property
    def signed_in(self) -> bool:
        return "_auth_user_id" in self.client.session


@pytest.fixture
def visit(provider: Provider, scripted: Scripted) -> Visit:
    return Visit(provider, scripted)
