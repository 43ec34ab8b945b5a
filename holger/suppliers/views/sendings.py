"""What was sent to suppliers: the list, one with its answers, sending, judging, findings and the conclusion."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from holger.core.errors import NotFound
from holger.core.registry import registry
from holger.core.words import say
from holger.suppliers import services
from holger.suppliers.filters.questionnaires import SendingFilter
from holger.suppliers.forms import sendings as forms
from holger.suppliers.models.sendings import Answer, AnswerFinding, Sending, SendingState
from holger.suppliers.permissions import QUESTIONNAIRE_JUDGE, QUESTIONNAIRE_SEND, QUESTIONNAIRE_VIEW
from holger.suppliers.rules.sending import DAYS_TO_ANSWER, FOLLOWED_UP
from holger.suppliers.selectors import portal, register
from holger.suppliers.selectors import questionnaires as selectors
from holger.suppliers.services.reviewing import DAYS_TO_MEND
from holger.suppliers.tables import questionnaires as tables
from holger.suppliers.views.questionnaires import MENU, QuestionnaireList, Way
from holger.ui import cells, http
from holger.ui.pages import Button, DetailPage, Empty, Fact, FormPage, ListPage, Tab

LIST = "suppliers:sending-list"
TITLE = _("Sent questionnaires")


class SendingList(ListPage):
    permission, title, menu, name = QUESTIONNAIRE_VIEW, TITLE, MENU, "sendings"
    filters, columns, default_sort = SendingFilter, tables.SENDING_COLUMNS, "-reference"
    searched = ("reference", "title", "supplier__title")
    register = "sent-questionnaires"
    create = ("suppliers:sending-create", QUESTIONNAIRE_SEND, _("Send a questionnaire"))
    tabs = (
        Tab(_("Wait for the supplier"), "state=sent"),
        Tab(_("To be read"), "state=submitted"),
        Tab(_("Late"), "late=yes"),
        Tab(_("Mine"), "owner=me"),
    )
    empty = Empty(
        _("Nothing is sent yet"),
        _("Send a questionnaire to a supplier. They answer by a link in a mail and need no account."),
        ((_("Send a questionnaire"), "suppliers:sending-create", True),),
    )

    def crumbs(self) -> Way:
        return [(QuestionnaireList.title, self.url(MENU)), (self.title, None)]

    def empty_actions(self) -> list[Button]:
        return super().empty_actions() if self.actor.may(QUESTIONNAIRE_SEND) else []

    def rows(self) -> QuerySet[Sending]:
        return selectors.sendings_for(self.actor).filter(archived_at=None).select_related("supplier", "owner")


class SendingCreate(FormPage):
    """``?supplier=SU-3``, ``?questionnaire=Q-1``: chosen beforehand."""

    permission, title, menu = QUESTIONNAIRE_SEND, _("Send a questionnaire"), MENU
    lead = _("Whoever you send it to gets a link by mail, needs no account, and can have colleagues help.")
    form, button, done = forms.SendForm, _("Send"), _("It is on its way.")

    def crumbs(self) -> Way:
        return [(QuestionnaireList.title, self.url(MENU)), (TITLE, self.url(LIST)), (self.title, None)]

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET
        supplier = register.pickable(self.actor).filter(reference=asked.get("supplier", "")).first()
        rows = selectors.pickable(self.actor)
        chosen = asked.get("questionnaire", "")
        questionnaire = rows.filter(reference=chosen).first() if chosen else rows.first()
        return {
            "supplier": supplier.pk if supplier else None,
            "questionnaire": questionnaire.pk if questionnaire else None,
            "language": self.request.organisation.language,
            "due": self.today + timedelta(days=DAYS_TO_ANSWER),
            "owner": self.actor.person_id,
        }

    def back(self) -> str:
        return self.url(LIST)

    def save(self, answers: dict[str, Any]) -> Sending:
        return services.questionnaire_send(actor=self.actor, **answers)


class OfSending:
    """A page about one that was sent."""

    actor: Any
    request: Any
    kwargs: dict[str, Any]
    title: Any
    menu = MENU

    def find(self) -> Sending:
        return selectors.sending_of(self.actor, self.kwargs["reference"])

    def at(self, name: str, **kwargs: Any) -> str:
        return http.link(self.request, f"suppliers:{name}", reference=self.kwargs["reference"], **kwargs)

    def crumbs(self) -> Way:
        row: Sending = self.object  # type: ignore[attr-defined]  # every page has one
        listed = [(QuestionnaireList.title, http.link(self.request, MENU)), (TITLE, http.link(self.request, LIST))]
        return [*listed, (row.reference, self.request.base + row.path), (self.title, None)]


class SendingDetail(OfSending, DetailPage):
    permission, icon = QUESTIONNAIRE_VIEW, selectors.SENT_ICON
    template = "suppliers/questionnaires/sending_detail.html"

    def permission_on(self) -> None:
        """Who sees it is told by its selector: through the supplier that one answers for, too."""
        self.object  # noqa: B018 - found, or 404

    def crumbs(self) -> Way:
        return [*super().crumbs()[:-2], (self.object.reference, None)]

    def heading(self) -> str:
        return f"{self.object.supplier.title}: {self.object.title}"

    def badges(self) -> Sequence[SafeString]:
        row = self.object
        found = [tables.state_badge(row)]
        if row.knock_outs and row.state != SendingState.SENT:
            found.append(cells.badge(_("Something stops the approval"), "crit", "circle-off"))
        if row.state == SendingState.SENT and row.due < self.today:
            found.append(cells.badge(_("Late"), "crit", "clock"))
        return found

    def actions(self) -> Sequence[Button]:
        row, send, judge = self.object, QUESTIONNAIRE_SEND, QUESTIONNAIRE_JUDGE
        sheet = Button(_("Download"), self.at("sending-sheet"), "download")
        if row.state == SendingState.SENT:
            return [
                sheet,
                Button(_("Hand in for them"), self.at("sending-hand-in"), "file-check", permission=send),
                Button(_("Withdraw"), self.at("sending-withdraw"), "arrow-back-up", permission=send),
                Button(_("Give more time"), self.at("sending-postpone"), "calendar-event", permission=send),
                Button(_("Send to somebody else"), self.at("sending-send-on"), "user-share", permission=send),
                Button(_("Remind"), self.at("sending-remind"), "bell", primary=True, permission=send, post=True),
            ]
        if row.state == SendingState.SUBMITTED:
            return [
                sheet,
                Button(_("Send to somebody else"), self.at("sending-send-on"), "user-share", permission=send),
                Button(_("Write a finding"), self.at("answer-finding-raise"), "alert-circle", permission=judge),
                Button(_("Conclude"), self.at("sending-conclude"), "check", primary=True, permission=judge),
            ]
        if row.state == SendingState.CONCLUDED:
            on = Button(_("Send to somebody else"), self.at("sending-send-on"), "user-share", permission=send)
            return [
                sheet,
                *([on] if portal.is_open(row) else []),
                Button(_("Take it up again"), self.at("sending-reopen"), "refresh", permission=judge),
            ]
        return [sheet]

    def facts(self) -> Sequence[Fact]:
        row, before = self.object, self.object.before
        version = row.version_sent
        questionnaire = version.questionnaire
        return [
            Fact(pgettext_lazy("register", "Supplier"), cells.link(row.supplier.title, self.base + row.supplier.path)),
            Fact(
                _("Questionnaire"),
                cells.link(f"{questionnaire.reference}, v{version.number}", f"{self.base}{questionnaire.path}?version={version.number}"),
            ),
            Fact(_("To"), f"{row.contact}, {row.email}"),
            Fact(_("Sent"), cells.date(row.sent_on)),
            Fact(_("Wanted by"), cells.date(row.due, self.today if row.state == SendingState.SENT else None)),
            Fact(_("Who reads the answers"), cells.person(row.owner)),
            Fact(_("Reminders"), str(row.reminded)),
            Fact(_("Handed in"), cells.moment(row.submitted_at) if row.submitted_at else ""),
            Fact(_("Handed in by"), ", ".join(filter(None, (row.submitted_by, row.submitted_title)))),
            Fact(_("Last time"), cells.link(before.reference, self.base + before.path) if before else ""),
            Fact(_("Concluded by"), row.concluded_by),
        ]  # fmt: skip

    def context(self) -> dict[str, Any]:
        row = self.object
        answers = selectors.answers_of(row)
        before = selectors.answers_of(row.before) if row.before else {}
        found, beside = selectors.score_of(row, answers), selectors.comparison_of(row, answers)
        judges = self.actor.may(QUESTIONNAIRE_JUDGE, row)
        return {
            "row": row,
            "parts": tables.parts(row, answers, before, selectors.files_of(row), found, beside),
            "score": found,
            "beside": beside,
            "findings": list(selectors.findings_of(self.actor, row)),
            "links": list(selectors.links_of(self.actor, row)),
            "judging": row.state == SendingState.SUBMITTED and judges,
            "following": row.state in FOLLOWED_UP and judges,
            "sending_out": self.actor.may(QUESTIONNAIRE_SEND, row),
        }


class SendingStep(OfSending, FormPage):
    """A form about one that was sent."""

    permission = QUESTIONNAIRE_SEND

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.object.supplier.title}: {self.object.title}"


class Withdraw(SendingStep):
    title, form, button = _("Withdraw the questionnaire"), forms.ReasonForm, _("Withdraw")
    done = _("It is withdrawn. Its links open nothing any more.")

    def save(self, answers: dict[str, Any]) -> Sending:
        return services.sending_withdraw(actor=self.actor, sending=self.object, **answers)


class HandIn(SendingStep):
    """What came in a file or by mail, on the word of somebody at the supplier."""

    title, form, button = _("Hand in for them"), forms.HandInForm, _("Hand in")
    done = _("It is handed in, and can be judged.")

    def initial(self) -> dict[str, Any]:
        return {"name": self.object.contact}

    def save(self, answers: dict[str, Any]) -> Sending:
        return services.sending_hand_in(actor=self.actor, sending=self.object, **answers)


class Postpone(SendingStep):
    title, form, done = _("Give more time"), forms.PostponeForm, _("They have more time.")

    def initial(self) -> dict[str, Any]:
        return {"due": self.object.due + timedelta(days=14)}

    def save(self, answers: dict[str, Any]) -> Sending:
        return services.sending_postpone(actor=self.actor, sending=self.object, **answers)


class SendOn(SendingStep):
    title, form, button = _("Send to somebody else"), forms.SendOnForm, _("Send")
    done = _("A link is on its way. Those that were sent before open nothing any more.")

    def save(self, answers: dict[str, Any]) -> Sending:
        return services.sending_send_on(actor=self.actor, sending=self.object, **answers)


class Judge(SendingStep):
    """One answer, read and judged."""

    permission, title, form = QUESTIONNAIRE_JUDGE, _("Judge the answer"), forms.JudgeForm
    done = _("The judgement is kept.")

    @cached_property
    def answer(self) -> Answer:
        return get_object_or_404(
            Answer, organisation_id=self.actor.organisation_id, sending=self.object, question=self.kwargs["key"]
        )

    @property
    def lead(self) -> str:  # type: ignore[override]
        asked = self.object.version_sent.read.by_key.get(self.answer.question)
        if asked is None:
            return ""
        told = {"answer": tables.shown(asked, self.answer.value)}
        return f"{say(asked.text, get_language())} {gettext('They answered: %(answer)s') % told}"

    def initial(self) -> dict[str, Any]:
        return {"points": self.answer.judged, "judgement": self.answer.judgement}

    def next(self, obj: Any) -> str:
        return f"{self.back()}#q-{self.answer.question}"

    def save(self, answers: dict[str, Any]) -> Answer:
        return services.answer_judge(actor=self.actor, sending=self.object, question=self.answer.question, **answers)


class FindingRaise(SendingStep):
    """``?question=``: which answer it is about."""

    permission, title, form = QUESTIONNAIRE_JUDGE, _("Write a finding"), forms.FindingForm
    done = _("The finding is kept.")

    def given(self) -> dict[str, Any]:
        language = get_language()
        asked = self.object.version_sent.read.questions
        return {"questions": [(each.key, f"{each.number}. {say(each.text, language)[:80]}") for each in asked]}

    def initial(self) -> dict[str, Any]:
        return {"question": self.request.GET.get("question", ""), "due": self.today + timedelta(days=DAYS_TO_MEND)}

    def next(self, obj: Any) -> str:
        return f"{self.back()}#findings"

    def save(self, answers: dict[str, Any]) -> AnswerFinding:
        return services.answer_finding_raise(actor=self.actor, sending=self.object, **answers)


class FindingStep(SendingStep):
    permission, form = QUESTIONNAIRE_JUDGE, forms.NoteForm

    @cached_property
    def finding(self) -> AnswerFinding:
        return selectors.finding_of(self.actor, self.object, self.kwargs["pk"])

    @property
    def lead(self) -> str:  # type: ignore[override]
        return self.finding.text

    def admit(self) -> None:
        super().admit()
        self.finding  # noqa: B018 - found, or 404

    def next(self, obj: Any) -> str:
        return f"{self.back()}#findings"


class FindingClose(FindingStep):
    title, done, button = _("Close the finding"), _("The finding is closed."), pgettext_lazy("finding", "Close")

    def save(self, answers: dict[str, Any]) -> AnswerFinding:
        return services.answer_finding_close(actor=self.actor, finding=self.finding, **answers)


class FindingReopen(FindingStep):
    title, done, button = _("Ask once more"), _("The finding is open again."), _("Ask once more")

    def save(self, answers: dict[str, Any]) -> AnswerFinding:
        return services.answer_finding_reopen(actor=self.actor, finding=self.finding, **answers)


class Conclude(SendingStep):
    permission, title, form = QUESTIONNAIRE_JUDGE, _("Conclude"), forms.ConcludeForm
    button, done = _("Conclude"), _("It is concluded.")

    def save(self, answers: dict[str, Any]) -> Sending:
        return services.sending_conclude(actor=self.actor, sending=self.object, **answers)


class Reopen(SendingStep):
    permission, title, form = QUESTIONNAIRE_JUDGE, _("Take it up again"), forms.MustReasonForm
    done = _("It can be judged anew.")

    def save(self, answers: dict[str, Any]) -> Sending:
        return services.sending_reopen(actor=self.actor, sending=self.object, **answers)


@http.needs(QUESTIONNAIRE_SEND)
@require_POST
def remind(request: HttpRequest, reference: str) -> HttpResponseBase:
    row = selectors.sending_of(request.actor, reference)

    def run() -> None:
        services.sending_remind(actor=request.actor, sending=row)

    return http.act(request, gettext("A reminder with a new link is on its way."), request.base + row.path, run)


@http.needs(QUESTIONNAIRE_SEND)
@require_POST
def link_revoke(request: HttpRequest, reference: str, pk: UUID) -> HttpResponseBase:
    row = selectors.sending_of(request.actor, reference)
    link = selectors.links_of(request.actor, row).filter(pk=pk).select_related("sending").first()
    if link is None:
        raise NotFound
    back = f"{request.base}{row.path}#links"

    def run() -> None:
        services.link_revoke(actor=request.actor, link=link)

    return http.act(request, gettext("They are shut out: the link opens nothing any more."), back, run)


@http.needs(QUESTIONNAIRE_VIEW)
@require_safe
def sheet(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Its questions and answers as a spreadsheet in the supplier's language: to fill in, or to keep."""
    row = selectors.sending_of(request.actor, reference)
    assert registry.exporter is not None
    with translation.override(row.language):
        answer: HttpResponseBase = registry.exporter(
            request, "sent-questionnaires", selectors.sendings_for(request.actor).filter(pk=row.pk), "xlsx"
        )
    return answer
