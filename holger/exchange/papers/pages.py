"""The page on which a report is chosen: in which form, in which language."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from holger.core.errors import RuleBroken
from holger.core.requests import Request
from holger.core.words import LANGUAGES
from holger.exchange import jobs, limits, services
from holger.exchange.papers.paper import Paper
from holger.exchange.papers.pdf import refuse_long
from holger.exchange.papers.sending import described, paper_sent, paper_told
from holger.exchange.papers.setting import FORMS
from holger.jobs.services import enqueue
from holger.ui.pages import Page
from holger.ui.pages.parts import Text

FORM_WORDS = {
    "pdf": (_("PDF"), _("To read, print, sign and keep."), "file-type-pdf"),
    "xlsx": (_("Excel"), _("To sort, filter and count in: a sheet for each table."), "file-spreadsheet"),
    "docx": (_("Word"), _("To write on in."), "file-type-docx"),
}
PAGED = frozenset({"pdf", "docx"})
"""What takes the longer, the more there is of it; a workbook is made at once."""
LANGUAGE_WORDS = {"da": "Dansk", "en": "English"}


class ReportPage(Page):
    """A room says what its paper holds. The bare address lets one choose; with ``?form=pdf&language=da`` it is the file.

    Whatever else stands in the address, such as the filters of a list, goes along.
    """

    template = "exchange/report.html"
    offers: Sequence[str] = FORMS
    """The forms to choose between."""
    title: Text = _("Report")

    def paper(self, language: str) -> Paper:
        """What it says, in ``language``, which is already spoken."""
        raise NotImplementedError

    def about(self) -> str:
        """What the report is about, for the history, where its title does not say it."""
        return ""

    def kinds(self) -> list[tuple[str, Text, Text]]:
        """Reports to choose between: (value of ``report``, name, what it is for). Empty where there is but one."""
        return []

    def told(self) -> list[Text]:
        """What goes into it: how many rows, how they are filtered."""
        return []

    @cached_property
    def kind(self) -> str:
        """Which of the kinds is asked for."""
        asked, keys = self.request.GET.get("report", ""), [key for key, _name, _lead in self.kinds()]
        return asked if asked in keys or not keys else keys[0]

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = request.GET.get("form", "")
        if not form:
            return self.render()
        if form not in self.offers:
            raise Http404
        paper = described(self.paper, form, request.GET.get("language", ""))
        try:
            if form in PAGED and paper.length > limits.LONG_PAPER:
                return HttpResponseRedirect(self.later(paper, form))
            return paper_sent(request, paper, form, self.about())
        except RuleBroken as broken:
            return self.render(status=422, refused=broken.message)

    def later(self, paper: Paper, form: str) -> str:
        """Have the worker set it; the page that tells how far it is."""
        refuse_long(paper)
        report = services.report_ask(actor=self.actor, paper=paper, form=form)
        job = enqueue(actor=self.actor, job=jobs.make_report, report=str(report.pk))
        paper_told(self.actor, paper, form, self.about())
        return self.url("jobs:job-detail", pk=job.pk)

    def context(self) -> dict[str, Any]:
        asked, spoken = self.request.GET.get("form"), self.request.GET.get("language") or get_language()
        return {
            "forms": [(form, *FORM_WORDS[form], form == (asked or self.offers[0])) for form in self.offers],
            "languages": [(key, LANGUAGE_WORDS[key], key == (spoken or "")[:2]) for key in LANGUAGES],
            "kept": self.kept(),
        }

    def kept(self) -> list[tuple[str, str]]:
        """The rest of the address, carried along unseen."""
        lists = self.request.GET.lists()
        return [
            (name, value) for name, values in lists for value in values if name not in ("form", "language", "report")
        ]
