from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "holger.incidents"
    label = "incidents"
