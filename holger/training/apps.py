from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "holger.training"
    label = "training"
