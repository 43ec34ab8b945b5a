"""Screening an activity, and the impact assessments: the list, one of them, and its way to a decision."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.words import say
from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.privacy import library, services
from holger.privacy.filters.dpia import DpiaFilter
from holger.privacy.forms import dpia as forms
from holger.privacy.models import Activity, Dpia, DpiaStatus, DpiaVersion, Screening
from holger.privacy.papers.dpia import dpia_paper
from holger.privacy.permissions import ADVISE, DECIDE, EDIT, MANAGE, VIEW
from holger.privacy.rules.assessments import WAYS, answer_due
from holger.privacy.rules.dpia import Section
from holger.privacy.selectors import dpia as selectors
from holger.privacy.services.dpia import OPINION
from holger.privacy.tables.dpia import COLUMNS, outcome_badge, status_badge
from holger.privacy.views.record import OfActivity
from holger.ui import cells, http
from holger.ui.pages import Button, DetailPage, Empty, Fact, FormPage, ListPage, Page, Tab

MENU = "privacy:dpia-list"
TITLE = _("Impact assessments")
A_YEAR = timedelta(days=365)
Way = Sequence[tuple[Any, str | None]]


# Screening


class ScreeningMake(OfActivity, FormPage):
    """Begins with the answers of the last one."""

    permission, title, form = EDIT, _("Does it take an impact assessment?"), forms.ScreeningForm
    lead = _("Answer each question. holger says what the answers amount to; you say what you do.")
    done = _("The screening is kept.")

    def given(self) -> dict[str, Any]:
        return {"assessment": library.assessment()}

    def initial(self) -> dict[str, Any]:
        last = selectors.screenings_of(self.object).first()
        return {} if last is None else {**last.answers, "needed": "yes" if last.needed else "no", "reason": last.reason}

    def save(self, answers: dict[str, Any]) -> Screening:
        return services.screening_make(actor=self.actor, activity=self.object, **self.bound.told)

    def next(self, obj: Any) -> str:
        return self.at("screening")


class ScreeningDetail(OfActivity, Page):
    """The last screening of an activity, and that there were others."""

    permission, title, template = VIEW, _("Screening for an impact assessment"), "privacy/dpia/screening.html"

    @cached_property
    def object(self) -> Activity:
        return self.find()

    def permission_on(self) -> None:
        self.object  # noqa: B018 - found, or 404

    def actions(self) -> Sequence[Button]:
        found = [Button(_("Screen again"), self.at("screening-make"), "refresh", permission=EDIT)]
        create = Button(_("Begin an assessment"), self.at("dpia-create"), "plus", primary=True, permission=EDIT)
        return [*found, create] if self.screenings and self.screenings[0].needed else found

    def shown_actions(self) -> list[Button]:
        return self.allowed(self.actions(), self.object)

    @cached_property
    def screenings(self) -> list[Screening]:
        return list(selectors.screenings_of(self.object)[:20])

    def context(self) -> dict[str, Any]:
        last = self.screenings[0] if self.screenings else None
        found = selectors.screened_as(last) if last else None
        language, words = get_language(), dict(forms.ANSWERS)
        groups = [
            (group, say(group.title, language), [
                (say(each.text, language), words.get(last.answers.get(each.key, ""), ""), each.key in found.decisive)
                for each in group.criteria
            ])
            for group in library.assessment().groups
        ] if last and found else []  # fmt: skip
        reasons = [gettext(reason.text) % reason.params for reason in found.reasons] if found else []
        return {
            "last": last,
            "badge": outcome_badge(last) if last else "",
            "groups": groups,
            "reasons": reasons,
            "earlier": [(each, outcome_badge(each)) for each in self.screenings[1:]],
        }


# The list


class DpiaList(ListPage):
    permission, title, menu, name = VIEW, TITLE, MENU, "impact-assessments"
    lead = _("What processing that may be risky does to people, and whether it may be done.")
    filters, columns, default_sort = DpiaFilter, COLUMNS, "-reference"
    searched = ("reference", "title", "activity__title")
    tabs = (
        Tab(_("Wait for a decision"), "status=sent&status=consulted"),
        Tab(_("Approved"), "status=approved"),
        Tab(_("Mine"), "owner=me"),
        Tab(_("Archived"), "archived=yes"),
    )
    empty = Empty(
        _("No impact assessments yet"),
        _(
            "Most processing takes none. Open a processing activity and screen it: a score of questions tells if it does, "
            "and the assessment begins from there."
        ),
        ((_("Processing activities"), "privacy:activity-list", True),),
    )

    def rows(self) -> QuerySet[Dpia]:
        return selectors.dpias_for(self.actor).select_related("owner", "activity")


class OfDpia:
    """A page about one assessment."""

    actor: Any
    request: Any
    kwargs: dict[str, Any]
    permission: str
    title: Any
    menu = MENU

    def find(self) -> Dpia:
        rows = selectors.dpias_for(self.actor).select_related("owner", "unit", "activity", "organisation")
        return get_object_or_404(rows, reference=self.kwargs["reference"])

    @cached_property
    def object(self) -> Dpia:
        return self.find()

    def may(self, permission: str) -> bool:
        """Whoever answers for the activity may what whoever owns the assessment may."""
        return bool(self.actor.may(permission, self.object) or self.actor.may(permission, self.object.activity))

    def permission_on(self) -> Any:
        row = self.object
        return None if self.permission == VIEW or self.may(self.permission) else row

    def at(self, name: str, **more: Any) -> str:
        return http.link(self.request, f"privacy:{name}", reference=self.object.reference, **more)

    def way(self) -> Way:
        return [(TITLE, http.link(self.request, MENU)), (self.object.reference, self.request.base + self.object.path)]

    def crumbs(self) -> Way:
        return [*self.way(), (self.title, None)]


def section_named(key: str) -> Section:
    found = next((each for each in library.assessment().sections if each.key == key and key != "advice"), None)
    if found is None:
        raise Http404
    return found


class DpiaDetail(OfDpia, DetailPage):
    permission, icon, template = VIEW, selectors.ICON, "privacy/dpia/dpia_detail.html"

    def crumbs(self) -> Way:
        return [*self.way()[:1], (self.object.reference, None)]

    def badges(self) -> list[SafeString]:
        return [status_badge(self.object)]

    def actions(self) -> Sequence[Button]:
        if self.object.archived_at is not None:
            return [Button(_("Restore"), self.at("dpia-restore"), "archive-off", permission=MANAGE, post=True)]
        return self._open_to(self.steps())

    def more(self) -> Sequence[Button]:
        """What is seldom done, so that the answers to what is asked now stand side by side."""
        status, at = self.object.status, self.at
        found = [Button(_("On paper"), at("dpia-report"), "file-type-pdf")]
        if self.object.archived_at is not None:
            return found
        if status == DpiaStatus.SENT:
            found.append(Button(_("Give an opinion"), at("dpia-advise"), "message", permission=ADVISE))
            found.append(Button(_("Ask the authority"), at("dpia-step", step="consult"), "building", permission=DECIDE))
        if status in (DpiaStatus.APPROVED, DpiaStatus.REJECTED):
            found.append(Button(_("Archive"), at("dpia-archive"), "archive", permission=MANAGE, post=True))
        return self._open_to(found)

    def _open_to(self, buttons: Sequence[Button]) -> list[Button]:
        """Those that the reader may press, asked of the activity too, and not once more of the assessment."""
        return [replace(b, permission="") for b in buttons if not b.permission or self.may(b.permission)]

    def steps(self) -> list[Button]:
        """What may be done as it stands; who may is asked afterwards."""
        status, at = self.object.status, self.at
        found = [Button(_("Edit"), at("dpia-edit"), "pencil", permission=EDIT)]
        if status == DpiaStatus.DRAFT:
            found.append(Button(_("Give an opinion"), at("dpia-advise"), "message", permission=ADVISE))
            found.append(Button(_("Send for a decision"), at("dpia-send"), "send", True, EDIT, post=True))
        if status == DpiaStatus.SENT:
            found += [
                Button(_("Send back"), at("dpia-step", step="send_back"), "arrow-back-up", permission=DECIDE),
                Button(_("Do not approve"), at("dpia-step", step="reject"), "x", permission=DECIDE),
                Button(_("Approve"), at("dpia-step", step="approve"), "check", True, DECIDE),
            ]
        if status == DpiaStatus.CONSULTED:
            url = at("dpia-step", step="answered")
            found.append(Button(_("The authority has answered"), url, "message", True, DECIDE))
        if status in (DpiaStatus.APPROVED, DpiaStatus.REJECTED):
            found.append(Button(_("New version"), at("dpia-step", step="revise"), "refresh", permission=EDIT))
        return found

    def facts(self) -> list[Fact]:
        row = self.object
        found = [
            Fact(_("Processing activity"), cells.link(row.activity, self.base + row.activity.path)),
            Fact(_("Written by"), cells.person(row.owner)),
            Fact(_("Unit"), row.unit or ""),
            Fact(_("Opinion by"), row.opinion_by),
            Fact(_("Next review"), cells.date(row.next_review, self.today)),
        ]
        if row.consulted_on:
            found.append(Fact(_("The authority was asked on"), cells.date(row.consulted_on)))
            found.append(
                Fact(
                    _("Their answer is due"),
                    cells.date(answer_due(row.consulted_on)),
                    _("Eight weeks, and up to six more where it is complex."),
                )
            )
        return found

    def context(self) -> dict[str, Any]:
        row, language = self.object, get_language()
        open_ = row.status == DpiaStatus.DRAFT and row.archived_at is None and self.may(EDIT)
        lacking = {question.key for question in selectors.missing_in(row)}
        sections = [
            (
                section.key,
                say(section.title, language),
                [(say(q.text, language), row.answers.get(q.key, ""), q.key in lacking) for q in section.questions],
                self.at("dpia-section", section=section.key) if open_ and section.key != "advice" else "",
            )
            for section in library.assessment().sections
        ]
        total = len(library.assessment().questions)
        return {
            "row": row,
            "sections": sections,
            "lacking": len(lacking),
            "answered": sum(bool(row.answers.get(q.key)) for q in library.assessment().questions),
            "total": total,
            "versions": list(selectors.versions_of(row)),
        }


class DpiaCreate(OfActivity, FormPage):
    permission, title, form = EDIT, _("Begin an assessment"), forms.DpiaForm
    done = _("The assessment is begun. Answer its questions section by section.")

    def find(self) -> Any:
        return None

    @cached_property
    def activity(self) -> Activity:
        return super().find()

    def permission_on(self) -> Any:
        return self.activity

    def crumbs(self) -> Way:
        row = self.activity
        return [(_("Processing activities"), self.url("privacy:activity-list")), (row.reference, self.base + row.path), (self.title, None)]  # fmt: skip

    def initial(self) -> dict[str, Any]:
        return {"title": self.activity.title, "owner": self.activity.owner_id or self.actor.person_id}

    def back(self) -> str:
        return self.base + self.activity.path

    def save(self, answers: dict[str, Any]) -> Dpia:
        return services.dpia_create(actor=self.actor, activity=self.activity, **answers)


class DpiaEdit(OfDpia, FormPage):
    permission, title, form = EDIT, _("Edit"), forms.DpiaForm

    def save(self, answers: dict[str, Any]) -> Dpia:
        return services.dpia_edit(actor=self.actor, dpia=self.object, version=self.version, **answers)


class DpiaSection(OfDpia, FormPage):
    """The questions of one section; one section at a time, so that several may write."""

    permission, form = EDIT, forms.AnswersForm

    @cached_property
    def section(self) -> Section:
        return section_named(self.kwargs["section"])

    def admit(self) -> None:
        super().admit()
        self.section  # noqa: B018 - found, or 404

    @property
    def title(self) -> Any:  # type: ignore[override]
        return say(self.section.title, get_language())

    def given(self) -> dict[str, Any]:
        return {"questions": self.section.questions}

    def initial(self) -> dict[str, Any]:
        return {**self.object.answers, "version": self.object.version}

    def save(self, answers: dict[str, Any]) -> Dpia:
        return services.dpia_answer(actor=self.actor, dpia=self.object, answers=answers, version=self.version)


class DpiaAdvise(OfDpia, FormPage):
    permission, title, form = ADVISE, _("Give an opinion"), forms.OpinionForm
    done = _("Your opinion stands in the assessment.")

    def initial(self) -> dict[str, Any]:
        return {"opinion": self.object.answers.get(OPINION, "")}

    def save(self, answers: dict[str, Any]) -> Dpia:
        return services.dpia_advise(actor=self.actor, dpia=self.object, **answers)


STEPS: dict[str, tuple[Any, str, Any, Any]] = {
    "send_back": (_("Send back"), DECIDE, forms.ReasonForm, services.dpia_send_back),
    "consult": (_("Ask the authority"), DECIDE, forms.ConsultForm, services.dpia_consult),
    "answered": (_("The authority has answered"), DECIDE, forms.ConsultationForm, services.dpia_consultation_answer),
    "approve": (_("Approve"), DECIDE, forms.ApproveForm, services.dpia_approve),
    "reject": (_("Do not approve"), DECIDE, forms.ReasonForm, services.dpia_reject),
    "revise": (_("New version"), EDIT, forms.ReasonForm, services.dpia_revise),
}
"""Steps that ask something: what they are called, who takes them, what they ask, and what they do."""


class DpiaStep(OfDpia, FormPage):
    """A step of its way; 404 where it cannot be taken as the assessment stands."""

    permission = EDIT
    """The least that any step takes; each asks for its own."""

    def permission_on(self) -> None:
        self.object  # noqa: B018 - found, or 404

    def admit(self) -> None:
        super().admit()
        step = self.kwargs["step"]
        if step not in STEPS:
            raise Http404
        if not self.may(STEPS[step][1]):
            self.actor.require(STEPS[step][1], self.object)
        if self.object.status not in WAYS[step].starts or self.object.archived_at is not None:
            raise Http404

    @property
    def title(self) -> Any:  # type: ignore[override]
        return STEPS[self.kwargs["step"]][0]

    @property
    def button(self) -> Any:  # type: ignore[override]
        return self.title

    @property
    def form(self) -> Any:  # type: ignore[override]
        return STEPS[self.kwargs["step"]][2]

    def initial(self) -> dict[str, Any]:
        today = self.today  # type: ignore[attr-defined]
        return {"on": today, "next_review": today + A_YEAR}

    def save(self, answers: dict[str, Any]) -> Dpia:
        found: Dpia = STEPS[self.kwargs["step"]][3](actor=self.actor, dpia=self.object, **answers)
        return found


class DpiaReport(OfDpia, ReportPage):
    """``?version=2``: as it was decided on; without, as it stands now."""

    permission, title, offers = VIEW, _("On paper"), ("pdf", "docx")

    @cached_property
    def frozen(self) -> DpiaVersion | None:
        asked = self.request.GET.get("version", "")
        if not asked:
            return None
        if not (asked.isascii() and asked.isdigit() and len(asked) < 6):
            raise Http404
        return get_object_or_404(selectors.versions_of(self.object), number=int(asked))

    def about(self) -> str:
        return self.object.reference

    def paper(self, language: str) -> Paper:
        return dpia_paper(self.request, language, self.object, self.frozen)


def one_click(permission: str, service: Any, done: Any) -> Any:
    """A page that acts on an assessment by one click."""

    @http.needs(permission)
    @require_POST
    def act(request: HttpRequest, reference: str) -> HttpResponseBase:
        row = get_object_or_404(selectors.dpias_for(request.actor), reference=reference)

        def run() -> None:
            service(actor=request.actor, dpia=row)

        return http.act(request, str(done), request.base + row.path, run)

    return act


dpia_send = one_click(EDIT, services.dpia_send, _("It is sent for a decision."))
dpia_archive = one_click(MANAGE, services.dpia_archive, _("The assessment is archived."))
dpia_restore = one_click(MANAGE, services.dpia_restore, _("The assessment is restored."))
