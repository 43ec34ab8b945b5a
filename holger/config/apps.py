from datetime import timedelta
from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def make_cache_table(using: str, **kwargs: Any) -> None:
    """The cache's table is nobody's model, so that migrations would forget it."""
    call_command("createcachetable", database=using, verbosity=0)


class ConfigConfig(AppConfig):
    name = "holger.config"
    label = "config"

    def ready(self) -> None:
        from holger.config import checks, machine
        from holger.config.tidying import learn_sizes, tidy
        from holger.core.registry import Recurring, registry

        # Django tells of migration only for apps with models, and this one has none.
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("core"))
        registry.checks.extend(checks.CHECKS + machine.CHECKS)
        hour = timedelta(hours=1)
        registry.recurring += (
            Recurring("config.tidy", _("Forget expired sessions and counts"), hour, tidy, installation=True),
            Recurring("config.sizes", _("Learn how large the tables are"), hour, learn_sizes, installation=True),
        )
