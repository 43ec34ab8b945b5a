from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    name = "holger.tasks"
    label = "tasks"

    def ready(self) -> None:
        self._core()

    def _core(self) -> None:
        """Activities and tasks."""
        from datetime import timedelta

        from holger.core.registry import Recurring, Search, Subject, registry
        from holger.tasks import jobs, permissions, selectors
        from holger.tasks.models import Activity, ActivityLink, Task

        see = permissions.VIEW
        registry.subject(
            Subject(
                Activity,
                _("Activity"),
                "calendar-repeat",
                selectors.activities_for,
                permissions.PLAN,
                parts=(ActivityLink,),
            )
        )
        registry.subject(Subject(Task, _("Task"), "checkbox", selectors.tasks_for, permissions.WORK))
        registry.searches += [
            Search(
                "activities",
                _("Activities"),
                see,
                selectors.search_activities,
                40,
                rows=selectors.activities_pickable,
            ),
            Search("tasks", _("Tasks"), see, selectors.search_tasks, 42, rows=selectors.tasks_pickable),
        ]
        registry.recurring.append(
            Recurring("tasks.plan", _("Plan tasks, and mark what was missed"), timedelta(hours=1), jobs.hourly)
        )
