from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "holger.api"
    label = "api"

    def ready(self) -> None:
        from holger.api import permissions  # noqa: F401  (declares the room's words)
