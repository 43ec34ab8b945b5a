"""What a session that came through a provider may do, and who must come through one."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from holger.accounts import bounds
from holger.core.permissions import Role
from holger.sso import selectors

View = Callable[..., HttpResponseBase]

OWN = "/account/"
"""Below here lies what belongs to the user, whatever the organisation."""
HARMLESS = {
    "accounts:me",
    "accounts:language",
    "accounts:theme",
    "accounts:session-end",
    "accounts:sessions-end",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "accounts:go-on",
    "accounts:sign-in-again",
    "entrance:factor",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
"""Pages there that a session bound to one organisation may open: none that gives the user a new key to other doors."""
ALONE = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
"""And these, for a user who has no other doors: a code is asked for besides a password, and opens nothing by itself."""
UNBARRED = {"sso:through", "sso:identity-link"}
"""Pages inside that somebody who must come through a provider may open before they have."""


class SignOnMiddleware:
    """Stands after OrganisationMiddleware, which has found out who is asking."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name
        if "organisation" in request.__dict__:
            return self._inside(request, name)
        if request.path_info.startswith(OWN) and name not in HARMLESS and not reaches(request, name):
            return render(request, "sso/own_first.html", status=403)
        return None

    def _inside(self, request: HttpRequest, name: str) -> HttpResponseBase | None:
        organisation = request.organisation
        through = bounds.came_through(request, organisation.id)
        if through and not selectors.identity_lives(through["identity"], through["provider"]):
            logout(request)
            return redirect_to_login(request.get_full_path())
        if organisation.single_sign_on and not through and not is_owner(request) and name not in UNBARRED:
            return redirect(request.url("sso:through"))
        return None


def reaches(request: HttpRequest, name: str) -> bool:
    """May this session open a page on which the user's own keys are changed?"""
    bound = bounds.open_to(request)
    if bound is None:
        return True
    return name in ALONE and all(organisation.pk in bound for organisation in request.memberships)


def is_owner(request: HttpRequest) -> bool:
    """Owners of the whole organisation keep their own way in, for the day the provider is down."""
    return any(grant.role == Role.OWNER and grant.unit_ids is None for grant in request.actor.grants)
