from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackupConfig(AppConfig):
    name = "holger.backup"
    label = "backup"

    def ready(self) -> None:
        from holger.backup import checks, permissions, services
        from holger.core.registry import Action, Check, MenuItem, Recurring, registry

        see = permissions.VIEW
        registry.checks.append(Check("backup", checks.backups))
        registry.menu.append(MenuItem("settings", _("Backup"), "database", "backup:status", see, 80))
        registry.actions.append(
            Action(_("Backup"), "database", "backup:status", see, _("restore copy disaster recovery"))
        )
        registry.recurring += [
            Recurring("backup", _("Backup"), timedelta(days=1), services.backup_scheduled, installation=True),
            Recurring(
                "backup-test", _("Restore test"), timedelta(days=7), services.backup_test_scheduled, installation=True
            ),
        ]
