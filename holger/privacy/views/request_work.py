"""What is done on a request: its steps, the places to search, its log."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.requests import Request
from holger.privacy import services
from holger.privacy.forms import requests as forms
from holger.privacy.models import Inquiry, RequestEntry, RequestStep
from holger.privacy.permissions import ANSWER
from holger.privacy.selectors import requests as selectors
from holger.privacy.views.requests import OfRequest
from holger.ui import http
from holger.ui.pages import FormPage, Page

ACTS = {"tick": services.request_step_tick, "untick": services.request_step_untick}


class _Click(OfRequest, Page):
    """Finds the request that one click is about, for those who may answer it."""

    permission = ANSWER


def _page(request: Request, reference: str) -> _Click:
    page = _Click()
    page.setup(request, reference=reference)
    page.row  # noqa: B018 - found, or 404
    return page


def _version(request: Request) -> int | None:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 7 else None


@http.needs(ANSWER)
@require_POST
def request_step_act(request: Request, reference: str, pk: Any, act: str) -> HttpResponseBase:
    """One click: done, or open again."""
    page = _page(request, reference)
    if act not in ACTS:
        raise Http404
    step = selectors.step_in(page.row, pk)
    done = gettext("Done.") if act == "tick" else gettext("Open again.")
    to = f"{page.back()}#panel-steps"
    return http.act(request, done, to, lambda: ACTS[act](actor=page.actor, step=step, version=_version(request)))


class StepAdd(OfRequest, FormPage):
    permission, title, form = ANSWER, _("New step"), forms.StepForm
    button, done = _("Add"), _("The step is added.")

    def save(self, answers: dict[str, Any]) -> RequestStep:
        return services.request_step_add(actor=self.actor, request=self.row, **answers)

    def back(self) -> str:
        return f"{super().back()}#panel-steps"


class StepSkip(OfRequest, FormPage):
    permission, title, form = ANSWER, _("Does not apply"), forms.WhyForm
    button, done = _("Leave it out"), _("It is left out, with your reason.")

    @cached_property
    def step(self) -> RequestStep:
        found: RequestStep = selectors.step_in(self.row, self.kwargs["pk"])
        return found

    def admit(self) -> None:
        super().admit()
        self.step  # noqa: B018 - found, or 404

    @property
    def lead(self) -> str:  # type: ignore[override]
        return self.step.text

    def back(self) -> str:
        return f"{super().back()}#panel-steps"

    def save(self, answers: dict[str, Any]) -> RequestStep:
        return services.request_step_skip(actor=self.actor, step=self.step, **answers)


@http.needs(ANSWER)
@require_POST
def inquiries_propose(request: Request, reference: str) -> HttpResponseBase:
    page = _page(request, reference)

    def said(count: int) -> str:
        return gettext("Added: %(count)s.") % {"count": count} if count else gettext("Nothing new there.")

    def run() -> int:
        return services.inquiries_propose(actor=page.actor, request=page.row)

    return http.act(request, said, f"{page.back()}#panel-places", run)


class PlaceAdd(OfRequest, FormPage):
    permission, title, form = ANSWER, _("Another place to search"), forms.PlaceForm
    lead = _("A mailbox, an archive, somebody to ask.")
    button, done = _("Add"), _("The place is added.")

    def save(self, answers: dict[str, Any]) -> Inquiry:
        return services.inquiry_add(actor=self.actor, request=self.row, **answers)

    def back(self) -> str:
        return f"{super().back()}#panel-places"


class PlaceAnswer(OfRequest, FormPage):
    permission, title, form = ANSWER, _("What was found?"), forms.ResultForm

    def find(self) -> Inquiry:
        found: Inquiry = selectors.inquiry_in(self.row, self.kwargs["pk"])
        return found

    @property
    def lead(self) -> str:  # type: ignore[override]
        return self.object.name

    def save(self, answers: dict[str, Any]) -> Inquiry:
        return services.inquiry_answer(actor=self.actor, inquiry=self.object, version=self.version, **answers)

    def back(self) -> str:
        return f"{super().back()}#panel-places"


@http.needs(ANSWER)
@require_POST
def inquiry_drop(request: Request, reference: str, pk: Any) -> HttpResponseBase:
    page = _page(request, reference)
    row = selectors.inquiry_in(page.row, pk)

    def run() -> None:
        services.inquiry_drop(actor=page.actor, inquiry=row)

    return http.act(request, gettext("The place is taken off."), f"{page.back()}#panel-places", run)


class NoteAdd(OfRequest, FormPage):
    permission, title, form = ANSWER, _("Write in the log"), forms.NoteForm
    lead = _("It cannot be changed afterwards. The words are erased together with who asked.")
    button, done = _("Write it down"), _("It is written down.")

    def save(self, answers: dict[str, Any]) -> RequestEntry:
        return services.request_note(actor=self.actor, request=self.row, **answers)

    def back(self) -> str:
        return f"{super().back()}#panel-log"
