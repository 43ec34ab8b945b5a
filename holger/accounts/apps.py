from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "holger.accounts"
    label = "accounts"

    def ready(self) -> None:
        from holger.accounts import attempts, receivers  # noqa: F401
        from holger.core.registry import Recurring, registry

        registry.recurring.append(
            Recurring("accounts.tries", _("Forget old tries to sign in"), timedelta(days=1), attempts.forget_old, True)
        )
        registry.fleeting.add("accounts.tries")  # they count for a quarter of an hour
