"""A form of an authority, filled in from the case: to be copied field by field, taken as a file, completed, and written down as sent."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.words import say
from holger.exchange.papers.pages import LANGUAGE_WORDS, ReportPage
from holger.exchange.papers.paper import Paper
from holger.incidents import library
from holger.incidents.forms.cases import SentForm, SheetForm, shown
from holger.incidents.models.notices import CaseAnswers, SentNotice
from holger.incidents.papers.notices import sheet_paper
from holger.incidents.permissions import NOTIFY, VIEW
from holger.incidents.rules.clocks import Clock
from holger.incidents.rules.sheets import Asked, Filled, Sheet, Standing, written
from holger.incidents.selectors.law import recipients_under
from holger.incidents.selectors.sheets import OF_PROFILE, read
from holger.incidents.services import notices as services
from holger.incidents.tables.clocks import line
from holger.incidents.views.common import Way, found
from holger.incidents.views.of_case import InLanguage, OfCase
from holger.ui.pages import Button, FormPage, Page

FORMS = ("pdf", "docx")
OURS = frozenset(
    (*OF_PROFILE, "entity_name", "reference", "earlier_receipt", "detected_at", "aware_at", "classified_at")
)
"""What is not filled in here: it stands in the settings, comes of itself, or would make the form say another time than the deadline."""


class OfSheet(InLanguage, OfCase):
    """``?clock=key&language=da``: the deadline that it answers, where it may answer several, and the language of the copy."""

    @cached_property
    def sheet(self) -> Sheet:
        return found(library.sheets().get(self.kwargs["sheet"]))

    def admit(self) -> None:
        super().admit()
        self.sheet  # noqa: B018 - found, or 404

    @cached_property
    def clock(self) -> Clock | None:
        """The one that was asked for, else the one that presses most among those that the form answers."""
        fits = [each for each in self.case.clocks if each.rule.key in self.sheet.clocks]
        asked = self.request.GET.get("clock", "")
        return next((each for each in fits if each.key == asked), next(iter(fits), None))

    @cached_property
    def filled(self) -> Filled:
        return self.desk.sheet(self.sheet, self.language, self.clock)

    @property
    def state(self) -> str:
        """What is carried along from page to page."""
        clock = f"clock={self.clock.key}&" if self.clock is not None else ""
        return f"?{clock}language={self.language}"

    def page(self, name: str) -> str:
        return self.at(name, sheet=self.sheet.key) + self.state

    def way(self) -> Way:
        return [*super().way(), (say(self.sheet.title, get_language()), self.page("sheet"))]

    def back(self) -> str:
        return self.page("sheet")


class SheetDetail(OfSheet, Page):
    permission, title, template = VIEW, _("Notification"), "incidents/sheet.html"

    def heading(self) -> str:
        return say(self.sheet.title, get_language())

    def crumbs(self) -> Way:
        return [*super().way()[:-1], (self.heading(), None)]

    def actions(self) -> Sequence[Button]:
        return [
            Button(_("PDF or Word"), self.page("sheet-report"), "file-export"),
            Button(_("Fill in"), self.page("sheet-fill"), "pencil", permission=NOTIFY),
            Button(_("Write down as sent"), self.page("sheet-sent"), "send", primary=True, permission=NOTIFY),
        ]

    def shown_actions(self) -> list[Button]:
        return self.allowed(self.actions(), self.incident)

    def context(self) -> dict[str, Any]:
        clock, filled, asked = self.clock, self.filled, len(self.filled.lines)
        there = sum(each.standing in (Standing.FILLED, Standing.UNKNOWN) for each in filled.lines)
        regime = clock.rule.regime if clock is not None else ""
        here = self.at("sheet", sheet=self.sheet.key)
        carried = f"?clock={clock.key}&" if clock is not None else "?"
        return {
            "sheet": self.sheet,
            "about": say(self.sheet.about, get_language()),
            "filled": filled,
            "line": replace(line(self.request, self.desk, clock), action=None) if clock is not None else None,
            "there": there,
            "asked": asked,
            "missing": len(filled.missing),
            "percent": 100 * there // asked if asked else 0,
            "recipients": recipients_under(self.actor, regime, self.case.law.place.country),
            "languages": [
                (word, f"{here}{carried}language={key}", key == self.language) for key, word in LANGUAGE_WORDS.items()
            ],
            "files": [(word, f"{self.page('sheet-file')}&as={form}") for form, word in FILES.items()],
            "whole": filled.as_text(),
        }


FILES = {"txt": _("Text"), "json": "JSON"}


class SheetFile(OfSheet, Page):
    """The copy as plain text, or as JSON for programs."""

    permission, title = VIEW, _("Notification")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = request.GET.get("as", "txt")
        if form not in FILES:
            raise Http404
        answer: HttpResponse
        if form == "json":
            answer = JsonResponse(self.filled.as_data(), json_dumps_params={"ensure_ascii": False, "indent": 2})
        else:
            answer = HttpResponse(self.filled.as_text(), content_type="text/plain; charset=utf-8")
        name = slugify(f"{self.incident.reference}-{self.sheet.key}-{self.language}")
        answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
        answer["Cache-Control"] = "no-store"
        services.copy_taken(actor=self.actor, incident=self.incident, sheet=self.sheet.key, form=form)
        return answer


class SheetReport(OfSheet, ReportPage):
    permission, title, offers = VIEW, _("On paper"), FORMS
    lead = _("The form as it is filled in now, in the authority’s order.")

    def about(self) -> str:
        return f"{self.incident.reference} {self.sheet.key}"

    def told(self) -> list[Any]:
        return [say(self.sheet.title, get_language())]

    def paper(self, language: str) -> Paper:
        filled = self.desk.sheet(self.sheet, language, self.clock)
        return sheet_paper(self.request, language, self.incident, filled.as_data(), say(self.sheet.title, language))


class SheetFill(OfSheet, FormPage):
    """Only what the form asks for; what stands in the settings or comes of itself is not asked again."""

    permission, title, form, template = NOTIFY, _("Fill in"), SheetForm, "incidents/sheet_fill.html"
    lead = _("What you leave empty is taken from the case. “We do not know yet” is an answer where the law takes it.")

    @cached_property
    def asked(self) -> list[Asked]:
        return [each for each in self.sheet.fields if each.of.key not in OURS]

    def find(self) -> CaseAnswers | None:
        return self.desk.kept

    def given(self) -> dict[str, Any]:
        language = (get_language() or "en")[:2]
        told, show = self.desk.told(self.clock), self.desk.show(language)
        words = {
            each.of.key: written(told[each.of.key], each.of.kind, language, show)
            for each in self.asked
            if told.get(each.of.key) not in (None, "", [])
        }
        return {"asked": self.asked, "told": words, "missing": self.filled.missing}

    def initial(self) -> dict[str, Any]:
        return self.as_shown(self.desk.kept)

    def as_shown(self, row: CaseAnswers) -> dict[str, Any]:
        answers = {key: read(key, value) for key, value in row.answers.items()}
        return shown(self.asked, answers) | {"version": row.version}

    def save(self, answers: dict[str, Any]) -> CaseAnswers:
        version = None if self.desk.kept._state.adding else self.version
        return services.answers_set(actor=self.actor, incident=self.incident, answers=self.bound.told, version=version)

    def _form_of(self, current: Any) -> Any:
        return self.form(actor=self.actor, initial=self.as_shown(current), **self.given())

    def next(self, obj: Any) -> str:
        return self.back()

    def context(self) -> dict[str, Any]:
        return {"profile_url": self.url("incidents:settings")}


class SheetSent(OfSheet, FormPage):
    """The copy is frozen as it stands on this page; if it changes before it is saved, nothing is."""

    permission, title, form, template = NOTIFY, _("Write down as sent"), SentForm, "incidents/sent.html"
    lead = _("Written down for good: when, by whom, the receipt, and the copy as it was.")
    button, done = _("Write it down"), _("It is written down, and the copy is kept with its fingerprint.")

    @cached_property
    def digest(self) -> str:
        return services.digest_of(self.filled.as_data())

    def initial(self) -> dict[str, Any]:
        recipient = say(self.clock.to, self.language) if self.clock is not None else ""
        return {"at": dates.now(), "recipient": recipient, "seen": self.digest}

    def save(self, answers: dict[str, Any]) -> SentNotice:
        clock = self.clock.key if self.clock is not None else ""
        return services.notice_record(
            actor=self.actor,
            incident=self.incident,
            clock=clock,
            sheet=self.sheet.key,
            language=self.language,
            **answers,
        )

    def next(self, obj: Any) -> str:
        return self.at("notice", pk=obj.pk)

    def context(self) -> dict[str, Any]:
        return {"filled": self.filled, "missing": len(self.filled.missing), "digest": self.digest}
