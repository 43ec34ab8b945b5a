from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "holger.comments"
    label = "comments"

    def ready(self) -> None:
        from holger.comments import permissions  # noqa: F401  (declares the room's words)
