from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    name = "holger.suppliers"
    label = "suppliers"
