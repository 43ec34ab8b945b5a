"""What the pages about courses share."""

from collections.abc import Callable
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.actor import Actor
from holger.core.requests import Request
from holger.training import selectors
from holger.training.models import Course, Enrolment, Session
from holger.ui import http

MENU, ENROLMENTS, CLASSES = "training:course-list", "training:enrolment-list", "training:session-list"


def course_or_404(actor: Actor, reference: str) -> Course:
    rows = selectors.courses_for(actor).select_related("owner", "unit", "audience")
    return get_object_or_404(rows, reference=reference)


def session_or_404(actor: Actor, reference: str) -> Session:
    return get_object_or_404(selectors.sessions_for(actor), reference=reference)


def enrolment_or_404(actor: Actor, key: UUID) -> Enrolment:
    return get_object_or_404(selectors.enrolments_for(actor).select_related("course", "person"), pk=key)


class OfCourse:
    """A page about one course."""

    actor: Actor
    request: Request
    kwargs: dict[str, Any]
    title: Any
    permission: str

    @cached_property
    def course(self) -> Course:
        return course_or_404(self.actor, self.kwargs["reference"])

    def permission_on(self) -> Any:
        return self.course

    def crumbs(self) -> list[Any]:
        course = self.course
        return [
            (_("Courses"), http.link(self.request, MENU)),
            (course.reference, self.request.base + course.path),
            (self.title, None),
        ]

    @property
    def home(self) -> str:
        return self.request.base + self.course.path

    def back(self) -> str:
        return self.home

    def next(self, obj: Any) -> str:
        return self.home


def verb(permission: str, find: Callable[..., Any], run: Callable[..., Any], done: Any, home: Any = None) -> Any:
    """Does one thing to an object at a click, and goes back to its page."""

    @http.needs(permission)
    @require_POST
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        found = find(request.actor, *kwargs.values())
        to = home(request, found) if home else request.base + found.path
        to = http.way_back(request, request.POST.get("back", ""), to)
        told = done if callable(done) else str(done)
        return http.act(request, told, to, lambda: run(request.actor, found))

    return view
