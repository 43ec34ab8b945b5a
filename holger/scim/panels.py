"""On a person's page: who they are in the directory."""

from typing import Any

from holger.core.requests import Request
from holger.scim import selectors


def in_directory(request: Request, person: Any) -> dict[str, Any] | None:
    user = selectors.user_of(request.actor, person)
    return {"user": user} if user is not None else None
