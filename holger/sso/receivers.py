"""An owner who signs in without the single sign-on their organisation asks for leaves a trace."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import authentication_step_completed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from holger.accounts import bounds
from holger.accounts.models import User
from holger.sso import services


@receiver(user_logged_in, dispatch_uid="sso-past")
def on_sign_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    through = any(line.get("method") == bounds.THROUGH for line in get_authentication_records(request, user))
    if not through:
        services.signed_in_past(user=user)


@receiver(authentication_step_completed, dispatch_uid="sso-past-again")
def on_another_proof(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Out of a provider's session into all of one's own organisations, by one's own password."""
    if kwargs.get("reauthenticated") and any(
        line.get("method") == bounds.THROUGH for line in get_authentication_records(request, user)
    ):
        services.signed_in_past(user=user)
