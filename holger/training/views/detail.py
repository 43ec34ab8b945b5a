"""The page of one course: what it says, what it asks, and how many have passed."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.audience.words import told
from holger.training import library, selectors
from holger.training.models import Course, Status
from holger.training.permissions import ASSIGN, EDIT, VIEW
from holger.training.rules.content import why_not_publish
from holger.training.selectors import Counts
from holger.training.tables import looks
from holger.training.views.common import MENU, course_or_404
from holger.ui import cells
from holger.ui.pages import Button, DetailPage, Fact


class CourseDetail(DetailPage):
    permission, menu, icon = VIEW, MENU, selectors.ICON
    template = "training/course_detail.html"

    def find(self) -> Course:
        return course_or_404(self.actor, self.kwargs["reference"])

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Courses"), self.url(MENU)), (self.object.reference, None)]

    def badges(self) -> Sequence[SafeString]:
        course = self.object
        found = [looks.status_badge(course)]
        if course.changed and course.status == Status.PUBLISHED:
            found.append(cells.badge(_("Changed since it was published"), "mid", "pencil"))
        if course.is_given:
            found.append(cells.badge(_("Given to its audience"), "line", "users"))
        return found

    def at(self, name: str) -> str:
        return self.url(f"training:course-{name}", reference=self.object.reference)

    def actions(self) -> Sequence[Button]:
        course = self.object
        if course.status == Status.ARCHIVED:
            return [Button(_("Restore"), self.at("restore"), "archive-off", permission=EDIT, post=True)]
        fresh = course.edition and not course.changed
        return [
            Button(_("See it as a learner"), self.at("preview"), "eye"),
            Button(_("Archive"), self.at("archive"), "archive", permission=EDIT, post=True, confirm=_("Archive it? Nobody is given it any more. What came of it is kept.")),
            Button(_("Edit"), self.at("edit"), "pencil", permission=EDIT),
            *([] if fresh else [Button(_("Publish"), self.at("publish"), "send", primary=True, permission=EDIT, post=True)]),
            *([Button(_("Give it"), self.at("give"), "users", primary=True, permission=ASSIGN)] if fresh else []),
        ]  # fmt: skip

    def facts(self) -> Sequence[Fact]:
        course = self.object
        holds = course.repeat_months
        months = ngettext("%(count)s month", "%(count)s months", holds or 0) % {"count": holds}
        return [
            Fact(_("For"), told(course.audience)),
            Fact(_("Starter pack"), gettext("Yes") if course.onboarding else gettext("No")),
            Fact(_("Takes"), gettext("%(count)s min.") % {"count": course.minutes}),
            Fact(_("Passed with"), f"{course.pass_percent} %"),
            Fact(_("Attempts"), course.attempts or gettext("No limit")),
            Fact(_("Questions in each attempt"), course.draw or gettext("All")),
            Fact(_("Holds for"), months if holds else gettext("It is taken once.")),
            Fact(_("Owner"), cells.person(course.owner)),
            Fact(_("Unit"), course.unit or ""),
            Fact(_("Edition"), course.edition or ""),
            Fact(_("Published"), cells.date(course.published_at)),
        ]

    @cached_property
    def counts(self) -> Counts:
        return selectors.added_up(selectors.by_unit(self.actor, self.object, self.today))

    @property
    def may_edit(self) -> bool:
        return self.object.status != Status.ARCHIVED and self.actor.may(EDIT, self.object)

    def context(self) -> dict[str, Any]:
        course = self.object
        ready = library.course(course.template) if course.template else None
        missing = why_not_publish(selectors.as_written(course)) if course.status == Status.DRAFT else None
        return {
            "course": course,
            "may_edit": self.may_edit,
            "may_assign": self.actor.may(ASSIGN, course),
            "pages": list(selectors.pages_of(self.actor, course)),
            "questions": list(selectors.questions_of(self.actor, course)),
            "counts": self.counts,
            "bar": looks.completion(self.counts, thin=False),
            "requirements": selectors.requirements_served(self.actor, course),
            "newer": ready is not None and ready.digest != course.template_digest,
            "missing": missing and gettext(missing.text) % missing.params,
        }
