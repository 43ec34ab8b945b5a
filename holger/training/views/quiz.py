"""The quiz: begun, answered on one page, and explained. What is right is told only when it has been answered."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from holger.core.errors import RuleBroken
from holger.core.words import say
from holger.training import selectors, services
from holger.training.forms.quiz import QuizForm
from holger.training.models import Attempt, AttemptState, State
from holger.training.permissions import LEARN
from holger.training.rules import quiz
from holger.training.rules.content import ORDER
from holger.training.views.learn import OfMine, mine_or_404
from holger.ui import http
from holger.ui.days import language
from holger.ui.pages import Page


class Quiz(OfMine, Page):
    """Before it is begun: how it goes. Once begun: its questions."""

    permission, title = LEARN, _("Quiz")
    template = "training/learn/quiz.html"

    @cached_property
    def attempt(self) -> Attempt | None:
        return selectors.tries_of(self.actor, self.enrolment).filter(state=AttemptState.BEGUN).first()

    @cached_property
    def form(self) -> QuizForm:
        assert self.attempt is not None
        sent = self.request.POST if self.request.method == "POST" else None
        return QuizForm(self.attempt, selectors.content_of(self.attempt.edition), language(), sent)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.enrolment.state != State.OPEN or not self.content.questions:
            return redirect(self.at("course"))
        return self.render()

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.attempt is None:
            return redirect(self.at("result"))
        if self.form.unanswered():
            return self.render(status=422)
        try:
            services.attempt_submit(actor=self.actor, attempt=self.attempt, answers=self.form.answers)
        except RuleBroken as broken:
            return self.render(status=422, refused=broken.message)
        return HttpResponseRedirect(self.at("result"))

    def context(self) -> dict[str, Any]:
        row = self.enrolment
        known = {"row": row, "course": self.at("course"), "left": selectors.left(row), "content": self.content}
        if self.attempt is None:
            return {**known, "begin": self.at("begin")}
        asked = self.form.asked()
        return {**known, "attempt": self.attempt, "asked": asked, "missing": [each for each in asked if each.error]}


class Result(OfMine, Page):
    """How the latest attempt went, question by question, for whoever answered."""

    permission, title = LEARN, pgettext_lazy("quiz", "Result")
    template = "training/learn/result.html"

    def context(self) -> dict[str, Any]:
        tries = selectors.tries_of(self.actor, self.enrolment).filter(state=AttemptState.SUBMITTED)
        attempt = tries.first()
        if attempt is None:
            raise Http404
        content = selectors.content_of(attempt.edition)
        outcome = quiz.judge(content, attempt.drawn, attempt.answers)
        return {
            "row": self.enrolment,
            "attempt": attempt,
            "content": content,
            "judged": [_explained(each) for each in outcome.judged],
            "left": selectors.left(self.enrolment),
            "again": self.at("begin"),
            "course": self.at("course"),
        }


def _explained(each: quiz.Judged) -> dict[str, Any]:
    question, spoken = each.question, language()
    order = question.kind == ORDER
    return {
        "text": say(question.text, spoken),
        "right": each.right,
        "order": order,
        "explanation": say(question.explanation, spoken),
        "options": [
            {
                "text": say(option.text, spoken),
                "right": order or option.right,
                "chosen": not order and place in each.answer,
                "given": each.answer.index(place) + 1 if order and place in each.answer else 0,
            }
            for place, option in enumerate(question.options)
        ],
    }


@http.needs(LEARN)
@require_POST
def begin(request: HttpRequest, reference: str) -> HttpResponseBase:
    row = mine_or_404(request.actor, reference)
    try:
        services.attempt_begin(actor=request.actor, enrolment=row)
    except RuleBroken as broken:
        http.tell(request, broken.message)
        return redirect(http.link(request, "training:learn-course", reference=reference))
    return redirect(http.link(request, "training:learn-quiz", reference=reference))
