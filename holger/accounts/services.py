"""Writing users. Roles and people belong to organisations; here is only who can sign in, how, and how they like it."""

from collections.abc import Callable
from functools import partial

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from holger.accounts import browsers, selectors, session
from holger.accounts.models import User
from holger.accounts.rules import WINDOW
from holger.accounts.session import session_has_factor
from holger.accounts.signals import happened

__all__ = ["session_has_factor"]


@transaction.atomic
def user_create(*, email: str, name: str, password: str) -> User:
    """Make a user whose address has been proved by an invitation or by whoever runs the server."""
    user = User(email=email.strip().lower(), name=name.strip())
    try:
        validate_password(password, user)
    except ValidationError as invalid:
        raise ValidationError({"password": invalid.error_list}) from invalid
    user.set_password(password)
    user.full_clean()
    user.save()
    return user


@transaction.atomic
def user_join(*, email: str, name: str) -> User:
    """Make a user who comes in through an organisation's identity provider, and has no password."""
    user = User(email=email.strip().lower(), name=name.strip())
    user.set_unusable_password()
    user.full_clean()
    user.save()
    return user


@transaction.atomic
def user_edit(*, user: User, **answers: str) -> User:
    """Change a user's own name, language or appearance."""
    for name in answers.keys() & {"name", "language", "theme"}:
        setattr(user, name, answers[name])
    user.full_clean()
    user.save(update_fields=["name", "language", "theme"])
    return user


# --- Coming and going -----------------------------------------------------------------------------------------------


def signed_in(request: HttpRequest, user: User) -> None:
    """Begin the session's own clock, and tell the user's organisations."""
    session.begin(request)
    tell(request, user, "person.signed_in", by=session.ways(request, user))


def signed_in_by_invitation(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """The first time, without allauth's pages."""
    session.begin(request)
    UserSession.objects.create_from_request(request)
    tell(request, user, "person.signed_in", by="invitation")
    browsers.remember(request, response, user.email)


def signed_out(request: HttpRequest, user: User) -> None:
    tell(request, user, "person.signed_out")


def sign_in_failed(request: HttpRequest, email: str, by: str) -> None:
    """Told after the answer has left, so that nobody can tell by the clock whether the account exists."""
    later(request, partial(_tell_of_failure, request, email, by))


def _tell_of_failure(request: HttpRequest, email: str, by: str) -> None:
    if (user := selectors.user_of(email)) is not None:
        tell(request, user, "person.sign_in_failed", by_user=False, by=by)


def sign_in_slowed(request: HttpRequest, email: str) -> None:
    """Somebody has tried too often, and is not listened to for a while: told once, not at every try."""
    later(request, partial(_tell_of_slowing, request, email))


def _tell_of_slowing(request: HttpRequest, email: str) -> None:
    user = selectors.user_of(email)
    if user is not None and cache.add(f"slowed:{user.pk}", True, int(WINDOW.total_seconds())):
        tell(request, user, "person.sign_in_slowed", by_user=False)


def later(request: HttpRequest, work: Callable[[], None]) -> None:
    """Do something when the answer to ``request`` has been sent (AfterwardsMiddleware)."""
    request.__dict__.setdefault("afterwards", []).append(work)


def tell(request: HttpRequest, user: User, action: str, *, by_user: bool = True, **told: str) -> None:
    """Let the user's organisations know, with where the request came from. Never with anything secret."""
    agent = request.headers.get("User-Agent", "")
    told |= {"ip": get_adapter(request).get_client_ip(request), "browser": selectors.browser_name(agent)}
    happened.send(User, user=user, action=action, changes=told, by_user=by_user)


# --- What one signs in with -----------------------------------------------------------------------------------------


@transaction.atomic
def password_changed(request: HttpRequest, user: User) -> None:
    """All sessions end by themselves, because the password is part of what they are checked against."""
    tell(request, user, "person.password_changed")


@transaction.atomic
def factor_added(request: HttpRequest, user: User, authenticator: Authenticator) -> None:
    """The browser that added it has just shown it; all others must sign in with it."""
    session.note_factor(request, user, authenticator.type)
    session.end_all(user)
    tell(request, user, "person.factor_added", factor=authenticator.type)


@transaction.atomic
def factor_removed(request: HttpRequest, user: User, authenticator: Authenticator) -> None:
    if not selectors.factors_of(user):
        session.drop_factor(request)
    session.end_all(user)
    tell(request, user, "person.factor_removed", factor=authenticator.type)


@transaction.atomic
def codes_made(request: HttpRequest, user: User) -> None:
    tell(request, user, "person.codes_made")


@transaction.atomic
def factors_remove(*, user: User, by: str) -> int:
    """Take all factors of somebody who has lost them. Asked by whoever runs the server, who knows the person."""
    removed, _kinds = Authenticator.objects.filter(user=user).delete()
    session.end_all(user)
    happened.send(User, user=user, action="person.factors_taken", changes={"by": by}, by_user=False)
    return removed


def sessions_end(user: User) -> None:
    """Sign somebody out everywhere."""
    session.end_all(user)
