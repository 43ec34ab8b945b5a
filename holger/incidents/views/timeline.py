"""The timeline: on a page of its own, written to from the case's page, and kept fresh while one looks at it."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import resolve
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from holger.core.errors import RuleBroken
from holger.core.registry import registry
from holger.core.requests import Request
from holger.incidents.forms.timeline import CorrectionForm, EntryForm
from holger.incidents.models import Entry, Incident
from holger.incidents.permissions import VIEW, WORK
from holger.incidents.selectors.timeline import PAGE, Told, entry_in, stamp_of
from holger.incidents.services import timeline as services
from holger.incidents.tables.timeline import add_url, line_of, may_write, reading, shown_lines, stamp_words
from holger.incidents.views.of_case import OfCase
from holger.ui import http
from holger.ui.pages import FormPage, Page
from holger.ui.pages.detail import Shown

FRESH = ("clocks",)


def wanted(request: Request) -> int:
    """How many lines the reader has asked for."""
    asked = request.GET.get("shown", "")
    return max(1, int(asked)) if asked.isdigit() and len(asked) < 5 else PAGE


class Timeline(OfCase, Page):
    permission, title, template = VIEW, _("Timeline"), "incidents/timeline.html"

    def heading(self) -> str:
        return gettext("Timeline of %(reference)s") % {"reference": self.incident.reference}

    @property
    def lead(self) -> str:  # type: ignore[override]
        return self.incident.title

    def lines(self) -> dict[str, Any]:
        return shown_lines(self.request, self.incident, self.request.GET.get("kind", ""), wanted(self.request))

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if http.is_partial(request):
            return render(request, "incidents/_timeline_lines.html", self.lines())
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        form = EntryForm(actor=self.actor, **EntryForm.SMALL) if may_write(self.request, self.incident) else None
        return {**self.lines(), "form": form, "add_url": add_url(self.request, self.incident)}


class EntryAdd(OfCase, Page):
    """Where the small form is sent. With htmx the timeline is drawn anew, without the case's page is."""

    permission, title, template = WORK, _("Timeline"), "incidents/timeline.html"

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return HttpResponseRedirect(self.at("timeline"))

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = EntryForm(request.POST, actor=self.actor, **EntryForm.SMALL)
        if not (form.is_valid() and self._added(form)):
            return self._answer(form, 200 if http.is_partial(request) else 422)
        if http.is_partial(request):
            return self._answer(EntryForm(actor=self.actor, **EntryForm.SMALL), 200)
        http.tell(request, _("It stands in the timeline."))
        return HttpResponseRedirect(f"{self.back()}#panel-timeline")

    def _added(self, form: Any) -> bool:
        try:
            services.entry_add(actor=self.actor, incident=self.incident, **form.answers)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, broken.message)
            return False
        return True

    def _answer(self, form: Any, status: int) -> HttpResponse:
        told = {**shown_lines(self.request, self.incident), "add_url": add_url(self.request, self.incident)}
        template = "incidents/_timeline.html" if http.is_partial(self.request) else ""
        return self.render(template, status, **told, form=form, refocus=True)


class EntryCorrect(OfCase, FormPage):
    permission, title, form, template = WORK, _("Put a line right"), CorrectionForm, "incidents/entry_correct.html"
    lead = _("The old line stays where it is, struck through, and the new one stands beside it.")
    button, done = _("Put it right"), _("It is put right. Both lines stand in the timeline.")

    @cached_property
    def entry(self) -> Entry:
        found = entry_in(self.actor, self.incident, self.kwargs["pk"])
        if found is None or found.told:
            raise Http404
        return found

    def admit(self) -> None:
        super().admit()
        self.entry  # noqa: B018 - found, or 404

    def initial(self) -> dict[str, Any]:
        return {"text": self.entry.text, "kind": self.entry.kind, "at": self.entry.at}

    def save(self, answers: dict[str, Any]) -> Entry:
        return services.entry_add(actor=self.actor, incident=self.incident, corrects=self.entry, **answers)

    def back(self) -> str:
        return f"{super().back()}#panel-timeline"

    def context(self) -> dict[str, Any]:
        told = Told([self.entry], 1, (), {})
        return {"line": line_of(self.entry, told, self.incident.pk, {}, "", reading())}


@method_decorator(never_cache, name="dispatch")
class Live(OfCase, Page):
    """What is new on a case's page since it was drawn: nothing (204), or the parts that changed."""

    permission, title, template = VIEW, _("Timeline"), "incidents/_live.html"

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        seen, now = request.GET.get("seen", ""), stamp_words(stamp_of(self.actor, self.incident))
        if seen == now:
            return HttpResponse(status=204)
        before = seen.partition("-")[0]
        fresh = int(now.partition("-")[0]) - int(before) if before.isdigit() and len(before) < 9 else 0
        page = self._page()
        told = shown_lines(request, self.incident, request.GET.get("kind", ""), wanted(request))
        parts = list(self._parts())
        told |= {"fresh": max(fresh, 0), "parts": parts, "page": page, "badges": page.badges()}
        return render(request, self.template, {**told, "object": self.incident})

    def _parts(self) -> Iterator[Shown]:
        """The other panels that change by themselves."""
        for panel in registry.panels_for(Incident._meta.label_lower):
            if panel.key in FRESH and self.actor.may(panel.permission):
                context = panel.context(self.request, self.incident)
                if context is not None:
                    yield Shown(panel, context)

    def _page(self) -> Any:
        """The case's own page, whose parts are drawn anew as they are drawn there."""
        found = resolve(self.back())
        page = found.func.view_class()
        page.setup(self.request, **found.kwargs)
        return page
