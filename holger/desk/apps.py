from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "holger.desk"
    label = "desk"
