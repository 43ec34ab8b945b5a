from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "holger.jobs"
    label = "jobs"

    def ready(self) -> None:
        from holger.core.registry import Action, MenuItem, Recurring, registry
        from holger.jobs import checks, permissions, tidying

        see, day = permissions.VIEW, timedelta(days=1)
        registry.menu.append(MenuItem("settings", _("Background work"), "refresh", "jobs:work", see, 85))
        registry.actions.append(
            Action(_("Background work"), "refresh", "jobs:work", see, _("jobs queue mail worker failed"))
        )
        registry.checks.extend(checks.CHECKS)
        registry.recurring += [
            Recurring("jobs.tidy", _("Forget old jobs"), day, tidying.tidy),
            Recurring(
                "jobs.tidy_installation", _("Forget sent mail"), day, tidying.tidy_installation, installation=True
            ),
        ]
