"""On a person's page: how they come in."""

from typing import Any

from holger.core.requests import Request
from holger.sso import selectors


def sign_ins(request: Request, person: Any) -> dict[str, Any] | None:
    identities = list(selectors.identities_of(request.actor, person))
    return {"identities": identities} if identities else None
