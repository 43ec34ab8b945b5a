"""A statement on paper: as it stands now, or one of its versions."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from holger.controls.models import Statement
from holger.controls.papers.statement import paper_now, paper_of
from holger.controls.rules.statement import counts
from holger.controls.tables.statement_cells import version_badge
from holger.controls.tables.statement_words import counted
from holger.controls.views.statement_common import MENU, OfScope, Way, where
from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper


class StatementReport(OfScope, ReportPage):
    permission, title, menu = "controls.view", _("Report"), MENU
    lead = _("How it stands now. It says on every page that it is not approved.")

    def crumbs(self) -> Way:
        return self.way((self.title, None))

    def told(self) -> list[Any]:
        return [where(self.scope), counted(counts(self.now.lines))]

    def about(self) -> str:
        return f"{where(self.scope)} v{self.now.next_number}"

    def paper(self, language: str) -> Paper:
        return paper_now(self.request, language, self.now)


class StatementVersionReport(StatementReport):
    lead = _("The version as it was frozen, with who approved it and its digest.")

    @cached_property
    def row(self) -> Statement:
        return self.frozen(self.kwargs["version"])

    def permission_on(self) -> Any:
        return self.row

    def crumbs(self) -> Way:
        return self.way((f"v{self.row.number}", self.base + self.row.path), (self.title, None))

    def told(self) -> list[Any]:
        return [where(self.scope), version_badge(self.row)]

    def about(self) -> str:
        return self.row.title

    def paper(self, language: str) -> Paper:
        return paper_of(self.request, language, self.row)
