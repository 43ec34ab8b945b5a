"""What is handed over when somebody leaves: tasks, activities, roles, and whom they lead or stand in for."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.actor import Actor
from holger.core.handing import all_at_once, one_by_one, rows_naming
from holger.core.registry import Holding
from holger.organisation.models import Person
from holger.organisation.permissions import EDIT_PEOPLE, VIEW_PEOPLE
from holger.organisation.selectors import people_for
from holger.organisation.services import person_edit
from holger.tasks import services
from holger.tasks.models import Absence, RoleHolder, Task, TaskStatus
from holger.tasks.permissions import PLAN, TEAM, VIEW, WORK
from holger.tasks.rules.tasks import UNFINISHED
from holger.tasks.selectors.absences import absences_ahead
from holger.tasks.selectors.activities import activities_for
from holger.tasks.selectors.roles import role_holders_for
from holger.tasks.selectors.tasks import tasks_for
from holger.tasks.words import ROLES

LIVE: dict[str, Any] = {"archived_at": None}
ROLE, WHEEL, TASK, PEOPLE = "id-badge-2", "calendar-repeat", "checkbox", "users"


def _open_tasks(actor: Actor) -> QuerySet[Task]:
    return tasks_for(actor).filter(status=TaskStatus.OPEN, **LIVE).select_related("activity")


def _unfinished(actor: Actor) -> QuerySet[Task]:
    return tasks_for(actor).filter(status__in=UNFINISHED, **LIVE).select_related("activity", "owner")


def _give_role(*, actor: Actor, rows: Iterable[RoleHolder], giver: Person, taker: Person) -> None:
    """Whoever stood in takes over, and nobody stands in for themselves."""
    for holder in rows:
        stays = holder.deputy if holder.deputy_id != taker.pk else None
        services.role_holder_edit(actor=actor, role_holder=holder, person=taker, deputy=stays)


def _give_deputy(*, actor: Actor, rows: Iterable[RoleHolder], giver: Person, taker: Person) -> None:
    for holder in rows:
        deputy = taker if holder.person_id != taker.pk else None
        services.role_holder_edit(actor=actor, role_holder=holder, deputy=deputy)


def _absences(actor: Actor) -> QuerySet[Absence]:
    return absences_ahead(actor, dates.today())


def _stand_in(*, actor: Actor, rows: Iterable[Absence], giver: Person, taker: Person) -> None:
    for absence in rows:
        deputy = taker if absence.person_id != taker.pk else None
        services.absence_edit(actor=actor, absence=absence, deputy=deputy)


def _lead(*, actor: Actor, rows: Iterable[Person], giver: Person, taker: Person) -> None:
    """Who takes over is led by whoever leads them already, or by nobody: not by themselves."""
    for person in rows:
        person_edit(actor=actor, person=person, manager=taker if person.pk != taker.pk else giver.manager)


def _activities(field: str, title: Any, order: int, **more: Any) -> Holding:
    rows = rows_naming(activities_for, field, **LIVE)
    give = all_at_once(services.activities_edit_many, "activities", field)
    return Holding(f"tasks.activity.{field}", title, WHEEL, rows, VIEW, PLAN, give, order, **more)


def _tasks(field: str, title: Any, order: int) -> Holding:
    rows, give = rows_naming(_unfinished, field), one_by_one(services.task_edit, "task", field)
    return Holding(f"tasks.task.{field}", title, TASK, rows, VIEW, PLAN, give, order)


def _role(row: RoleHolder) -> str:
    return f"{ROLES.get(row.role, row.role)} ({row.unit})" if row.unit else str(ROLES.get(row.role, row.role))


_does, _give = rows_naming(_open_tasks, "owner"), all_at_once(services.tasks_give_many, "tasks", "owner")
_holds, _deputises = (rows_naming(role_holders_for, field) for field in ("person", "deputy"))
_stands_in, _leads = rows_naming(_absences, "deputy"), rows_naming(people_for, "manager")

HOLDINGS = (
    Holding("tasks.task.owner", _("Tasks to do"), TASK, _does, VIEW, PLAN, _give, 1, owner_of="tasks.task"),
    _tasks("deputy", pgettext_lazy("holding", "Tasks in which they are deputy"), 2),
    _tasks("approver", pgettext_lazy("holding", "Tasks that they sign off"), 3),
    _activities("owner", _("Activities that they answer for"), 4, owner_of="tasks.activity"),
    _activities("performer", _("Activities that they do"), 5),
    _activities("deputy", _("Activities in which they are deputy"), 6),
    _activities("approver", _("Activities that they sign off"), 7),
    Holding(
        *("tasks.role.person", _("Roles that they hold"), ROLE, _holds, VIEW_PEOPLE, TEAM, _give_role, 80),
        says=_role,
    ),
    Holding(
        *(
            "tasks.role.deputy",
            _("Roles in which they are deputy"),
            ROLE,
            _deputises,
            VIEW_PEOPLE,
            TEAM,
            _give_deputy,
            81,
        ),
        says=_role,
    ),
    Holding(
        *("tasks.absence.deputy", _("People whom they stand in for"), PEOPLE, _stands_in, WORK, TEAM, _stand_in, 82),
        over=lambda row: row.person,
    ),
    Holding(
        "people.manager", _("People whom they lead"), PEOPLE, _leads, VIEW_PEOPLE, EDIT_PEOPLE, _lead, 83, own=False
    ),
)
