"""What came of a course: completion by unit, who is missing, and what many found hard."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.core.kept import Kept
from holger.core.words import say
from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.training import selectors
from holger.training.papers.results import results_paper
from holger.training.permissions import VIEW
from holger.training.rules.taking import FEWEST_TAKERS
from holger.training.selectors import UnitCounts
from holger.training.tables import looks
from holger.training.views.common import MENU, OfCourse
from holger.ui import http
from holger.ui.days import language
from holger.ui.pages import Button, Page

MISSING = 25
"""So many of those who are missing are told by name; the rest wait in the list."""
COUNTED: Kept[Any] = Kept()


class CourseResults(OfCourse, Page):
    permission, title, menu = VIEW, _("Results"), MENU
    template = "training/results.html"

    def heading(self) -> str:
        return gettext("Results of %(title)s") % {"title": self.course.title}

    def actions(self) -> list[Button]:
        here = {"reference": self.course.reference}
        return [Button(_("Report"), self.url("training:course-report", **here), "file-type-pdf")]

    @cached_property
    def parts(self) -> list[UnitCounts]:
        """Counting goes through all that take it: once, until anything is written."""
        key = (http.moment(self.request), self.course.pk)
        return COUNTED.get(key, lambda: list(selectors.by_unit(self.actor, self.course, self.today)))

    def context(self) -> dict[str, Any]:
        rows = selectors.enrolments_now(self.actor).filter(course=self.course)
        missing = rows.filter(selectors.missing(self.today)).select_related("person__unit", "course")
        counts = selectors.added_up(self.parts)
        listed = f"{self.url('training:enrolment-list')}?course={self.course.reference}"
        return {
            "course": self.course,
            "counts": counts,
            "bar": looks.completion(counts, thin=False),
            "units": [(each, looks.completion(each.counts)) for each in self.parts],
            "missing": [
                (row, looks.state_badge(row, self.today)) for row in missing.order_by("due", "person__name")[:MISSING]
            ],
            "more": max(0, counts.missing - MISSING),
            "listed": listed,
            "weak": [(say(each.question.text, language()), each) for each in self.weak],
            "fewest": FEWEST_TAKERS,
        }

    @cached_property
    def weak(self) -> list[Any]:
        key = (http.moment(self.request), self.course.pk, "weak")
        return COUNTED.get(key, lambda: list(selectors.weak_spots(self.actor, self.course)))


class CourseReport(OfCourse, ReportPage):
    """The proof: who has passed which edition when, and who has not."""

    permission, title, menu = VIEW, _("Report"), MENU
    lead = _("Who has passed and until when it holds, unit by unit. Nobody's answers.")

    def told(self) -> list[Any]:
        return [str(self.course)]

    def about(self) -> str:
        return str(self.course)

    def paper(self, language: str) -> Paper:
        return results_paper(self.request, language, self.course)
