"""The courses as a list, and making, changing, publishing and putting away one."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.audience.forms import initial_of
from holger.training import selectors, services
from holger.training.filters.courses import CourseFilter
from holger.training.forms.courses import CourseForm
from holger.training.models import Course
from holger.training.permissions import EDIT, VIEW
from holger.training.selectors import Counts
from holger.training.tables import looks
from holger.training.views.common import MENU, OfCourse, course_or_404, verb
from holger.ui import cells
from holger.ui.columns import Column
from holger.ui.pages import Button, Empty, FormPage, ListPage


class CourseList(ListPage):
    permission, title, menu = VIEW, _("Courses"), MENU
    lead = _("What people are to learn, whom each course is for, and how many have passed it.")
    name, register = "courses", "courses"
    filters = CourseFilter
    default_sort = "reference"
    searched = ("reference", "title_da", "title_en", "summary_da", "summary_en")
    columns = (
        Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
        Column("title", _("Course"), lambda row, page: cells.name(row, page.base), sort="title_en"),
        Column("status", _("Status"), lambda row, page: looks.status_badge(row), sort="status"),
        Column("done", pgettext_lazy("course", "Passed"), lambda row, page: looks.completion(page.counts(row))),
        Column("late", _("Overdue"), lambda row, page: page.late(row), number=True),
        Column("minutes", _("Minutes"), lambda row, page: row.minutes, sort="minutes", number=True),
        Column("onboarding", _("Starter pack"), lambda row, page: cells.yes(row.onboarding or None, _("Yes"))),
        Column("owner", _("Owner"), lambda row, page: cells.person(row.owner), sort="owner__name"),
        Column("published", _("Published"), lambda row, page: cells.date(row.published_at), sort="published_at", shown=False),
    )  # fmt: skip
    create = ("training:course-create", EDIT, _("New course"))
    empty = Empty(
        _("No courses yet"),
        _(
            "Begin with the ready ones: security at work, phishing, passwords, personal data, incidents, and management."
        ),
        [(_("Ready courses"), "training:ready", True), (_("New course"), "training:course-create", False)],
    )

    def rows(self) -> QuerySet[Course]:
        return selectors.courses_for(self.actor).select_related("owner")

    @cached_property
    def counted(self) -> dict[str, Counts]:
        return selectors.counts_by_course(self.actor, self.today)

    def counts(self, course: Course) -> Counts:
        return self.counted.get(str(course.pk), Counts())

    def late(self, course: Course) -> SafeString | str:
        late = self.counts(course).late
        return (
            cells.link(late, f"{self.url('training:enrolment-list')}?course={course.reference}&overdue=yes")
            if late
            else ""
        )

    def empty_actions(self) -> list[Button]:
        return super().empty_actions() if self.actor.may(EDIT) else []

    def actions(self) -> Sequence[Button]:
        return [
            Button(_("Classes"), self.url("training:session-list"), "calendar"),
            Button(_("Who takes what"), self.url("training:enrolment-list"), "users"),
            Button(_("Management"), self.url("training:management"), "file-certificate"),
            Button(_("Ready courses"), self.url("training:ready"), "books", permission=EDIT),
        ]


class CourseCreate(FormPage):
    permission, title, menu = EDIT, _("New course"), MENU
    form, done = CourseForm, _("The course is saved. Now write its pages.")

    def crumbs(self) -> list[Any]:
        return [(_("Courses"), self.url(MENU)), (self.title, None)]

    def initial(self) -> dict[str, Any]:
        return {"owner": self.actor.person_id}

    def save(self, answers: dict[str, Any]) -> Course:
        return services.course_create(actor=self.actor, **answers)


class CourseEdit(OfCourse, FormPage):
    permission, title, menu = EDIT, _("Edit the course"), MENU
    form, done = CourseForm, _("The course is saved.")

    def find(self) -> Course:
        return self.course

    def initial(self) -> dict[str, Any]:
        served = selectors.requirements_served(self.actor, self.course)
        return {**initial_of(self.course.audience), "requirements": list(served)}

    def save(self, answers: dict[str, Any]) -> Course:
        return services.course_edit(actor=self.actor, course=self.object, version=self.version, **answers)


def _of(service: Any) -> Any:
    return lambda actor, course: service(actor=actor, course=course)


publish = verb(
    EDIT, course_or_404, _of(services.course_publish), _("It is published. This is what is taken from now on.")
)
archive = verb(EDIT, course_or_404, _of(services.course_archive), _("The course is archived. What came of it is kept."))
restore = verb(EDIT, course_or_404, _of(services.course_restore), _("The course is back."))
renew = verb(
    EDIT, course_or_404, _of(services.course_renew), _("Pages and questions are those of the ready course now.")
)
