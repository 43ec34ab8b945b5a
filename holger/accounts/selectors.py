"""Reading users and their sessions."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.utils.translation import gettext as _

from holger.accounts import session
from holger.accounts.models import User

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Session:
    """A browser in which the user is signed in."""

    pk: int
    browser: str
    ip: str
    since: datetime
    seen: datetime
    here: bool


def user_of(email: str) -> User | None:
    return User.objects.filter(email=email.strip().lower()).first()


def factors_of(user: User) -> list[Authenticator]:
    """Passkeys and the app; recovery codes are none of their own."""
    return list(Authenticator.objects.filter(user_id=user.pk, type__in=session.MAIN).order_by("created_at"))


def has_factor(user: User) -> bool:
    """Could this user show us a second factor?"""
    return Authenticator.objects.filter(user_id=user.pk, type__in=session.MAIN).exists()


@dataclass(frozen=True)
class Factors:
    """What the user's own page shows of how they sign in."""

    app: Authenticator | None
    passkeys: list[Authenticator]
    codes: int | None
    """Recovery codes not used yet; None where there are none because there is no factor."""


def factors_shown(user: User) -> Factors:
    rows = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at"))
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return Factors(
        app=next((row for row in rows if row.type == Authenticator.Type.TOTP), None),
        passkeys=[row for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        codes=len(codes.wrap().get_unused_codes()) if codes else None,
    )


def sessions_of(request: HttpRequest) -> list[Session]:
    """The user's open sessions, this one first."""
    rows = UserSession.objects.purge_and_list(request.user)
    key = request.session.session_key
    sessions = [
        Session(row.pk, browser_name(row.user_agent), row.ip, row.created_at, row.last_seen_at, row.session_key == key)
        for row in rows
    ]
    return sorted(sessions, key=lambda s: (not s.here, -s.seen.timestamp()))


def browser_name(agent: str) -> str:
    """ "Firefox, Windows" out of what a browser says of itself."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return ", ".join(filter(None, (browser, system))) or _("Unknown browser")
