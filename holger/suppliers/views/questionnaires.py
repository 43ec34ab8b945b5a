"""Questionnaires: the list, one with its versions, and the builder."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from holger.core.errors import NotFound
from holger.core.registry import registry
from holger.core.words import say
from holger.suppliers import services
from holger.suppliers.filters.questionnaires import QuestionnaireFilter
from holger.suppliers.forms.questionnaires import QuestionForm, SectionForm, TextsForm, TitleForm, initial_of
from holger.suppliers.models.questionnaires import Questionnaire, QuestionnaireVersion, VersionState
from holger.suppliers.permissions import QUESTIONNAIRE_EDIT, QUESTIONNAIRE_SEND, QUESTIONNAIRE_VIEW
from holger.suppliers.rules.questions import Question, Section
from holger.suppliers.selectors import questionnaires as selectors
from holger.suppliers.tables import questionnaires as tables
from holger.ui import cells, http
from holger.ui.pages import Button, DetailPage, Empty, Fact, FormPage, ListPage, Page

MENU = "suppliers:questionnaire-list"
Way = list[tuple[Any, str | None]]


class QuestionnaireList(ListPage):
    permission, title, menu, name = QUESTIONNAIRE_VIEW, _("Questionnaires"), MENU, "questionnaires"
    lead = _(
        "What you ask your suppliers. A published version never changes; to ask something else you begin the next."
    )
    filters, columns, default_sort = QuestionnaireFilter, tables.COLUMNS, "reference"
    searched = ("reference", "title")
    register = "questionnaires"
    create = ("suppliers:questionnaire-create", QUESTIONNAIRE_EDIT, _("New questionnaire"))
    empty = Empty(
        _("No questionnaires yet"),
        _(
            "Begin with the ready one: 30 questions about security in Danish and English, with what a good answer holds."
        ),
        ((_("See the ready one"), "suppliers:questionnaire-ready", True),),
    )

    def rows(self) -> QuerySet[Questionnaire]:
        here = self.actor.organisation_id
        published = Q(versions__state=VersionState.PUBLISHED, versions__organisation_id=here)
        rows = selectors.questionnaires_for(self.actor).select_related("owner")
        return rows.annotate(newest=Max("versions__number", filter=published), sent=selectors.sent_count())

    def actions(self) -> Sequence[Button]:
        return (
            Button(_("Sent questionnaires"), self.url("suppliers:sending-list"), "send"),
            Button(
                _("The ready one"), self.url("suppliers:questionnaire-ready"), "books", permission=QUESTIONNAIRE_EDIT
            ),
            *super().actions(),
        )


class Ready(Page):
    """The ready questionnaire, to be read before it is taken over by one click."""

    permission, title, menu = QUESTIONNAIRE_EDIT, _("The ready questionnaire"), MENU
    template = "suppliers/questionnaires/ready.html"

    def crumbs(self) -> Way:
        return [(QuestionnaireList.title, self.url(MENU)), (self.title, None)]

    def context(self) -> dict[str, Any]:
        from holger.suppliers.library import questionnaire

        ready = questionnaire()
        return {
            "intro": say(ready.intro, get_language()),
            "name": say(ready.title, get_language()),
            "parts": drawn(ready.sections),
            "count": len(ready.questions),
        }


@http.needs(QUESTIONNAIRE_EDIT)
@require_POST
def adopt(request: HttpRequest) -> HttpResponseBase:
    made: list[Questionnaire] = []

    def run() -> None:
        made.append(services.questionnaire_adopt(actor=request.actor))

    answer = http.act(request, gettext("It is yours now, and can be sent."), request.url(MENU), run)
    return redirect(request.base + made[0].path) if made else answer


def drawn(sections: Sequence[Section]) -> list[tuple[Section, str, list[tuple[Question, str, str, list[str]]]]]:
    """Sections with their questions in the reader's language."""
    language = get_language()
    return [
        (
            section,
            say(section.title, language),
            [(each, say(each.text, language), say(each.help, language), tables.told_of(each)) for each in section.questions],
        )
        for section in sections
    ]  # fmt: skip


class QuestionnaireCreate(FormPage):
    permission, title, menu = QUESTIONNAIRE_EDIT, _("New questionnaire"), MENU
    form, done = TitleForm, _("Write the first section.")

    def crumbs(self) -> Way:
        return [(QuestionnaireList.title, self.url(MENU)), (self.title, None)]

    def save(self, answers: dict[str, Any]) -> Questionnaire:
        return services.questionnaire_create(actor=self.actor, title=self.bound.title)


class OfQuestionnaire:
    """A page about one questionnaire."""

    actor: Any
    request: Any
    kwargs: dict[str, Any]
    title: Any
    menu = MENU

    def find(self) -> Questionnaire:
        return selectors.questionnaire_of(self.actor, self.kwargs["reference"])

    def at(self, name: str, **kwargs: Any) -> str:
        return http.link(self.request, f"suppliers:{name}", reference=self.kwargs["reference"], **kwargs)

    def crumbs(self) -> Way:
        row: Questionnaire = self.object  # type: ignore[attr-defined]  # every page has one
        listed = (QuestionnaireList.title, http.link(self.request, MENU))
        return [listed, (row.reference, self.request.base + row.path), (self.title, None)]

    @cached_property
    def versions(self) -> list[QuestionnaireVersion]:
        return list(selectors.versions_of(self.actor, self.object))  # type: ignore[attr-defined]

    @property
    def draft(self) -> QuestionnaireVersion:
        """404 where nothing is worked on."""
        newest = self.versions[0]
        if newest.state != VersionState.DRAFT:
            raise NotFound
        return newest


class QuestionnaireDetail(OfQuestionnaire, DetailPage):
    permission, icon = QUESTIONNAIRE_VIEW, selectors.ICON
    template = "suppliers/questionnaires/questionnaire_detail.html"

    def crumbs(self) -> Way:
        return [*super().crumbs()[:1], (self.object.reference, None)]

    @cached_property
    def shown(self) -> QuestionnaireVersion:
        """``?version=2``, else the newest."""
        wanted = self.request.GET.get("version", "")
        if not wanted:
            return self.versions[0]
        found = next((each for each in self.versions if str(each.number) == wanted), None)
        if found is None:
            raise NotFound
        return found

    @property
    def has_draft(self) -> bool:
        return self.versions[0].state == VersionState.DRAFT

    def badges(self) -> Sequence[SafeString]:
        found = [cells.badge(_("Version %(number)s") % {"number": self.shown.number}, "line", "history")]
        draft = self.shown.state == VersionState.DRAFT
        found.append(
            cells.badge(self.shown.get_state_display(), "mid" if draft else "ok", "pencil" if draft else "check")
        )
        if self.object.archived_at:
            found.append(cells.badge(_("Archived"), "line", "archive"))
        return found

    def actions(self) -> Sequence[Button]:
        edit = QUESTIONNAIRE_EDIT
        if self.object.archived_at:
            return [Button(_("Restore"), self.at("questionnaire-restore"), "archive-off", permission=edit, post=True)]
        found = [
            Button(_("Download"), self.at("questionnaire-sheet"), "download"),
            Button(_("Archive"), self.at("questionnaire-archive"), "archive", permission=edit, post=True),
        ]
        if self.has_draft:
            if len(self.versions) > 1:
                question = _("Discard the draft? What is published stays.")
                found.append(Button(_("Discard the draft"), self.at("draft-discard"), "trash", permission=edit, post=True, confirm=question))  # fmt: skip
            found.append(
                Button(_("Publish"), self.at("draft-publish"), "check", primary=True, permission=edit, post=True)
            )
        else:
            found += [
                Button(_("Begin the next version"), self.at("draft-begin"), "pencil", permission=edit, post=True),
                Button(
                    _("Send"),
                    f"{http.link(self.request, 'suppliers:sending-create')}?questionnaire={self.object.reference}",
                    "send",
                    primary=True,
                    permission=QUESTIONNAIRE_SEND,
                ),
            ]
        return found

    def facts(self) -> Sequence[Fact]:
        row, shown = self.object, self.shown
        return [
            Fact(_("Owner"), cells.person(row.owner)),
            Fact(_("Questions"), str(len(shown.read.questions))),
            Fact(_("Published"), cells.date(shown.published_at) if shown.published_at else ""),
            Fact(_("Published by"), shown.published_by),
            Fact(pgettext_lazy("questionnaire", "Sent"), str(shown.sent)),  # type: ignore[attr-defined]
        ]

    def context(self) -> dict[str, Any]:
        read = self.shown.read
        return {
            "shown": self.shown,
            "versions": self.versions,
            "parts": drawn(read.sections),
            "intro": say(read.intro, get_language()),
            "editable": self.shown.state == VersionState.DRAFT and self.actor.may(QUESTIONNAIRE_EDIT, self.object),
        }


class OfDraft(OfQuestionnaire, FormPage):
    permission = QUESTIONNAIRE_EDIT

    def admit(self) -> None:
        super().admit()
        self.draft  # noqa: B018 - found, or 404

    def next(self, obj: Any) -> str:
        return self.request.base + self.object.path


class TextsEdit(OfDraft):
    title, form = _("Title and introduction"), TextsForm

    def initial(self) -> dict[str, Any]:
        read = self.draft.read
        words = (("title", read.title), ("intro", read.intro))
        return {f"{name}_{key}": said.get(key, "") for name, said in words for key in ("da", "en")}

    def save(self, answers: dict[str, Any]) -> None:
        services.texts_set(actor=self.actor, questionnaire=self.object, title=self.bound.title, intro=self.bound.intro)


class SectionEdit(OfDraft):
    """A section's title; without a key a new section."""

    title, form = pgettext_lazy("questionnaire", "Section"), SectionForm

    @cached_property
    def section(self) -> Section | None:
        if not (key := self.kwargs.get("key", "")):
            return None
        found = next((each for each in self.draft.read.sections if each.key == key), None)
        if found is None:
            raise NotFound
        return found

    def initial(self) -> dict[str, Any]:
        title = self.section.title if self.section else {}
        return {f"title_{key}": title.get(key, "") for key in ("da", "en")}

    def save(self, answers: dict[str, Any]) -> None:
        key = self.section.key if self.section else ""
        services.section_put(actor=self.actor, questionnaire=self.object, key=key, title=self.bound.title)


class QuestionEdit(OfDraft):
    """A question of the draft; without a key a new one, in the section of ``?section=``."""

    title, form = _("Question"), QuestionForm

    @cached_property
    def question(self) -> Question | None:
        if not (key := self.kwargs.get("key", "")):
            return None
        found = self.draft.read.by_key.get(key)
        if found is None:
            raise NotFound
        return found

    def given(self) -> dict[str, Any]:
        return {"questionnaire": self.draft.read, "key": self.question.key if self.question else ""}

    def initial(self) -> dict[str, Any]:
        if self.question:
            return initial_of(self.question, self.draft.read)
        return {"section": self.request.GET.get("section", ""), "weight": 1}

    def save(self, answers: dict[str, Any]) -> None:
        services.question_put(
            actor=self.actor,
            questionnaire=self.object,
            section=answers["section"],
            key=self.question.key if self.question else "",
            told=self.bound.told,
        )


def acting(done: Any, service: str, **more: Any) -> Any:
    """A page that does one thing to a questionnaire by a click."""

    @http.needs(QUESTIONNAIRE_EDIT)
    @require_POST
    def view(request: HttpRequest, reference: str, **kwargs: Any) -> HttpResponseBase:
        row = selectors.questionnaire_of(request.actor, reference)

        def run() -> None:
            getattr(services, service)(actor=request.actor, questionnaire=row, **more, **kwargs)

        return http.act(request, str(done), request.base + row.path, run)

    return view


archive = acting(_("Archived."), "questionnaire_archive")
restore = acting(_("Restored."), "questionnaire_restore")
draft_begin = acting(_("This is the next version, as a draft."), "draft_begin")
draft_discard = acting(_("The draft is gone."), "draft_discard")
draft_publish = acting(_("It is published, and can be sent."), "draft_publish")
section_drop = acting(_("The section is gone."), "section_drop")
question_drop = acting(_("The question is gone."), "question_drop")
move_up = acting(_("Moved."), "piece_move", up=True)
move_down = acting(_("Moved."), "piece_move", up=False)


@http.needs(QUESTIONNAIRE_VIEW)
@require_safe
def sheet(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The newest version as a spreadsheet, which imports back."""
    row = selectors.questionnaire_of(request.actor, reference)
    assert registry.exporter is not None
    answer: HttpResponseBase = registry.exporter(
        request, "questionnaires", selectors.questionnaires_for(request.actor).filter(pk=row.pk), "xlsx"
    )
    return answer
