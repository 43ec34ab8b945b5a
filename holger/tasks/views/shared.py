"""What the pages about activities and tasks share."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.actor import Actor
from holger.tasks import selectors
from holger.tasks.models import Activity, Task
from holger.tasks.selectors.tasks import JOINED
from holger.ui import http

ACTIVITIES, TASKS = "tasks:activity-list", "tasks:task-list"
PEOPLE = ("owner", "unit", "performer", "deputy", "approver")


def activity_or_404(actor: Actor, reference: str) -> Activity:
    return get_object_or_404(selectors.activities_for(actor).select_related(*PEOPLE), reference=reference)


def task_or_404(actor: Actor, reference: str) -> Task:
    return get_object_or_404(selectors.tasks_for(actor).select_related(*JOINED), reference=reference)


class OfActivity:
    """A page about one activity."""

    actor: Actor
    request: Any
    kwargs: dict[str, Any]
    title: Any

    @cached_property
    def activity(self) -> Activity:
        return activity_or_404(self.actor, self.kwargs["reference"])

    def crumbs(self) -> list[Any]:
        activity = self.activity
        return [
            (_("Activities"), self.request.url(ACTIVITIES)),
            (activity.reference, self.request.base + activity.path),
            (self.title, None),
        ]


class OfTask:
    """A page about one task."""

    actor: Actor
    request: Any
    kwargs: dict[str, Any]
    title: Any

    def find(self) -> Task:
        return task_or_404(self.actor, self.kwargs["reference"])

    def crumbs(self) -> list[Any]:
        task: Task = self.object  # type: ignore[attr-defined]  # every page has one
        return [
            (_("Tasks"), self.request.url(TASKS)),
            (task.reference, self.request.base + task.path),
            (self.title, None),
        ]


def click(permission: str, done: Any, find: Any, act: Any) -> Any:
    """Does one thing to an object, and goes back to where the button was."""

    @http.needs(permission)
    @require_POST
    def view(request: HttpRequest, reference: str) -> HttpResponseBase:
        found = find(request.actor, reference)
        to = http.way_back(request, request.POST.get("back", ""), request.base + found.path)
        return http.act(request, done, to, lambda: act(request.actor, found))

    return view
