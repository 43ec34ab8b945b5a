from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CoreConfig(AppConfig):
    name = "holger.core"
    label = "core"

    def ready(self) -> None:
        from holger.core import walls

        pre_migrate.connect(walls.before_migrate, sender=self)
        post_migrate.connect(walls.after_migrate, sender=self)
