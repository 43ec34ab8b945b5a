"""What follows from what happens in allauth: marks in the session, notes for the history, sessions ended."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from holger.accounts import services, session
from holger.accounts.models import User

CODES = Authenticator.Type.RECOVERY_CODES


@receiver(account.user_logged_in)
def came_in(request: HttpRequest, user: User, **more: Any) -> None:
    services.signed_in(request, user)


@receiver(user_logged_out)
def went_out(request: HttpRequest, user: User | None, **more: Any) -> None:
    if user is not None:
        services.signed_out(request, user)


@receiver(account.authentication_step_completed)
def confirmed(request: HttpRequest, reauthenticated: bool = False, **more: Any) -> None:
    if reauthenticated:
        session.confirm(request)


@receiver((account.password_changed, account.password_reset))
def password_changed(request: HttpRequest, user: User, **more: Any) -> None:
    services.password_changed(request, user)


@receiver(mfa.authenticator_used)
def factor_shown(request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    session.note_factor(request, user, authenticator.type)


@receiver(mfa.authenticator_added)
def factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    if authenticator.type == CODES:
        services.codes_made(request, user)
    else:
        services.factor_added(request, user, authenticator)


@receiver(mfa.authenticator_reset)
def codes_made(request: HttpRequest, user: User, **more: Any) -> None:
    services.codes_made(request, user)


@receiver(mfa.authenticator_removed)
def factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    if authenticator.type != CODES:
        services.factor_removed(request, user, authenticator)
