"""Joiners and leavers: who comes, who goes, whether what is to be done is done; and the two lists of it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.errors import NotFound
from holger.organisation.permissions import VIEW_PEOPLE
from holger.tasks import services
from holger.tasks.filters.moves import MoveFilter
from holger.tasks.forms.moves import MoveListForm
from holger.tasks.models import Move, MoveKind, MoveList
from holger.tasks.permissions import SETTINGS
from holger.tasks.selectors.moves import move_lines, move_lists, moves_for
from holger.tasks.tables.moves import kind_badge, task_cell
from holger.ui import cells
from holger.ui.columns import Column
from holger.ui.pages import Button, Empty, FormPage, ListPage, Page, Tab

MENU = "organisation:settings"


class MovePage(ListPage):
    permission, menu = VIEW_PEOPLE, MENU
    title = _("Joiners and leavers")
    lead = _("Whose first or last day is near, and whether what is to be done about it is done.")
    template = "tasks/moves.html"
    name = "moves"
    filters = MoveFilter
    columns = (
        Column("name", _("Name"), lambda row, page: cells.name(row.person, page.base), sort="person__name"),
        Column("kind", pgettext_lazy("person", "Joins or leaves"), kind_badge, sort="kind"),
        Column("day", _("Day"), lambda row, page: cells.date(row.day), sort="day"),
        Column("unit", _("Unit"), lambda row, page: row.person.unit, sort="person__unit__name"),
        Column(
            "manager", _("Manager"), lambda row, page: cells.person(row.person.manager), sort="person__manager__name"
        ),
        Column("task", _("Task"), task_cell, sort="task__status"),
    )
    default_sort = "-day"
    searched = ("person__name", "person__reference")
    tabs = (
        Tab(_("Joining"), "kind=joiner&when=ahead&sort=day"),
        Tab(_("Leaving"), "kind=leaver&when=ahead&sort=day"),
        Tab(_("To be done"), "state=open&sort=day"),
    )
    empty = Empty(
        _("Nobody comes or goes just now"),
        _(
            "Give people a first and a last day. Two weeks before, whoever leads them gets a task with all that is to be done."
        ),
        ((_("People"), "organisation:person-list", True),),
    )

    def rows(self) -> QuerySet[Move]:
        return moves_for(self.actor)

    def actions(self) -> list[Button]:
        return [Button(_("What is done"), self.url("tasks:move-lists"), "list-check", permission=SETTINGS)]


class MoveLists(Page):
    permission, menu = SETTINGS, MENU
    title = _("When somebody joins or leaves")
    lead = _(
        "Whoever leads them gets a task with these lines two weeks before the day, else the security officer does."
    )
    template = "tasks/move_lists.html"

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(_("Joiners and leavers"), self.url("tasks:move-list")), (self.title, None)]

    def context(self) -> dict[str, Any]:
        return {"lists": [(kind, MoveList(kind=kind), lines) for kind, lines in move_lists(self.request.organisation)]}


class MoveListEdit(FormPage):
    permission, menu = SETTINGS, MENU
    form, done = MoveListForm, _("The list is saved. Tasks that are given already stay as they are.")

    @property
    def kind(self) -> str:
        if self.kwargs["kind"] not in MoveKind.values:
            raise NotFound
        return str(self.kwargs["kind"])

    def heading(self) -> str:
        return str(MoveList(kind=self.kind))

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(MoveLists.title, self.back()), (self.heading(), None)]

    def initial(self) -> dict[str, Any]:
        return {"lines": list(move_lines(self.request.organisation, self.kind))}

    def save(self, answers: dict[str, Any]) -> None:
        services.move_list_edit(actor=self.actor, kind=self.kind, **answers)

    def back(self) -> str:
        return self.url("tasks:move-lists")
