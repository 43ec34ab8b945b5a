from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrameworksConfig(AppConfig):
    name = "holger.frameworks"
    label = "frameworks"

    def ready(self) -> None:
        from holger.core.registry import Subject, registry
        from holger.frameworks import permissions, selectors
        from holger.frameworks.models import Framework, Requirement

        see = permissions.VIEW
        registry.subject(Subject(Framework, _("Framework"), "books", selectors.frameworks_for, permissions.EDIT))
        registry.subject(
            Subject(Requirement, _("Requirement"), "list-check", selectors.requirements_for, permissions.ANSWER)
        )
