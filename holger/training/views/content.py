"""Writing the pages and questions of a course, and putting them in order."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.actor import Actor
from holger.training import selectors, services
from holger.training.forms.content import PageForm, QuestionForm
from holger.training.models import CoursePage, Question
from holger.training.permissions import EDIT, VIEW
from holger.training.tables.texts import pictures, shown
from holger.training.views.common import MENU, OfCourse, course_or_404
from holger.ui import http
from holger.ui.days import language
from holger.ui.pages import FormPage, Page


class _Part(OfCourse, FormPage):
    """A page or a question; new where the address names none."""

    permission, menu = EDIT, MENU
    anchor = ""

    def rows(self) -> Any:
        raise NotImplementedError

    def find(self) -> Any:
        key = self.kwargs.get("pk")
        return get_object_or_404(self.rows(), pk=key) if key else None

    def next(self, obj: Any) -> str:
        return f"{self.home}#{self.anchor}"


class PageWrite(_Part):
    form, done, anchor = PageForm, _("The page is saved."), "pages"
    title = pgettext_lazy("course", "Page")

    def rows(self) -> Any:
        return selectors.pages_of(self.actor, self.course).select_related("course")

    def save(self, answers: dict[str, Any]) -> CoursePage:
        if self.object is None:
            return services.page_add(actor=self.actor, course=self.course, **answers)
        return services.page_edit(actor=self.actor, page=self.object, **answers)


class QuestionWrite(_Part):
    form, done, anchor = QuestionForm, _("The question is saved."), "questions"
    title = _("Question")

    def rows(self) -> Any:
        return selectors.questions_of(self.actor, self.course).select_related("course")

    def save(self, answers: dict[str, Any]) -> Question:
        if self.object is None:
            return services.question_add(actor=self.actor, course=self.course, **answers)
        return services.question_edit(actor=self.actor, question=self.object, **answers)


class CoursePreview(OfCourse, Page):
    """All of it on one page, as it stands now; to whoever may see the course it tells which answers are right."""

    permission, title, menu = VIEW, _("As a learner sees it"), MENU
    template = "training/preview.html"

    @cached_property
    def spoken(self) -> str:
        asked = self.request.GET.get("language", "")
        return asked if asked in ("da", "en") else language()

    def heading(self) -> str:
        return self.course.said("title", self.spoken)

    def context(self) -> dict[str, Any]:
        content = selectors.as_written(self.course)
        pages = shown(
            content.pages,
            self.actor.organisation_id,
            self.spoken,
            pictures(self.request, self.course, "training:picture"),
        )
        return {"course": self.course, "pages": pages, "questions": content.questions, "spoken": self.spoken}


def _change(find: Any, remove: Any, move: Any, anchor: str) -> Any:
    """``do`` is up, down or remove."""

    @http.needs(EDIT)
    @require_POST
    def view(request: HttpRequest, reference: str, pk: UUID) -> HttpResponseBase:
        course = course_or_404(request.actor, reference)
        row = get_object_or_404(find(request.actor, course).select_related("course"), pk=pk)
        to = f"{request.base}{course.path}#{anchor}"
        do = request.POST.get("do", "")
        if do == "remove":
            return http.act(request, gettext("It is removed."), to, lambda: remove(request.actor, row))
        by = {"up": -1, "down": 1}.get(do, 0)
        return http.act(request, gettext("It is moved."), to, lambda: move(request.actor, row, by))

    return view


def _page_remove(actor: Actor, page: CoursePage) -> None:
    services.page_remove(actor=actor, page=page)


def _page_move(actor: Actor, page: CoursePage, by: int) -> None:
    services.page_move(actor=actor, page=page, by=by)


def _question_remove(actor: Actor, question: Question) -> None:
    services.question_remove(actor=actor, question=question)


def _question_move(actor: Actor, question: Question, by: int) -> None:
    services.question_move(actor=actor, question=question, by=by)


page_change = _change(selectors.pages_of, _page_remove, _page_move, "pages")
question_change = _change(selectors.questions_of, _question_remove, _question_move, "questions")
