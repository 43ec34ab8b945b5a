"""The pages of allauth that we use, under allauth's own names, each saying who may open it like every other page."""

from collections.abc import Iterator

from allauth.account.urls import urlpatterns as account_patterns
from allauth.mfa.urls import urlpatterns as factor_patterns
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.cache import never_cache

from holger.accounts import views
from holger.ui.http import OPEN, SIGNED_IN

USED = {
    "account_login": OPEN,
    "account_logout": OPEN,
    "account_inactive": OPEN,
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key": OPEN,
    "account_reset_password_from_key_done": OPEN,
    "account_change_password": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "mfa_authenticate": OPEN,
    "mfa_login_webauthn": OPEN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
}


def used(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[URLPattern]:
    """The patterns of pages in USED; no browser keeps a copy of them, because some show secrets."""
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from used(entry.url_patterns, route)
        elif entry.name in USED:
            view = never_cache(entry.callback)
            view.permission = USED[entry.name]  # type: ignore[attr-defined]
            yield path(route, view, name=entry.name) if prefix else URLPattern(entry.pattern, view, name=entry.name)


urlpatterns = [
    *used(account_patterns),
    # Where allauth leads to after a change, and whoever has no password to change.
    path("factors/", views.factors, name="mfa_index"),
    path("password/set/", views.factors, name="account_set_password"),
    path("factors/passkeys/", views.factors, name="mfa_list_webauthn"),
    *used(factor_patterns, "factors/"),
]
