from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "holger.risks"
    label = "risks"

    def ready(self) -> None:
        from holger.core import walls
        from holger.risks import permissions  # noqa: F401  (declares the room's words)

        walls.APPEND_ONLY.add("risks_snapshot")
