"""A long report that the worker has set: it lies ready for whoever asked for it, for a day."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from holger.exchange import selectors
from holger.exchange.models import Report
from holger.exchange.papers.sending import attached
from holger.exchange.permissions import REPORT
from holger.ui.pages import Button, Page


class OfReport(Page):
    permission = REPORT

    @cached_property
    def report(self) -> Report:
        return get_object_or_404(selectors.reports_own(self.actor).defer("told"), pk=self.kwargs["report"])


class ReportReady(OfReport):
    lead = _("It lies here for a day, for you alone.")
    template = "exchange/report_ready.html"

    def heading(self) -> str:
        return self.report.title

    def actions(self) -> list[Button]:
        if not self.report.content:
            return []
        return [
            Button(_("Download"), self.url("exchange:report-file", report=self.report.pk), "download", primary=True)
        ]

    def context(self) -> dict[str, Any]:
        return {"report": self.report}


class ReportFile(OfReport):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.report.content:
            raise Http404
        return attached(bytes(self.report.content), self.report.form, self.report.filename)
