"""The gap report of a framework in a scope."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.frameworks.models import Scope
from holger.frameworks.papers import paper_of
from holger.frameworks.views.common import MENU, InFramework


class GapReport(InFramework, ReportPage):
    permission, menu = "frameworks.view", MENU
    title = _("GAP report")
    lead = _("How it stands now, part by part and requirement by requirement, with who answered and when.")

    def admit(self) -> None:
        """There is nothing to report where the reader sees no scope."""
        super().admit()
        if self.scope is None or self.framework.archived_at:
            raise Http404

    @property
    def chosen(self) -> Scope:
        assert self.scope is not None
        return self.scope

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((self.title, None))

    def told(self) -> list[Any]:
        return [self.framework.title, self.chosen.unit or gettext("The whole organisation")]

    def about(self) -> str:
        return str(self.chosen)

    def paper(self, language: str) -> Paper:
        return paper_of(self.request, language, self.chosen, self.claims)
