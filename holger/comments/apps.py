from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "holger.comments"
    label = "comments"

    def ready(self) -> None:
        from holger.comments.models import Comment
        from holger.comments.panels import PANEL
        from holger.core.registry import Hanging, registry

        registry.panels.append(PANEL)
        registry.hanging.append(Hanging(Comment, "subject_id"))
