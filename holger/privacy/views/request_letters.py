"""Letters to data subjects: choosing one, writing on it, taking it out, and writing down that it was sent."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.requests import Request
from holger.core.words import LANGUAGES, say
from holger.exchange.papers.pages import LANGUAGE_WORDS, ReportPage
from holger.exchange.papers.paper import Paper
from holger.privacy import library, services
from holger.privacy.forms.requests import LetterForm
from holger.privacy.models import RequestLetter, SubjectRequest
from holger.privacy.papers.requests import letter_paper
from holger.privacy.permissions import ANSWER
from holger.privacy.rules.request_letters import Letter, Merged, merge
from holger.privacy.rules.requests import last_day
from holger.privacy.selectors import requests as selectors
from holger.privacy.views.requests import OfRequest, Way
from holger.ui import days, http
from holger.ui.pages import Button, FormPage, Page

LETTERS = _("Letters")


def told(request: SubjectRequest, language: str) -> Mapping[str, str]:
    """What a letter can ask of the request, in the letter's language."""
    with override(language):
        return {
            "recipient": request.asker_name,
            "reference": request.reference,
            "received": days.day(request.received),
            "rights": request.rights_said,
            "due": days.day(request.due),
            "longest": days.day(last_day(request.received, extended=True)),
            "extension_reason": request.extension_reason,
            "decision": request.decision,
            "identity_how": request.identity_how,
            "sender": request.organisation.name,
        }


class LetterList(OfRequest, Page):
    permission, title, template = ANSWER, LETTERS, "privacy/requests/letters.html"
    lead = _("Ready texts in plain words, with what the request tells put in.")

    def context(self) -> dict[str, Any]:
        sent = set(selectors.entries_of(self.row).filter(what="letter_sent").values_list("about", flat=True))
        language = get_language()
        rows = [
            (letter, say(letter.title, language), say(letter.about, language), self.at("request-letter", letter=key))
            for key, letter in library.letters().items()
        ]
        return {"rows": [(*row, row[0].key in sent) for row in rows]}


class OfLetter(OfRequest):
    """``?language=da``; without, in the organisation's."""

    @cached_property
    def letter(self) -> Letter:
        found = library.letters().get(self.kwargs["letter"])
        if found is None:
            raise Http404
        return found

    def admit(self) -> None:
        super().admit()
        self.letter  # noqa: B018 - found, or 404

    @cached_property
    def language(self) -> str:
        asked = self.request.GET.get("language", "")
        return asked if asked in LANGUAGES else self.row.organisation.language

    @cached_property
    def draft(self) -> RequestLetter | None:
        return selectors.draft_of(self.row, self.letter.key, self.language)

    @cached_property
    def merged(self) -> Merged:
        return merge(self.letter, told(self.row, self.language), self.language)

    @property
    def text(self) -> Any:
        return self.draft or self.merged

    def page(self, name: str) -> str:
        return f"{self.at(name, letter=self.letter.key)}?language={self.language}"

    def way(self) -> Way:
        own = (say(self.letter.title, get_language()), self.page("request-letter"))
        return [*super().way(), (LETTERS, self.at("request-letters")), own]

    def back(self) -> str:
        return self.page("request-letter")


class LetterDetail(OfLetter, Page):
    permission, title, template = ANSWER, LETTERS, "privacy/requests/letter.html"

    def heading(self) -> str:
        return say(self.letter.title, get_language())

    def crumbs(self) -> Way:
        return [*super().way()[:-1], (self.heading(), None)]

    def actions(self) -> Sequence[Button]:
        again = gettext("Let go of what was written, and begin with the ready text again?")
        found = [Button(_("PDF or Word"), self.page("request-letter-report"), "file-export")]
        if self.draft is not None:
            url = self.page("request-letter-again")
            found.append(Button(_("Start over"), url, "refresh", post=True, confirm=again))
        found.append(Button(_("Write on it"), self.page("request-letter-write"), "pencil"))
        sent = self.page("request-letter-sent")
        return [*found, Button(_("It is sent"), sent, "send", primary=True, post=True)]

    def context(self) -> dict[str, Any]:
        here = self.at("request-letter", letter=self.letter.key)
        return {
            "letter": self.letter,
            "about": say(self.letter.about, get_language()),
            "text": self.text,
            "draft": self.draft,
            "missing": len(self.merged.missing) if self.draft is None else 0,
            "languages": [(LANGUAGE_WORDS[key], f"{here}?language={key}", key == self.language) for key in LANGUAGES],
        }


class LetterWrite(OfLetter, FormPage):
    permission, title, form = ANSWER, _("Write on the letter"), LetterForm
    lead = _("Short sentences, no jargon. What you write here is kept until who asked is erased.")

    def find(self) -> RequestLetter | None:
        return self.draft

    def initial(self) -> dict[str, Any]:
        return {} if self.draft else {"subject": self.merged.subject, "text": self.merged.text}

    def save(self, answers: dict[str, Any]) -> RequestLetter:
        return services.request_letter_write(
            actor=self.actor,
            request=self.row,
            letter=self.letter.key,
            language=self.language,
            version=self.version,
            **answers,
        )


class LetterReport(OfLetter, ReportPage):
    permission, title, offers = ANSWER, _("On paper"), ("pdf", "docx")
    lead = _("The letter as it stands now.")

    def about(self) -> str:
        return f"{self.row.reference} {self.letter.key}"

    def paper(self, language: str) -> Paper:
        draft = selectors.draft_of(self.row, self.letter.key, language)
        text = draft or merge(self.letter, told(self.row, language), language)
        return letter_paper(self.request, language, self.row.reference, self.letter, text.subject, text.text)


def _page(request: Request, reference: str, letter: str) -> LetterDetail:
    page = LetterDetail()
    page.setup(request, reference=reference, letter=letter)
    page.letter  # noqa: B018 - found, or 404
    page.row  # noqa: B018 - likewise
    return page


@http.needs(ANSWER)
@require_POST
def letter_again(request: Request, reference: str, letter: str) -> HttpResponseBase:
    page = _page(request, reference, letter)

    def run() -> None:
        services.request_letter_again(actor=page.actor, request=page.row, letter=letter, language=page.language)

    return http.act(request, gettext("It is the ready text again."), page.back(), run)


@http.needs(ANSWER)
@require_POST
def letter_sent(request: Request, reference: str, letter: str) -> HttpResponseBase:
    page = _page(request, reference, letter)

    def run() -> None:
        services.request_letter_sent(actor=page.actor, request=page.row, letter=letter, language=page.language)

    return http.act(request, gettext("It stands in the log that the letter was sent."), page.at("request-letters"), run)
