"""The ready courses: what there is, what has been taken on, and what has a newer wording."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.words import say
from holger.training import library, selectors, services
from holger.training.models import Course
from holger.training.permissions import EDIT
from holger.training.tables.texts import shown
from holger.training.views.common import MENU
from holger.ui import http
from holger.ui.days import language
from holger.ui.pages import Page


class ReadyCourses(Page):
    permission, title, menu = EDIT, _("Ready courses"), MENU
    lead = _("Taken on, a course is a draft of your own: read it, change what you like, and publish it.")
    template = "training/ready.html"

    def crumbs(self) -> list[Any]:
        return [(_("Courses"), self.url(MENU)), (self.title, None)]

    def context(self) -> dict[str, Any]:
        taken = {course.template: course for course in selectors.courses_in_use(self.actor).exclude(template="")}
        spoken = language()
        return {
            "courses": [
                (key, say(ready.title, spoken), say(ready.summary, spoken), ready, taken.get(key))
                for key, ready in library.courses().items()
            ]
        }


class ReadyCourse(Page):
    """One of them, to be read before it is taken on."""

    permission, menu = EDIT, MENU
    title = _("Ready course")
    template = "training/preview.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.ready = library.course(kwargs["key"])
        return super().dispatch(request, *args, **kwargs)

    def admit(self) -> None:
        super().admit()
        if self.ready is None:
            raise Http404

    def heading(self) -> str:
        return say(self.ready.title, language()) if self.ready else ""

    def crumbs(self) -> list[Any]:
        return [
            (_("Courses"), self.url(MENU)),
            (_("Ready courses"), self.url("training:ready")),
            (self.heading(), None),
        ]

    def context(self) -> dict[str, Any]:
        assert self.ready is not None
        spoken = language()
        pages = shown(self.ready.pages, self.actor.organisation_id, spoken)
        return {"key": self.ready.key, "pages": pages, "questions": self.ready.questions, "spoken": spoken}


@http.needs(EDIT)
@require_POST
def adopt(request: HttpRequest, key: str) -> HttpResponseBase:
    if library.course(key) is None:
        raise Http404
    made: list[Course] = []

    def run() -> None:
        made.append(services.course_adopt(actor=request.actor, key=key))

    response = http.act(
        request,
        gettext("It is a draft of your own now. Read it through and publish it."),
        http.link(request, "training:ready"),
        run,
    )
    if made:
        response["Location"] = request.base + made[0].path
    return response
