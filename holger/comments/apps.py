from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "holger.comments"
    label = "comments"

    def ready(self) -> None:
        from holger.comments.panels import PANEL
        from holger.core.registry import registry

        registry.panels.append(PANEL)
