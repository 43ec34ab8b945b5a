from django.apps import AppConfig


class ControlsConfig(AppConfig):
    name = "holger.controls"
    label = "controls"

    def ready(self) -> None:
        from holger.controls import permissions  # noqa: F401
