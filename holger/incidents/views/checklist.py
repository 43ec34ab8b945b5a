"""The checklist of a case: put to use, ticked, left out, added to."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.errors import Conflict, RuleBroken
from holger.core.requests import Request
from holger.incidents.forms.working import NoteForm, SkipForm, StepForm
from holger.incidents.models import Step
from holger.incidents.permissions import VIEW, WORK
from holger.incidents.selectors.checklist import checklist_of, step_of
from holger.incidents.services import checklist as services
from holger.incidents.tables import working as shown
from holger.incidents.views.common import found
from holger.incidents.views.of_case import OfCase
from holger.ui import http
from holger.ui.pages import FormPage, Page

ACTS = {"tick": services.step_tick, "untick": services.step_untick}


class Checklist(OfCase, Page):
    permission, title, template = VIEW, _("Checklist"), "incidents/checklist.html"

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.incident.reference} {self.incident.title}"

    def context(self) -> dict[str, Any]:
        return shown.checklist(self.request, self.incident)


@http.needs(WORK)
@require_POST
def playbook_use(request: Request, reference: str) -> HttpResponseBase:
    page = Checklist()
    page.setup(request, reference=reference)
    incident, key = page.incident, request.POST.get("playbook", "")
    return http.act(
        request,
        gettext("The steps are in the checklist."),
        f"{page.back()}#panel-checklist",
        lambda: services.playbook_use(actor=page.actor, incident=incident, playbook=key),
    )


@http.needs(WORK)
@require_POST
def step_act(request: Request, reference: str, pk: Any, act: str) -> HttpResponseBase:
    """One click: done, or open again. Whoever was slower is told, and shown how it stands."""
    page = Checklist()
    page.setup(request, reference=reference)
    if act not in ACTS:
        raise Http404
    step, sent = found(step_of(page.actor, page.incident, pk)), request.POST.get("version", "")
    version = int(sent) if sent.isdigit() and len(sent) < 7 else None
    run = ACTS[act]
    if not http.is_partial(request):
        to = http.way_back(request, request.POST.get("back", ""), f"{page.back()}#panel-checklist")
        return http.act(request, done(act), to, lambda: run(actor=page.actor, step=step, version=version))
    return _drawn(page, act, step, lambda: run(actor=page.actor, step=step, version=version))


def done(act: str) -> str:
    return gettext("Done.") if act == "tick" else gettext("Open again.")


def _drawn(page: Checklist, act: str, step: Step, run: Any) -> HttpResponse:
    said, wrong = done(act), False
    try:
        run()
    except RuleBroken as broken:
        said, wrong = broken.message, True
    except Conflict:
        said, wrong = gettext("Somebody else was quicker. This is how it stands now."), True
    told = {**shown.checklist(page.request, page.incident, step.pk), "said": said, "wrong": wrong}
    return render(page.request, "incidents/_checklist.html", told)


class OfStep(OfCase, FormPage):
    permission = WORK

    @cached_property
    def step(self) -> Step:
        return found(step_of(self.actor, self.incident, self.kwargs["pk"]))

    def admit(self) -> None:
        super().admit()
        self.step  # noqa: B018 - found, or 404

    @property
    def lead(self) -> str:  # type: ignore[override]
        return self.step.text

    def back(self) -> str:
        return f"{super().back()}#panel-checklist"


class StepSkip(OfStep):
    title, form, button = _("Does not apply"), SkipForm, _("Leave it out")
    done = _("It is left out, with your reason.")

    def initial(self) -> dict[str, Any]:
        return {"version": self.step.version}

    def save(self, answers: dict[str, Any]) -> Step:
        return services.step_skip(actor=self.actor, step=self.step, version=self.version, **answers)


class StepNote(OfStep):
    title, form = _("Note on a step"), NoteForm

    def initial(self) -> dict[str, Any]:
        return {"note": self.step.note, "version": self.step.version}

    def save(self, answers: dict[str, Any]) -> Step:
        return services.step_note(actor=self.actor, step=self.step, version=self.version, **answers)


class StepAdd(OfCase, FormPage):
    permission, title, form = WORK, _("New step"), StepForm
    button, done = _("Add"), _("The step is added.")

    def given(self) -> dict[str, Any]:
        phases = {
            each.steps[0].step.phase: each.title for each in checklist_of(self.actor, self.incident) if each.title
        }
        return {"phases": list(phases.items())}

    def save(self, answers: dict[str, Any]) -> Step:
        return services.step_add(actor=self.actor, incident=self.incident, **answers)

    def back(self) -> str:
        return f"{super().back()}#panel-checklist"
