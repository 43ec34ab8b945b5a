from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "holger.privacy"
    label = "privacy"
