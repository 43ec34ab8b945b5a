from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "holger.organisation"
    label = "organisation"

    def ready(self) -> None:
        from holger.organisation import permissions  # noqa: F401  (declares the room's words)
