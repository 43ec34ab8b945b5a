"""How far a session reaches. Whoever signed in themselves may go wherever they are a member; whoever came through an
organisation's own identity provider may go into that organisation only, because its administrators could have come
through the same door in anybody's name.

The session's record of how somebody signed in is allauth's; single sign-on adds its own lines to it.
"""

import time
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

THROUGH = "single_sign_on"
"""The method of a line that says: came through a provider of ``organisation``."""


def open_to(request: HttpRequest) -> frozenset[UUID] | None:
    """The organisations that this session may enter, or None for all of the user's."""
    records = get_authentication_records(request, request.user)
    through = frozenset(UUID(line["organisation"]) for line in records if line.get("method") == THROUGH)
    if not through or signed_in_alone(records, lambda: is_mfa_enabled(request.user)):
        return None
    return through


def may_enter(request: HttpRequest, organisation_id: UUID) -> bool:
    reach = open_to(request)
    return reach is None or organisation_id in reach


def came_through(request: HttpRequest, organisation_id: UUID) -> Mapping[str, Any] | None:
    """The line that says so, if the session came through a provider of this organisation."""
    records = get_authentication_records(request, request.user)
    lines = [line for line in records if line.get("method") == THROUGH and line["organisation"] == str(organisation_id)]
    return lines[-1] if lines else None


def factor_vouched(request: HttpRequest, organisation_id: UUID) -> bool:
    """Did this organisation's own provider say that it asked for a second factor? Nobody else's word counts here."""
    line = came_through(request, organisation_id)
    return line is not None and line.get("second_factor") is True


def proved_again(request: HttpRequest) -> bool:
    """Has the user, moments ago, shown once more that it is them?"""
    records = get_authentication_records(request, request.user)
    lately = [line["at"] for line in records if line.get("reauthenticated")]
    return bool(lately) and time.time() - lately[-1] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def signed_in_alone(records: Iterable[Mapping[str, Any]], has_second_factor: Any) -> bool:
    """Did the user also sign in by what is theirs alone: a passkey, or a password with the second factor they have?

    ``has_second_factor`` is asked only when it matters.
    """
    records = list(records)
    if any(line.get("passwordless") for line in records):
        return True
    if not any(line.get("method") == "password" for line in records):
        return False
    return any(line.get("method") == "mfa" for line in records) or not has_second_factor()
