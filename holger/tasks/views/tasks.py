"""The tasks as a list, making one, and what may be done to one beside doing it."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.actor import Actor
from holger.tasks import selectors, services
from holger.tasks.filters.tasks import TaskFilter
from holger.tasks.forms import tasks as forms
from holger.tasks.models import Task
from holger.tasks.permissions import DELETE, PLAN, VIEW, WORK
from holger.tasks.selectors.tasks import JOINED
from holger.tasks.tables.tasks import ALWAYS, TASK_COLUMNS
from holger.tasks.views.activities import subject_or_404
from holger.tasks.views.shared import TASKS, OfTask, click, task_or_404
from holger.ui.pages import Bulk, Empty, FormPage, ListPage, Tab


def _whole(actor: Actor, rows: QuerySet[Task]) -> list[Task]:
    """The selected rows with all their fields: a list reads only what it shows."""
    keys = list(rows.order_by().values_list("pk", flat=True))
    return list(selectors.tasks_for(actor).filter(pk__in=keys).select_related(*JOINED).order_by("due", "number"))


def _give(actor: Actor, rows: QuerySet[Task], answers: dict[str, Any]) -> int:
    return services.tasks_give_many(actor=actor, tasks=_whole(actor, rows), **answers)


def _move(actor: Actor, rows: QuerySet[Task], answers: dict[str, Any]) -> int:
    return services.tasks_move_many(actor=actor, tasks=_whole(actor, rows), **answers)


class TaskList(ListPage):
    permission, title, menu = VIEW, _("Tasks"), TASKS
    name, register = "tasks", "tasks"
    filters = TaskFilter
    columns = TASK_COLUMNS
    reads = ALWAYS
    default_sort = "due"
    counted_once = True
    searched = ("reference", "title")
    create = ("tasks:task-create", PLAN, _("New task"))
    tabs = (
        Tab(_("Mine"), "owner=me"),
        Tab(_("Late"), "late=yes"),
        Tab(_("This week"), "week=yes"),
        Tab(_("Awaiting sign-off"), "waits=yes"),
        Tab(pgettext_lazy("tasks", "Missed"), "status=missed&sort=-due"),
        Tab(pgettext_lazy("tasks", "Done"), "status=done&sort=-done_at"),
    )
    empty = Empty(
        _("No tasks"),
        _(
            "Tasks come from activities, in time for each due date, and from people who ask each other for something. "
            "Here they are all together, until they are done."
        ),
        [(_("Ready activities"), "tasks:ready", True), (_("New task"), "tasks:task-create", False)],
    )
    bulk = (
        Bulk("give", _("Give to"), "user-share", PLAN, _give, forms.BulkGiveForm),
        Bulk("move", _("Move to"), "calendar-event", PLAN, _move, forms.BulkMoveForm),
    )

    def rows(self) -> QuerySet[Task]:
        return selectors.tasks_listed(self.actor)

    def lean(self, rows: QuerySet[Task]) -> QuerySet[Task]:
        joined = {name.partition("__")[0] for column in self.shown_columns for name in column.reads if "__" in name}
        return super().lean(rows.select_related(None).select_related(*joined, "activity"))

    @cached_property
    def shown_activities(self) -> set[UUID]:
        """Those of the page's tasks that the reader may open."""
        if self.actor.reach(VIEW).everything:
            return {row.activity_id for row in self.page if row.activity_id}
        keys = {row.activity_id for row in self.page if row.activity_id}
        return set(selectors.activities_for(self.actor).filter(pk__in=keys).values_list("pk", flat=True))


class TaskCreate(FormPage):
    """``?about=assets.asset:<id>``: the object that it is about."""

    permission, title, menu = PLAN, _("New task"), TASKS
    form, done = forms.TaskForm, _("The task is given.")

    def crumbs(self) -> list[Any]:
        return [(_("Tasks"), self.url(TASKS)), (self.title, None)]

    @cached_property
    def about(self) -> Any:
        """The object that it is made for, if it is made for one."""
        asked = self.request.GET.get("about", "")
        return subject_or_404(self.actor, asked) if asked else None

    def admit(self) -> None:
        super().admit()
        self.about  # noqa: B018 - found, or 404

    @property
    def lead(self) -> Any:  # type: ignore[override]
        return _("About: %(name)s") % {"name": self.about} if self.about else ""

    def initial(self) -> dict[str, Any]:
        unit = getattr(self.about, "unit_id", None)
        owner = getattr(self.about, "owner_id", None) or self.actor.person_id
        return {"owner": owner, **({"unit": unit} if unit else {})}

    def back(self) -> str:
        return f"{self.base}{self.about.path}#panel-tasks" if self.about else super().back()

    def save(self, answers: dict[str, Any]) -> Task:
        return services.task_create(actor=self.actor, subject=self.about, **answers)


class TaskEdit(OfTask, FormPage):
    permission, title, menu = PLAN, _("Edit the task"), TASKS
    form, done = forms.TaskEditForm, _("The task is saved.")

    def save(self, answers: dict[str, Any]) -> Task:
        return services.task_edit(actor=self.actor, task=self.object, version=self.version, **answers)


class TaskGive(TaskEdit):
    title, button = _("Give it to somebody else"), _("Give")
    form, done = forms.GiveForm, _("It is given, and they are told.")  # type: ignore[assignment]

    def save(self, answers: dict[str, Any]) -> Task:
        return services.task_give(actor=self.actor, task=self.object, **answers)


class TaskMove(TaskEdit):
    title, button = _("Move the due date"), _("Move")
    form, done = forms.MoveForm, _("It is moved.")  # type: ignore[assignment]

    def initial(self) -> dict[str, Any]:
        return {"due": max(self.object.due, self.today)}

    def save(self, answers: dict[str, Any]) -> Task:
        return services.task_move(actor=self.actor, task=self.object, **answers)


class TaskDrop(TaskEdit):
    title, button = _("Drop the task"), _("Drop it")
    form, done = forms.DropForm, _("The task is dropped.")  # type: ignore[assignment]

    def save(self, answers: dict[str, Any]) -> Task:
        return services.task_drop(actor=self.actor, task=self.object, **answers)


class TaskSendBack(OfTask, FormPage):
    permission, menu = WORK, TASKS
    title, button = _("Send it back"), _("Send back")
    form, done = forms.SendBackForm, _("It is sent back, and whoever did it is told.")

    def save(self, answers: dict[str, Any]) -> Task:
        return services.task_sign(actor=self.actor, task=self.object, accept=False, **answers)


# By a click


def _verb(service: Any) -> Any:
    return lambda actor, task: service(actor=actor, task=task)


task_start = click(WORK, _("You have begun."), task_or_404, _verb(services.task_start))
task_sign = click(WORK, _("It is signed off."), task_or_404, _verb(services.task_sign))
task_reopen = click(PLAN, _("It is to be done again."), task_or_404, _verb(services.task_reopen))
task_archive = click(DELETE, _("The task is archived."), task_or_404, _verb(services.task_archive))
task_restore = click(DELETE, _("The task is back."), task_or_404, _verb(services.task_restore))
