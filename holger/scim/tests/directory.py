"""A directory, for the tests: what Entra ID and Okta send, in their own shapes."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from holger.api import services as api
from holger.organisation.models import Person
from tests.cast import actor_of

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
HOLGER = "urn:ietf:params:scim:schemas:extension:holger:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


class Directory(Client):
    """Calls as ``person``, who is somebody with a token for it."""

    def __init__(
        self,
        person: Person | None,
        slug: str = "kronborg",
        scope: dict[str, str] | None = None,
        maker: Person | None = None,
    ):
        super().__init__()
        self.base, self.secret = f"/scim/v2/o/{slug}", ""
        if person is not None:
            _token, self.secret = api.token_create(
                actor=actor_of(maker or person), person=person, name="Entra ID", scope=scope or {"scim": "write"}
            )

    def call(self, method: str, path: str, body: Any = None) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        data = body if isinstance(body, bytes | str) else "" if body is None else json.dumps(body)
        return self.generic(method, self.base + path, data, content_type="application/scim+json", headers=headers)

    def told(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        answer = self.call(method, path, body)
        assert answer.status_code == status, (answer.status_code, answer.content.decode())
        return json.loads(answer.content) if answer.content else None

    def add(self, body: dict[str, Any]) -> Any:
        return self.told("POST", "/Users", body, 201)

    def patch(self, user: str, *operations: dict[str, Any]) -> Any:
        return self.told("PATCH", f"/Users/{user}", patch(*operations))

    def group(self, name: str, *members: str) -> Any:
        listed = [{"value": each} for each in members]
        return self.told("POST", "/Groups", {"schemas": [GROUP], "displayName": name, "members": listed}, 201)

    def regroup(self, group: str, *operations: dict[str, Any]) -> Any:
        return self.told("PATCH", f"/Groups/{group}", patch(*operations), 204)


def patch(*operations: dict[str, Any]) -> dict[str, Any]:
    return {"schemas": [PATCH], "Operations": list(operations)}


def of_entra(name: str = "Ida Friis", **more: Any) -> dict[str, Any]:
    """A new user as Entra ID posts it."""
    given, _space, family = name.partition(" ")
    user = f"{given.lower()}@kronborg.example"
    return {
        "schemas": [USER, ENTERPRISE],
        "externalId": f"{given.lower()}.{family.lower()}",
        "userName": user,
        "active": True,
        "addresses": [{"primary": False, "type": "work", "country": "DK", "locality": "Helsingør"}],
        "displayName": name,
        "emails": [{"primary": True, "type": "work", "value": user}],
        "meta": {"resourceType": "User"},
        "name": {"familyName": family, "formatted": name, "givenName": given},
        "phoneNumbers": [{"primary": True, "type": "work", "value": "+45 12 34 56 78"}],
        "preferredLanguage": "da-DK",
        "roles": [],
        "title": "Controller",
        ENTERPRISE: {"employeeNumber": "4711", "department": "Finance"},
        **more,
    }


def of_okta(name: str = "Ida Friis", **more: Any) -> dict[str, Any]:
    """A new user as Okta posts it."""
    given, _space, family = name.partition(" ")
    user = f"{given.lower()}@kronborg.example"
    return {
        "schemas": [USER],
        "userName": user,
        "name": {"givenName": given, "familyName": family},
        "emails": [{"primary": True, "value": user, "type": "work"}],
        "displayName": name,
        "locale": "en-US",
        "externalId": "00ujl29u0le5T6Aj10h7",
        "groups": [],
        "password": "1mz050nq",
        "active": True,
        **more,
    }
