from django.apps import AppConfig


class AudienceConfig(AppConfig):
    name = "holger.audience"
    label = "audience"
