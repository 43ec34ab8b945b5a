"""What a session remembers of its user: since when, with what, and when they last showed who they are."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.db.models import F
from django.http import HttpRequest

from holger.accounts import rules
from holger.accounts.models import User
from holger.core import dates

SINCE, SEEN, CONFIRMED, FACTOR, HELD = "since", "seen", "confirmed", "factor", "held"
BOUND_FOR = "bound_for"
"""Where the user was going when a factor was asked for."""
MAIN = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a factor. Recovery codes stand in for one that is lost; alone they are none."""


def now() -> float:
    return dates.now().timestamp()


# --- How long -------------------------------------------------------------------------------------------------------


def begin(request: HttpRequest) -> None:
    request.session[SINCE] = request.session[SEEN] = int(now())


def is_over(request: HttpRequest, *, idle_minutes: Iterable[int | None], hours: Iterable[int | None]) -> bool:
    """Is the session too old? The organisations' wishes count where they are stricter than the installation's limits."""
    began = request.session.setdefault(SINCE, int(now()))
    return rules.is_over(
        since=began,
        seen=request.session.get(SEEN, began),
        now=now(),
        idle=timedelta(minutes=rules.strictest(settings.SESSION_IDLE_MINUTES, idle_minutes)),
        whole=timedelta(hours=rules.strictest(settings.SESSION_HOURS, hours)),
    )


def end_all(user: User) -> None:
    """Sign the user out everywhere. If it is the user's own request that asks, that one browser stays signed in."""
    User.objects.filter(pk=user.pk).update(epoch=F("epoch") + 1)
    user.refresh_from_db(fields=["epoch"])
    request = context.request
    if request is not None and request.user.is_authenticated and request.user.pk == user.pk:
        request.user.epoch = user.epoch
        stay(request)


def stay(request: HttpRequest) -> None:
    """Bring this browser's session up to date, under a new key."""
    before = request.session.session_key
    request.session.cycle_key()
    request.session[HASH_SESSION_KEY] = request.user.get_session_auth_hash()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


# --- With what ------------------------------------------------------------------------------------------------------


def note_factor(request: HttpRequest, user: User, by: str) -> None:
    """The user has shown a second factor in this session."""
    request.session[FACTOR] = {"user": str(user.pk), "by": by}


def session_has_factor(request: HttpRequest) -> bool:
    """Has this session's user shown us a second factor since signing in? What their provider says of one counts only in
    the provider's own organisation (``bounds.factor_vouched``)."""
    mark = request.session.get(FACTOR)
    return isinstance(mark, dict) and mark.get("user") == str(request.user.pk)


def drop_factor(request: HttpRequest) -> None:
    """The factor that was shown is no longer one."""
    request.session.pop(FACTOR, None)


def ways(request: HttpRequest, user: User) -> str:
    """How the user came in, as the history tells it: password, webauthn, password+totp, invitation …"""
    records = get_authentication_records(request, user)
    found = [str(record.get("type") or record.get("method")) for record in records]
    return "+".join(dict.fromkeys(found)) or "other"


# --- Still the same person? -----------------------------------------------------------------------------------------


def confirm(request: HttpRequest) -> None:
    request.session[CONFIRMED] = int(now())


def is_confirmed(request: HttpRequest) -> bool:
    """Has the user shown who they are within the last ten minutes, after having signed in?"""
    at = request.session.get(CONFIRMED)
    if at is None and not get_reauthentication_flows(request.user):
        at = request.session.get(SINCE)  # signs in elsewhere only: signing in anew is all that can be asked
    return at is not None and 0 <= now() - at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def hold(request: HttpRequest) -> None:
    """Keep what was sent until the user has shown who they are."""
    sent = [[name, value] for name, values in request.POST.lists() for value in values]
    kept = [pair for pair in sent if pair[0] != "csrfmiddlewaretoken"]
    request.session[HELD] = {"path": request.get_full_path(), "sent": kept}


def held(request: HttpRequest) -> dict[str, Any] | None:
    return request.session.get(HELD)


def let_go(request: HttpRequest) -> None:
    request.session.pop(HELD, None)
