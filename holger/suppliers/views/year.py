"""The year's supervision for management, on a page and on paper; and the list of supervisions on paper."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.suppliers.filters.supervision import SupervisionFilter
from holger.suppliers.models.supervision import Supervision
from holger.suppliers.papers.supervision import list_paper, year_paper
from holger.suppliers.permissions import SUPERVISE, VIEW
from holger.suppliers.selectors import supervision as selectors
from holger.suppliers.selectors.year import ORDER, Line, counted, lines_of, years_known
from holger.suppliers.tables.supervision import conclusion_badge, standing_badge
from holger.suppliers.views.supervision import MENU, TITLE, Way
from holger.suppliers.words.supervision import STANDINGS, concept_word
from holger.ui.pages import Button, Page
from holger.ui.query import Query, words_of

FIRST, LAST = 2000, 2200


class OfYear:
    """``?year=2026``; by itself this one."""

    request: Any
    actor: Any
    today: Any

    @cached_property
    def year(self) -> int:
        asked = self.request.GET.get("year", "")
        return (
            int(asked)
            if asked.isascii() and asked.isdigit() and len(asked) == 4 and FIRST <= int(asked) <= LAST
            else self.today.year
        )

    @cached_property
    def lines(self) -> list[Line]:
        return lines_of(self.actor, self.year, self.today)


class SupervisionYear(OfYear, Page):
    permission, menu, template = VIEW, MENU, "suppliers/supervision/year.html"
    title = _("The year’s supervision")
    lead = _(
        "Every processor: how closely it is looked after, when, and with what result. What needs somebody stands first."
    )

    def heading(self) -> str:
        return gettext("Supervision in %(year)s") % {"year": self.year}

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def actions(self) -> Sequence[Button]:
        paper = f"{self.url('suppliers:supervision-year-report')}?year={self.year}"
        return [Button(_("PDF or Excel"), paper, "file-export")]

    def context(self) -> dict[str, Any]:
        counts = counted(self.lines)
        here = self.url("suppliers:supervision-year")
        return {
            "lines": [self.shown(line) for line in self.lines],
            "counts": [(STANDINGS[key], counts[key], standing_badge(key)) for key in ORDER if counts[key]],
            "years": [
                (year, f"{here}?year={year}", year == self.year) for year in years_known(self.actor, self.today.year)
            ],
        }

    def shown(self, line: Line) -> dict[str, Any]:
        return {
            "line": line,
            "badge": standing_badge(line.standing),
            "required": concept_word(line.assessment.required_concept) if line.assessment else "",
            "held": [(row, conclusion_badge(row)) for row in line.held],
            "assess_url": self.assess_url(line),
        }

    def assess_url(self, line: Line) -> str:
        """Where whoever may supervise this one assesses it."""
        may = self.actor.may(SUPERVISE, line.supplier)
        return self.url("suppliers:assessment", reference=line.supplier.reference) if may else ""


class SupervisionYearReport(OfYear, ReportPage):
    permission, title, menu, offers = VIEW, _("The year’s supervision"), MENU, ("pdf", "xlsx", "docx")
    lead = _("For management: which processors, under which concept, when, with what conclusion, and what is late.")

    def crumbs(self) -> Way:
        year = f"{self.url('suppliers:supervision-year')}?year={self.year}"
        return [(TITLE, self.url(MENU)), (_("The year’s supervision"), year), (_("Report"), None)]

    def about(self) -> str:
        return str(self.year)

    def told(self) -> list[Any]:
        return [
            ngettext("%(count)s processor", "%(count)s processors", len(self.lines)) % {"count": len(self.lines)},
            str(self.year),
        ]

    def paper(self, language: str) -> Paper:
        lines = lines_of(self.actor, self.year, self.today)
        return year_paper(self.request, language, self.year, lines)


class SupervisionReport(ReportPage):
    """The list as it is filtered, to sort and count in or to keep."""

    permission, title, menu, offers = VIEW, _("Supervisions"), MENU, ("xlsx", "pdf", "docx")

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (_("Report"), None)]

    @cached_property
    def filtering(self) -> SupervisionFilter:
        return SupervisionFilter(self.request.GET, selectors.supervisions_for(self.actor), actor=self.actor)

    def rows(self) -> QuerySet[Supervision]:
        found = selectors.with_open_findings(self.filtering.qs)
        text = self.request.GET.get("q", "").strip()
        if text:
            found = found.filter(selectors.words_in(words_of(text), ("reference", "title", "supplier__title")))
        return found.order_by("-number", "pk")

    def told(self) -> list[Any]:
        count = self.rows().order_by().count()
        words = ngettext("%(count)s supervision", "%(count)s supervisions", count) % {"count": count}
        return [words, *(f"{what}: {which}" for what, which in self.filtering.told(Query(self.request.GET)))]

    def paper(self, language: str) -> Paper:
        return list_paper(self.request, language, self.rows(), "; ".join(str(each) for each in self.told()[1:]))
