"""The pages of allauth that we use, under allauth's own names, each saying who may open it like every other page."""

from allauth.account.urls import urlpatterns as allauth_patterns

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
}

urlpatterns = [pattern for pattern in allauth_patterns if pattern.name in USED]
for pattern in urlpatterns:
    pattern.callback.permission = USED[pattern.name]
