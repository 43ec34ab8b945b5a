from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "holger.assets"
    label = "assets"

    def ready(self) -> None:
        from holger.assets import permissions  # noqa: F401  (declares the room's words)
