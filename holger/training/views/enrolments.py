"""Who takes what: the list, giving a course, taking it back, and more attempts."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.audience.selectors import people_in
from holger.audience.words import told
from holger.training import selectors, services
from holger.training.filters.courses import EnrolmentFilter
from holger.training.forms.courses import AttemptsForm, EnrolForm, GiveForm
from holger.training.models import Course, Enrolment
from holger.training.permissions import ASSIGN, LEAD, VIEW
from holger.training.tables import looks
from holger.training.views.common import ENROLMENTS, MENU, OfCourse, course_or_404, enrolment_or_404, verb
from holger.ui import cells, http
from holger.ui.columns import Column
from holger.ui.pages import Empty, FormPage, ListPage, Tab


class EnrolmentList(ListPage):
    """Who has passed and who has not; never what anybody answered."""

    permission, title, menu = VIEW, _("Who takes what"), MENU
    name, register = "enrolments", "enrolments"
    filters = EnrolmentFilter
    default_sort = "-given"
    searched = ("person__name", "person__reference", "course__reference", "course__title_da", "course__title_en")
    columns = (
        Column("person", pgettext_lazy("enrolment", "Who"), lambda row, page: cells.person(row.person), sort="person__name"),
        Column("unit", _("Unit"), lambda row, page: row.person.unit or "", sort="person__unit__name"),
        Column("course", _("Course"), lambda row, page: cells.name(row.course, page.base), sort="course__number"),
        Column("state", _("Status"), lambda row, page: looks.state_badge(row, page.today), sort="state"),
        Column("why", _("Why"), lambda row, page: row.get_why_display(), sort="why"),
        Column("given", _("Given"), lambda row, page: cells.date(row.assigned_at), sort="assigned_at"),
        Column("due", _("To be taken by"), lambda row, page: page.due(row), sort="due"),
        Column("passed", _("Passed on"), lambda row, page: cells.date(row.passed_on), sort="passed_on"),
        Column("valid", _("Holds until"), lambda row, page: cells.date(row.valid_until), sort="valid_until"),
        Column("number", _("Certificate"), lambda row, page: row.certificate, sort="number", shown=False),
    )  # fmt: skip
    tabs = (
        Tab(_("Overdue"), "overdue=yes"),
        Tab(pgettext_lazy("enrolment", "No attempts left"), "state=failed&current=yes"),
        Tab(_("Passed"), "state=passed&current=yes"),
    )
    empty = Empty(
        _("Nobody takes a course yet"),
        _("Publish a course and give it to those it is for. What comes of it is listed here."),
        [(_("Courses"), MENU, True)],
    )

    def crumbs(self) -> list[Any]:
        return [(_("Courses"), self.url(MENU)), (self.title, None)]

    def rows(self) -> QuerySet[Enrolment]:
        return selectors.enrolments_for(self.actor).select_related("person__unit", "course")

    def due(self, row: Enrolment) -> SafeString:
        return cells.date(row.due, self.today if row.state in ("open", "failed") else None)


class CourseGive(OfCourse, FormPage):
    """Gives it to its whole audience, and from then on to whoever comes to belong there."""

    permission, title, menu = ASSIGN, _("Give it to those it is for"), MENU
    template = "training/give.html"
    form, button, done = GiveForm, _("Give it"), ""

    def context(self) -> dict[str, Any]:
        audience = self.course.audience
        people = people_in(audience) if audience else None
        there = selectors.enrolments_now(self.actor).filter(course=self.course)
        return {
            "course": self.course,
            "told": told(audience),
            "people": people.count() if people is not None else 0,
            "there": there.count(),
            "none": not self.course.edition,
        }

    def save(self, answers: dict[str, Any]) -> Course:
        count = services.course_give(actor=self.actor, course=self.course, due=answers["due"])
        _say(self.request, count)
        return self.course


class CourseEnrol(OfCourse, FormPage):
    permission, title, menu = ASSIGN, _("Give it to some by name"), MENU
    form, button, done = EnrolForm, _("Give it"), ""

    def save(self, answers: dict[str, Any]) -> Course:
        _say(self.request, services.people_enrol(actor=self.actor, course=self.course, **answers))
        return self.course


def _say(request: Any, count: int) -> None:
    told = ngettext("%(count)s person has got it.", "%(count)s people have got it.", count) % {"count": count}
    http.tell(request, told if count else gettext("Everybody has it already."))


class AttemptsGive(FormPage):
    """For whoever manages somebody, and for those who run courses."""

    permission, title = LEAD, _("Give more attempts")
    form, button, done = AttemptsForm, _("Give attempts"), _("They can try again, and see it on their page.")
    template = "training/attempts.html"

    def find(self) -> Enrolment:
        return get_object_or_404(selectors.enrolments_led(self.actor), pk=self.kwargs["pk"])

    def permission_on(self) -> Any:
        return services.Led(self.object)

    def initial(self) -> dict[str, Any]:
        return {"count": self.object.course.attempts or 1}

    def back(self) -> str:
        return self.url(ENROLMENTS) if self.actor.may(VIEW) else self.base

    def next(self, obj: Any) -> str:
        return self.back()

    def save(self, answers: dict[str, Any]) -> Enrolment:
        return services.attempts_give(actor=self.actor, enrolment=self.object, **answers)


def _to_list(request: Any, enrolment: Enrolment) -> str:
    return f"{http.link(request, ENROLMENTS)}?course={enrolment.course.reference}"


withdraw = verb(
    ASSIGN,
    enrolment_or_404,
    lambda actor, row: services.enrolment_withdraw(actor=actor, enrolment=row),
    _("They need not take it."),
    _to_list,
)
stop = verb(
    ASSIGN,
    course_or_404,
    lambda actor, course: services.course_stop(actor=actor, course=course),
    _("Nobody gets it by themselves any more."),
)
