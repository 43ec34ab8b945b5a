"""Tasks as far as an actor sees them: their own, those of their units, or all."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Lookup, OuterRef, Q, QuerySet, Subquery, Value, When

from holger.core.actor import Actor
from holger.core.models import visible
from holger.core.need_to_know import known_to
from holger.core.registry import Hit, Subject, registry
from holger.core.searching import words_in
from holger.tasks.models import Activity, Task, TaskStatus
from holger.tasks.permissions import VIEW
from holger.tasks.rules.tasks import UNFINISHED
from holger.tasks.selectors.activities import activities_for

ICON = "checkbox"
LATELY = timedelta(days=90)
"""So long does an activity show that it was missed."""
JOINED = ("activity", "owner", "unit", "deputy", "approver", "asked_by")
AWAITS_SIGN_OFF = Q(status=TaskStatus.WAITING) | Q(
    Q(approver__isnull=False) | Q(activity__approver__isnull=False) | ~Q(activity__approver_role=""),
    status=TaskStatus.MISSED,
    done_at__isnull=False,
    signed_at=None,
)
"""The same as ``Task.awaits_sign_off``: done, and to be looked at by somebody else."""


class Unfinished(Lookup[Any]):
    """Is it still to be done or signed off?

    The two words are written out rather than given as parameters: only so the database sees that the index of such tasks
    is enough, however many are over.
    """

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        status, params = self.process_lhs(compiler, connection)
        return f"{status} IN ('open', 'waiting')", tuple(params)


IN_HAND = Unfinished(F("status"), True)


def tasks_for(actor: Actor) -> QuerySet[Task]:
    """Every task that the actor may see. One's own are those that one does, stands in for, signs off or has asked for, and
    those of activities that one answers for."""
    me = actor.person_id
    own = Q(owner_id=me) | Q(deputy_id=me) | Q(approver_id=me) | Q(asked_by_id=me) | Q(activity__owner_id=me)
    return known_to(visible(Task.objects.all(), actor, VIEW, own=own), actor)


def tasks_listed(actor: Actor) -> QuerySet[Task]:
    """The same as lists show them."""
    return tasks_for(actor).select_related("activity", "owner", "unit")


def tasks_pickable(actor: Actor) -> QuerySet[Task]:
    """What can be chosen in forms: what is still to be done."""
    return tasks_for(actor).filter(IN_HAND, archived_at=None).order_by("due", "pk")


def search_tasks(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Tasks with every word of ``text`` in their reference or title: exact references first, then what is open."""
    words = text.split()[:6]
    if not words:
        return []
    first = Case(
        When(reference__iexact=text, then=Value(0)),
        When(status__in=UNFINISHED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = tasks_for(actor).filter(words_in(words, ("title", "reference")), archived_at=None).annotate(first=first)
    found = rows.order_by("first", "due").only("reference", "title", "status")[:limit]
    kind = Task._meta.verbose_name
    return [Hit(row.reference, row.title, row.path, kind, ICON, row.get_status_display(), str(row.pk)) for row in found]


def overdue(today: date) -> Q:
    """Still to be done, and past its due date."""
    return Q(status=TaskStatus.OPEN, due__lt=today)


def in_trouble(today: date) -> Q:
    """Late now, or missed lately and not done since."""
    return overdue(today) | Q(status=TaskStatus.MISSED, done_at=None, due__gte=today - LATELY)


def troubled(actor: Actor, today: date) -> QuerySet[Any]:
    """The activities that have a run in trouble, by their keys; whoever's run it is, unless it is kept from the actor."""
    runs = Task.objects.filter(in_trouble(today), organisation_id=actor.organisation_id, archived_at=None)
    runs = known_to(runs, actor)
    return runs.filter(activity__isnull=False).order_by().values("activity")


# Around a task


def subject_of(actor: Actor, task: Task) -> tuple[Subject, Any] | None:
    """What the task is about, if the actor sees it."""
    kind = registry.subjects.get(task.about_type)
    if kind is None or task.about_id is None or task.organisation_id != actor.organisation_id:
        return None
    found = kind.visible(actor).filter(pk=task.about_id).first()
    return (kind, found) if found is not None else None


def earlier_runs(actor: Actor, task: Task) -> QuerySet[Task]:
    """The runs before this one of the same activity, about the same object; the latest first."""
    rows = tasks_for(actor).filter(activity=task.activity_id, about_id=task.about_id, archived_at=None)
    rows = rows.filter(slot__lt=task.slot).order_by("-slot") if task.slot and task.activity_id else rows.none()
    return rows.exclude(pk=task.pk)


def born_of(actor: Actor, task: Task) -> QuerySet[Task]:
    """The tasks that a run's deviation has led to."""
    return tasks_for(actor).filter(born_of=task, archived_at=None).select_related("owner").order_by("number")


def runs_of(actor: Actor, activity: Activity) -> QuerySet[Task]:
    """All runs of an activity, the latest first."""
    return tasks_for(actor).filter(activity=activity, archived_at=None).order_by("-slot", "number")


def tasks_about(actor: Actor, subject: Any) -> QuerySet[Task]:
    """What is to be done about an object which the actor has found, the earliest first, with whoever does it."""
    rows = tasks_for(actor).filter(about_type=subject.subject_type, about_id=subject.pk)
    return rows.filter(IN_HAND, archived_at=None).select_related("owner").order_by("due", "number")


def next_due(actor: Actor, activities: Collection[UUID]) -> dict[UUID, date]:
    """Activity → when its next task is due, of tasks that the actor sees."""
    rows = tasks_for(actor).filter(activity__in=activities, status=TaskStatus.OPEN, archived_at=None).order_by("-due")
    return dict(rows.values_list("activity_id", "due"))


def with_next(actor: Actor, rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Activities, each with the day on which its ``next`` task is due."""
    coming = tasks_for(actor).filter(activity=OuterRef("pk"), status=TaskStatus.OPEN, archived_at=None)
    return rows.annotate(next=Subquery(coming.order_by("due").values("due")[:1]))


def last_runs(actor: Actor, activities: Collection[UUID]) -> dict[UUID, Task]:
    """Activity → its last run that is over, whether it was done or missed, of runs that the actor sees."""
    over = tasks_for(actor).filter(activity=OuterRef("pk"), status__in=(TaskStatus.DONE, TaskStatus.MISSED))
    latest = over.filter(archived_at=None).order_by("-slot").values("pk")[:1]
    asked = Activity.objects.filter(organisation_id=actor.organisation_id, pk__in=activities)
    keys = asked.annotate(run=Subquery(latest)).values("run")
    rows = tasks_for(actor).filter(pk__in=keys).only("organisation", "activity", "result", "done_at", "status")
    return {row.activity_id: row for row in rows if row.activity_id is not None}


def activities_counted(actor: Actor, today: date) -> dict[str, int]:
    """How many activities there are, how many have a run that is late or missed, and how many nobody does."""
    nobody = Q(owner=None, performer=None, performer_role="", each_of="")
    rows = activities_for(actor).filter(archived_at=None).order_by()
    late = Q(pk__in=troubled(actor, today))
    found: dict[str, int] = rows.aggregate(
        total=Count("pk"), late=Count("pk", filter=late), nobody=Count("pk", filter=nobody)
    )
    return found
