from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "holger.ui"
    label = "ui"

    def ready(self) -> None:
        from django.db.models import fields

        fields.BLANK_CHOICE_LABEL = "–"  # type: ignore[assignment]  # Django means it to be set here
