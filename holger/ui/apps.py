from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "holger.ui"
    label = "ui"
