from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "holger.evidence"
    label = "evidence"

    def ready(self) -> None:
        from holger.evidence import permissions  # noqa: F401  (declares the room's words)
