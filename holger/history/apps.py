from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "holger.history"
    label = "history"

    def ready(self) -> None:
        from holger.core import walls
        from holger.history import permissions  # noqa: F401  (declares the room's words)

        walls.APPEND_ONLY.add("history_event")
