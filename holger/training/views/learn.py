"""The learner's pages: what there is to take, and the short pages of a course. Made for a phone."""

from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from holger.core.actor import Actor
from holger.core.words import say
from holger.exchange.papers.sending import paper_response
from holger.training import selectors, services
from holger.training.models import Edition, Enrolment, State
from holger.training.papers.results import certificate_paper
from holger.training.permissions import LEARN
from holger.training.rules.content import Content
from holger.training.tables import looks
from holger.training.tables.texts import pictures, shown
from holger.ui import http
from holger.ui.days import language
from holger.ui.pages import Page

HOME = "training:learn"


def mine_or_404(actor: Actor, reference: str) -> Enrolment:
    return get_object_or_404(selectors.mine(actor), course__reference=reference)


class Learn(Page):
    """Everything the reader is to take, and what they have passed."""

    permission, title = LEARN, _("My courses")
    template = "training/learn/list.html"

    def context(self) -> dict[str, Any]:
        rows = list(selectors.mine(self.actor))
        todo = [row for row in rows if row.state in (State.OPEN, State.FAILED)]
        return {
            "todo": [(row, looks.state_badge(row, self.today)) for row in todo],
            "done": list(selectors.certificates(self.actor)),
            "minutes": sum(row.course.minutes for row in todo if row.state == State.OPEN),
        }


class OfMine:
    """A page about a course that the reader has been given."""

    actor: Any
    kwargs: dict[str, Any]
    request: Any
    today: date
    url: Any

    @cached_property
    def enrolment(self) -> Enrolment:
        return mine_or_404(self.actor, self.kwargs["reference"])

    @cached_property
    def edition(self) -> Edition:
        found = selectors.newest(self.enrolment.course)
        if found is None:
            raise Http404
        return found

    @cached_property
    def content(self) -> Content:
        return selectors.content_of(self.edition)

    def heading(self) -> str:
        return say(self.content.title, language())

    def at(self, name: str, **more: Any) -> str:
        return str(self.url(f"training:learn-{name}", reference=self.enrolment.course.reference, **more))


class LearnCourse(OfMine, Page):
    """Where a course begins: its pages, the quiz, and how far one is."""

    permission, title = LEARN, pgettext_lazy("learn", "Course")
    template = "training/learn/course.html"

    def context(self) -> dict[str, Any]:
        row = self.enrolment
        tries = selectors.tries_of(self.actor, row)
        return {
            "row": row,
            "badge": looks.state_badge(row, self.today),
            "summary": row.course.summary,
            "pages": [
                (number, say(each.title, language()), self.at("page", number=number))
                for number, each in enumerate(self.content.pages, 1)
            ],
            "content": self.content,
            "left": selectors.left(row),
            "last": tries.filter(state="submitted").first(),
            "begun": tries.filter(state="begun").exists(),
            "first": self.at("page", number=1),
            "quiz": self.at("quiz"),
            "result": self.at("result"),
            "open": row.state == State.OPEN,
        }


class LearnPage(OfMine, Page):
    """One short page."""

    permission, title = LEARN, pgettext_lazy("learn", "Page")
    template = "training/learn/page.html"

    def context(self) -> dict[str, Any]:
        number, pages = self.kwargs["number"], self.content.pages
        if not 1 <= number <= len(pages):
            raise Http404
        picture = pictures(self.request, self.enrolment.course, "training:learn-picture")
        page = pages[number - 1]
        ((called, text, video),) = shown([page], self.actor.organisation_id, language(), picture)
        return {
            "row": self.enrolment,
            "number": number,
            "total": len(pages),
            "called": called,
            "text": text,
            "video": video,
            "before": self.at("page", number=number - 1) if number > 1 else self.at("course"),
            "after": self.at("page", number=number + 1) if number < len(pages) else "",
            "quiz": self.at("quiz") if self.content.questions else "",
            "open": self.enrolment.state == State.OPEN,
            "course": self.at("course"),
        }


class Certificate(Page):
    """The reader's own, as a file."""

    permission, title = LEARN, _("Certificate")

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = get_object_or_404(selectors.certificates(self.actor), number=kwargs["number"])
        return paper_response(
            request, lambda spoken: certificate_paper(request, spoken, row), "pdf", about=row.certificate
        )


@http.needs(LEARN)
@require_POST
def finish(request: HttpRequest, reference: str) -> HttpResponseBase:
    row = mine_or_404(request.actor, reference)
    to = http.link(request, "training:learn-course", reference=reference)
    return http.act(
        request, str(_("Well done.")), to, lambda: services.course_finish(actor=request.actor, enrolment=row)
    )
