from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "holger.tasks"
    label = "tasks"
