"""Letters to those who were hit: choosing one, writing on it, and writing down that it was sent."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core import dates
from holger.core.words import say
from holger.exchange.papers.pages import LANGUAGE_WORDS, ReportPage
from holger.exchange.papers.paper import Paper
from holger.incidents import library
from holger.incidents.forms.cases import LetterForm, SentForm
from holger.incidents.models.notices import LetterDraft, SentNotice
from holger.incidents.papers.notices import letter_paper
from holger.incidents.permissions import NOTIFY, VIEW
from holger.incidents.rules.clocks import Clock
from holger.incidents.rules.letters import Letter, Merged
from holger.incidents.selectors.sheets import draft_of, letters_sent
from holger.incidents.services import notices as services
from holger.incidents.views.common import Way, found
from holger.incidents.views.of_case import InLanguage, OfCase
from holger.ui import http
from holger.ui.pages import Button, FormPage, Page

LETTERS = _("Letters")


class LetterList(OfCase, Page):
    permission, title, template = VIEW, LETTERS, "incidents/letters.html"
    lead = _(
        "To the people concerned, customers and controllers: ready texts in plain words, with what the case tells put in."
    )

    def context(self) -> dict[str, Any]:
        language = get_language()
        sent = letters_sent(self.case)
        return {
            "rows": [
                (
                    letter,
                    say(letter.title, language),
                    say(letter.about, language),
                    self.at("letter", letter=key),
                    key in sent,
                )
                for key, letter in library.letters().items()
            ]
        }


class OfLetter(InLanguage, OfCase):
    """``?language=da``"""

    @cached_property
    def letter(self) -> Letter:
        return found(library.letters().get(self.kwargs["letter"]))

    def admit(self) -> None:
        super().admit()
        self.letter  # noqa: B018 - found, or 404

    @cached_property
    def draft(self) -> LetterDraft | None:
        return draft_of(self.case, self.letter, self.language)

    @cached_property
    def merged(self) -> Merged:
        return self.desk.letter(self.letter, self.language)

    @cached_property
    def clock(self) -> Clock | None:
        """The deadline that it answers: the one that presses most."""
        return next((each for each in self.case.clocks if each.rule.key in self.letter.clocks), None)

    def page(self, name: str) -> str:
        return f"{self.at(name, letter=self.letter.key)}?language={self.language}"

    def way(self) -> Way:
        own = (say(self.letter.title, get_language()), self.page("letter"))
        return [*super().way(), (LETTERS, self.at("letters")), own]

    def back(self) -> str:
        return self.page("letter")


class LetterDetail(OfLetter, Page):
    permission, title, template = VIEW, LETTERS, "incidents/letter.html"

    def heading(self) -> str:
        return say(self.letter.title, get_language())

    def crumbs(self) -> Way:
        return [*super().way()[:-1], (self.heading(), None)]

    def actions(self) -> list[Button]:
        again = gettext("Let go of what was written, and begin with the ready text again?")
        found = [Button(_("PDF or Word"), self.page("letter-report"), "file-export")]
        if self.draft is not None:
            found.append(
                Button(
                    _("Start over"), self.page("letter-again"), "refresh", permission=NOTIFY, post=True, confirm=again
                )
            )
        found += [
            Button(_("Write on it"), self.page("letter-write"), "pencil", permission=NOTIFY),
            Button(_("Write down as sent"), self.page("letter-sent"), "send", primary=True, permission=NOTIFY),
        ]
        return found

    def shown_actions(self) -> list[Button]:
        return self.allowed(self.actions(), self.incident)

    def context(self) -> dict[str, Any]:
        language, fields = get_language(), self.letter.fields
        text = self.draft or self.merged
        here = self.at("letter", letter=self.letter.key)
        return {
            "letter": self.letter,
            "about": say(self.letter.about, language),
            "text": text,
            "draft": self.draft,
            "missing": [] if self.draft else [say(fields[key].label, language) for key in self.merged.missing],
            "fill_url": self.fill_url,
            "languages": [
                (word, f"{here}?language={key}", key == self.language) for key, word in LANGUAGE_WORDS.items()
            ],
        }

    @property
    def fill_url(self) -> str:
        """Where whoever may fills in what is missing: the form that answers the same deadline."""
        if not self.actor.may(NOTIFY, self.incident):
            return ""
        sheet = next((each for each in library.sheets().values() if set(each.clocks) & set(self.letter.clocks)), None)
        return self.at("sheet-fill", sheet=sheet.key) if sheet is not None else ""


class LetterWrite(OfLetter, FormPage):
    permission, title, form = NOTIFY, _("Write on the letter"), LetterForm
    lead = _("Short sentences, no jargon. What you write here is kept, and no longer follows the case.")

    def find(self) -> LetterDraft | None:
        return self.draft

    def initial(self) -> dict[str, Any]:
        return {} if self.draft else {"subject": self.merged.subject, "text": self.merged.text}

    def save(self, answers: dict[str, Any]) -> LetterDraft:
        return services.letter_write(
            actor=self.actor,
            incident=self.incident,
            letter=self.letter.key,
            language=self.language,
            version=self.version,
            **answers,
        )


class LetterSent(OfLetter, FormPage):
    permission, title, form, template = NOTIFY, _("Write down as sent"), SentForm, "incidents/sent.html"
    lead = _("Written down for good: when, by whom, to whom, and the letter as it was.")
    button, done = _("Write it down"), _("It is written down, and the copy is kept with its fingerprint.")

    @cached_property
    def content(self) -> dict[str, Any]:
        text = self.draft or self.merged
        return {"letter": self.letter.key, "language": self.language, "subject": text.subject, "text": text.text}

    def initial(self) -> dict[str, Any]:
        recipient = say(self.clock.to, self.language) if self.clock is not None else ""
        return {"at": dates.now(), "recipient": recipient, "seen": services.digest_of(self.content)}

    def save(self, answers: dict[str, Any]) -> SentNotice:
        clock = self.clock.key if self.clock is not None else ""
        return services.notice_record(
            actor=self.actor,
            incident=self.incident,
            clock=clock,
            letter=self.letter.key,
            language=self.language,
            **answers,
        )

    def next(self, obj: Any) -> str:
        return self.at("notice", pk=obj.pk)

    def context(self) -> dict[str, Any]:
        missing = 0 if self.draft else len(self.merged.missing)
        return {"letter": self.content, "missing": missing, "digest": services.digest_of(self.content)}


class LetterReport(OfLetter, ReportPage):
    permission, title, offers = VIEW, _("On paper"), ("pdf", "docx")
    lead = _("The letter as it stands now.")

    def about(self) -> str:
        return f"{self.incident.reference} {self.letter.key}"

    def told(self) -> list[Any]:
        return [say(self.letter.title, get_language())]

    def paper(self, language: str) -> Paper:
        text = draft_of(self.case, self.letter, language) or self.desk.letter(self.letter, language)
        return letter_paper(self.request, language, self.incident, text.subject, text.text)


@http.needs(NOTIFY)
@require_POST
def letter_again(request: HttpRequest, reference: str, letter: str) -> HttpResponseBase:
    page = LetterDetail()
    page.setup(request, reference=reference, letter=letter)
    page.letter  # noqa: B018 - found, or 404

    def run() -> None:
        services.letter_start_over(actor=page.actor, incident=page.incident, letter=letter, language=page.language)

    return http.act(request, gettext("It is the ready text again."), page.page("letter"), run)
