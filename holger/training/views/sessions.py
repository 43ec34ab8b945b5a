"""Classes: the list, planning one, who came, and calling it off."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.training import selectors, services
from holger.training.filters.courses import SessionFilter
from holger.training.forms.sessions import HoldForm, NewSessionForm, SessionForm
from holger.training.models import Attendance, Session, SessionStatus
from holger.training.permissions import ASSIGN, VIEW
from holger.training.tables import looks
from holger.training.views.common import CLASSES, MENU, session_or_404, verb
from holger.ui import cells
from holger.ui.columns import Column
from holger.ui.pages import Button, DetailPage, Empty, Fact, FormPage, ListPage

TITLE = pgettext_lazy("training", "Classes")


class SessionList(ListPage):
    permission, title, menu = VIEW, TITLE, MENU
    lead = _("Courses that are taught in a room. Whoever was there has passed.")
    name = "classes"
    filters = SessionFilter
    default_sort = "-on"
    searched = ("reference", "course__title_da", "course__title_en", "place", "trainer")
    columns = (
        Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
        Column("course", _("Course"), lambda row, page: cells.name(row, page.base), sort="course__title_en"),
        Column("on", pgettext_lazy("class", "Day"), lambda row, page: cells.date(row.on), sort="on"),
        Column("place", pgettext_lazy("class", "Place"), lambda row, page: row.place, sort="place"),
        Column("trainer", _("Trainer"), lambda row, page: row.trainer, sort="trainer"),
        Column("status", _("Status"), lambda row, page: looks.session_badge(row.status), sort="status"),
        Column("invited", _("Invited"), lambda row, page: row.invited or "", number=True),
        Column("came", _("Came"), lambda row, page: row.came or "", number=True),
    )
    create = ("training:session-create", ASSIGN, _("Plan a class"))
    empty = Empty(
        _("No classes yet"),
        _("When you teach a course in a room, plan it here, tick who came, and keep the list as evidence."),
        [(_("Plan a class"), "training:session-create", True)],
    )

    def crumbs(self) -> list[Any]:
        return [(_("Courses"), self.url(MENU)), (self.title, None)]

    def rows(self) -> QuerySet[Session]:
        rows = selectors.sessions_for(self.actor)
        return rows.annotate(invited=Count("attendances"), came=Count("attendances", filter=Q(attendances__came=True)))

    def empty_actions(self) -> list[Button]:
        return super().empty_actions() if self.actor.may(ASSIGN) else []


class SessionCreate(FormPage):
    """``?course=``: the one it is of."""

    permission, title, menu = ASSIGN, _("Plan a class"), CLASSES
    form, done = NewSessionForm, _("The class is planned.")

    def crumbs(self) -> list[Any]:
        return [(_("Courses"), self.url(MENU)), (TITLE, self.url(CLASSES)), (self.title, None)]

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("course", "")
        course = selectors.pickable(self.actor).filter(reference=asked).first() if asked else None
        return {"course": course.pk if course else None, "on": self.today}

    def save(self, answers: dict[str, Any]) -> Session:
        return services.session_create(actor=self.actor, **answers)


class OfSession:
    actor: Any
    request: Any
    kwargs: dict[str, Any]
    title: Any
    url: Any
    object: Any

    def find(self) -> Session:
        return session_or_404(self.actor, self.kwargs["reference"])

    def crumbs(self) -> list[Any]:
        here = (self.object.reference, self.request.base + self.object.path)
        return [(_("Courses"), self.url(MENU)), (TITLE, self.url(CLASSES)), here, (self.title, None)]


class SessionEdit(OfSession, FormPage):
    permission, title, menu = ASSIGN, _("Edit the class"), CLASSES
    form, done = SessionForm, _("The class is saved.")

    def initial(self) -> dict[str, Any]:
        there = selectors.attendances_of(self.actor, self.object)
        return {"people": [row.person for row in there]}

    def save(self, answers: dict[str, Any]) -> Session:
        return services.session_edit(actor=self.actor, session=self.object, version=self.version, **answers)


class SessionHold(OfSession, FormPage):
    permission, title, menu = ASSIGN, _("Tick who was there"), CLASSES
    lead = _("They have passed the course on that day. The list stands when you have saved it.")
    form, done, button = HoldForm, _("The list is made. Attach the signed sheet as evidence."), _("Save the list")

    @cached_property
    def invited(self) -> list[Attendance]:
        return list(selectors.attendances_of(self.actor, self.object))

    @cached_property
    def bound(self) -> Any:
        form = super().bound
        form.fields["came"].choices = [(str(row.person_id), row.person.name) for row in self.invited]
        return form

    def save(self, answers: dict[str, Any]) -> Session:
        ticked = set(answers["came"])
        came = {row.person_id: row.person for row in self.invited if str(row.person_id) in ticked}
        came |= {person.pk: person for person in answers["others"]}
        return services.session_hold(actor=self.actor, session=self.object, came=list(came.values()))


class SessionDetail(OfSession, DetailPage):
    permission, title, menu, icon = VIEW, TITLE, CLASSES, "users"
    template = "training/session_detail.html"

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Courses"), self.url(MENU)), (TITLE, self.url(CLASSES)), (self.object.reference, None)]

    def badges(self) -> Sequence[SafeString]:
        return [looks.session_badge(self.object.status)]

    def at(self, name: str) -> str:
        return self.url(f"training:session-{name}", reference=self.object.reference)

    def actions(self) -> Sequence[Button]:
        if self.object.status != SessionStatus.PLANNED:
            return []
        return [
            Button(
                _("Cancel the class"), self.at("cancel"), "x", permission=ASSIGN, post=True, confirm=_("Cancel it?")
            ),
            Button(_("Edit"), self.at("edit"), "pencil", permission=ASSIGN),
            Button(_("Tick who was there"), self.at("hold"), "check", primary=True, permission=ASSIGN),
        ]

    def facts(self) -> Sequence[Fact]:
        session = self.object
        return [
            Fact(_("Course"), cells.name(session.course, self.base)),
            Fact(pgettext_lazy("class", "Day"), cells.date(session.on)),
            Fact(pgettext_lazy("class", "Begins at"), f"{session.at:%H:%M}" if session.at else ""),
            Fact(pgettext_lazy("class", "Place"), session.place),
            Fact(_("Trainer"), session.trainer),
        ]

    def context(self) -> dict[str, Any]:
        return {"session": self.object, "people": list(selectors.attendances_of(self.actor, self.object))}


cancel = verb(
    ASSIGN,
    session_or_404,
    lambda actor, session: services.session_cancel(actor=actor, session=session),
    _("The class is cancelled."),
)
