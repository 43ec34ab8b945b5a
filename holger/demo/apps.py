from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "holger.demo"
    label = "demo"
