from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "holger.training"
    label = "training"

    def ready(self) -> None:
        from holger.core.registry import Recurring, registry
        from holger.training import jobs, receivers  # noqa: F401  (receivers listen)

        self._keep()
        registry.recurring.append(
            Recurring("give_courses", _("Courses to those they are for"), timedelta(hours=1), jobs.follow)
        )

    @staticmethod
    def _keep() -> None:
        """What was published and what was answered stand for good."""
        from holger.core import walls

        walls.APPEND_ONLY.add("training_edition")
        kept = ("enrolment_id", "edition_id", "number", "drawn", "answers", "right", "total", "passed", "submitted_at")
        walls.SETTLED["training_attempt"] = walls.Settled("state", ("submitted",), kept)
