"""What was sent: the copy as it was, and putting it right, taking it back or explaining it afterwards."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.models import hanging_on
from holger.core.words import say
from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.incidents import library
from holger.incidents.forms.cases import AfterForm, WhyForm
from holger.incidents.models.notices import LateReason, Sending, SentNotice
from holger.incidents.papers.notices import letter_paper, sheet_paper
from holger.incidents.permissions import NOTIFY, VIEW
from holger.incidents.services import notices as services
from holger.incidents.views.common import Way
from holger.incidents.views.of_case import OfCase
from holger.ui.pages import Button, FormPage, Page


class OfNotice(OfCase):
    @cached_property
    def notice(self) -> SentNotice:
        rows = hanging_on(SentNotice, incident=self.incident).prefetch_related("late_reasons")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def admit(self) -> None:
        super().admit()
        self.notice  # noqa: B018 - found, or 404

    @property
    def named(self) -> str:
        """What it is called: the form or the letter."""
        there = library.sheets().get(self.notice.sheet) or library.letters().get(self.notice.sheet)
        return say(there.title, get_language()) if there is not None else gettext("Notification")

    def way(self) -> Way:
        return [*super().way(), (self.named, self.at("notice", pk=self.notice.pk))]

    def back(self) -> str:
        return self.at("notice", pk=self.notice.pk)

    def next(self, obj: Any) -> str:
        return self.at("notice", pk=getattr(obj, "notice_id", None) or obj.pk)


class NoticeDetail(OfNotice, Page):
    permission, title, template = VIEW, _("Notification"), "incidents/notice.html"

    def heading(self) -> str:
        return self.named

    def crumbs(self) -> Way:
        return [*super().way()[:-1], (self.named, None)]

    def actions(self) -> Sequence[Button]:
        pk, found = self.notice.pk, []
        if self.notice.content:
            found.append(Button(_("PDF or Word"), self.at("notice-report", pk=pk), "file-export"))
        if self.notice.kind != Sending.WITHDRAWAL:
            found += [
                Button(_("Was taken back"), self.at("notice-withdraw", pk=pk), "arrow-back-up", permission=NOTIFY),
                Button(_("Was put right"), self.at("notice-correct", pk=pk), "pencil", permission=NOTIFY),
            ]
        if self.is_late:
            found.append(Button(_("Say why it is late"), self.at("notice-late", pk=pk), "message", permission=NOTIFY))
        return found

    def shown_actions(self) -> list[Button]:
        return self.allowed(self.actions(), self.incident)

    @property
    def is_late(self) -> bool:
        clock = self.case.clock(self.notice.clock) if self.notice.clock else None
        return clock is not None and clock.due is not None and self.notice.at > clock.due.at

    def context(self) -> dict[str, Any]:
        notice = self.notice
        return {
            "notice": notice,
            "late": self.is_late,
            "fields": [each for each in notice.content.get("fields", ()) if each["standing"] != "empty"],
            "whole": services.digest_of(notice.content) == notice.digest,
            "reasons": list(notice.late_reasons.all()),
        }


class NoticeCorrect(OfNotice, FormPage):
    permission, title, form = NOTIFY, _("It was put right"), AfterForm
    lead = _("Put it right with the one who got it first. The copy is then kept once more, as the form stands now.")
    button, done = _("Write it down"), _("It is written down, with both copies.")

    def initial(self) -> dict[str, Any]:
        return {"at": dates.now()}

    def save(self, answers: dict[str, Any]) -> SentNotice:
        return services.notice_correct(actor=self.actor, notice=self.notice, **answers)


class NoticeWithdraw(OfNotice, FormPage):
    permission, title, form, danger = NOTIFY, _("It was taken back"), AfterForm, True
    lead = _("Where there is a duty still, the deadline runs on as if nothing had been sent.")
    button, done = _("Write it down"), _("It is written down.")

    def initial(self) -> dict[str, Any]:
        return {"at": dates.now()}

    def save(self, answers: dict[str, Any]) -> SentNotice:
        return services.notice_withdraw(actor=self.actor, notice=self.notice, **answers)


class NoticeLate(OfNotice, FormPage):
    permission, title, form = NOTIFY, _("Why was it late?"), WhyForm
    lead = _("The law asks for the reason. What was said before stays.")

    def save(self, answers: dict[str, Any]) -> LateReason:
        return services.late_reason_give(actor=self.actor, notice=self.notice, **answers)


class NoticeReport(OfNotice, ReportPage):
    """The copy that was kept, in the language in which it was sent whatever the paper's."""

    permission, title, offers = VIEW, _("On paper"), ("pdf", "docx")
    lead = _("The copy as it was kept, with its fingerprint.")

    def admit(self) -> None:
        super().admit()
        if not self.notice.content:
            raise Http404

    def about(self) -> str:
        return f"{self.incident.reference} {self.notice.sheet}"

    def told(self) -> list[Any]:
        return [self.named]

    def paper(self, language: str) -> Paper:
        content = self.notice.content
        if "letter" in content:
            return letter_paper(
                self.request, language, self.incident, content["subject"], content["text"], notice=self.notice
            )
        return sheet_paper(self.request, language, self.incident, content, self.named, notice=self.notice)
