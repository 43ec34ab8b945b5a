"""A program with a token, for the tests."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from holger.api import services
from holger.api.tests.described import as_described
from holger.organisation.models import Person
from tests.cast import actor_of


class Program(Client):
    """Talks to the interface as ``person``; ``last`` is the token it uses."""

    def __init__(self, person: Person | None, scope: dict[str, str] | None = None, **kwargs: Any):
        super().__init__(enforce_csrf_checks=True, **kwargs)
        self.base, self.token, self.secret = "/api/v1/o/kronborg", None, ""
        if person is not None:
            self.token, self.secret = services.token_create(
                actor=actor_of(person), person=person, name="robot", scope=scope or {"*": "write"}
            )

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """``path`` below the organisation, or from /api on. Underscores in header names stand for hyphens."""
        told = {"Accept-Language": "en"} | {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            told.setdefault("Authorization", f"Bearer {self.secret}")
        data = body if isinstance(body, bytes | str) else "" if body is None else json.dumps(body)
        url = path if path.startswith("/api/") else self.base + path
        return as_described(self.generic(method, url, data, content_type="application/json", headers=told))

    def upload(
        self, path: str, data: dict[str, Any], content: bytes = b"Name\nERP\n", name: str = "x.csv"
    ) -> HttpResponse:
        """A form with a file."""
        sent = {**data, "file": SimpleUploadedFile(name, content)}
        headers = {"Accept-Language": "en", **({"Authorization": f"Bearer {self.secret}"} if self.secret else {})}
        return as_described(Client.post(self, self.base + path, sent, headers=headers))

    def get(self, path: str, **headers: str) -> HttpResponse:  # type: ignore[override]
        return self.call("GET", path, None, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:  # type: ignore[override]
        return self.call("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> HttpResponse:  # type: ignore[override]
        return self.call("PATCH", path, {} if body is None else body, **headers)

    def delete(self, path: str, **headers: str) -> HttpResponse:  # type: ignore[override]
        return self.call("DELETE", path, None, **headers)
