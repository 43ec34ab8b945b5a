from django.apps import AppConfig
from django.db.models import fields

# Here and not when the app is ready: rooms above load their forms before that, and each form copies the words.
fields.BLANK_CHOICE_LABEL = "–"  # type: ignore[assignment]  # Django means it to be set


class UiConfig(AppConfig):
    name = "holger.ui"
    label = "ui"
