"""Tasks as what people must do: those to do, those to sign off, and those that somebody else has."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.models import naming
from holger.core.registry import Click, Duty, DutySource
from holger.tasks.models import Task, TaskStatus
from holger.tasks.permissions import VIEW, WORK
from holger.tasks.selectors.tasks import AWAITS_SIGN_OFF, ICON

SIGN_MINUTES = 5
"""What it usually takes to look at what somebody else has done."""
STILL = timedelta(days=30)
"""So long do people see in their list what they have missed. It stays where it was missed."""
People = Collection[UUID] | None


class Row(NamedTuple):
    """A task as far as lists tell of it. No model is made, and no more is read: somebody may have hundreds.

    ``plain``: there is nothing to say about it but that it is done.
    """

    reference: str
    title: str
    due: date
    status: str
    minutes: int | None
    owner_id: UUID | None
    deputy_id: UUID | None
    approver_id: UUID | None
    unit_id: UUID | None
    asked_by__name: str | None
    activity__rule: str | None
    started_at: datetime | None
    sent_back: str
    done_by: str
    activity__escalate_days: int | None
    plain: bool

    @property
    def path(self) -> str:
        return f"tasks/{self.reference}/"


class Words:
    """What many of them are told with, looked up once."""

    def __init__(self) -> None:
        self.go_on, self.do, self.sign = gettext("Go on"), pgettext("task", "Do it"), pgettext("task", "Sign off")
        self.tick, self.sign_off = gettext("Mark as done"), gettext("Sign off %(name)s")
        self.sent_back, self.given = gettext("Sent back: %(why)s"), gettext("%(who)s has given it to you.")
        self.missed = gettext("It was missed. It can still be done.")
        self.wheel = gettext("It is yours in the annual wheel.")
        self.done = gettext("%(who)s has done it and asks you to look at it.")


PLAIN = Case(
    When(
        Q(activity=None) | Q(activity__sample_of=""),
        needs_evidence=False,
        checklist=[],
        sample={},
        then=Value(value=True),
    ),
    default=Value(value=False),
)


def rows_of(tasks: QuerySet[Task]) -> Iterable[Row]:
    return map(Row._make, tasks.order_by().annotate(plain=PLAIN).values_list(*Row._fields))


def open_duties(organisation_id: UUID, people: People) -> Sequence[Duty]:
    tasks, words = _here(organisation_id), Words()
    doing = rows_of(naming(tasks.filter(_to_do()), people))
    signing = rows_of(naming(tasks.filter(AWAITS_SIGN_OFF), people, "approver"))
    return [*(_do(row, words) for row in doing), *(_sign(row, words) for row in signing)]


def _here(organisation_id: UUID) -> QuerySet[Task]:
    return Task.objects.filter(organisation_id=organisation_id, archived_at=None)


def _to_do() -> Q:
    """What is open and may be begun, and what was missed lately and can still be done."""
    begun = Q(opens=None) | Q(opens__lte=dates.today()) | Q(started_at__isnull=False)
    missed = Q(status=TaskStatus.MISSED, done_at=None, missed_at__gte=dates.now() - STILL)
    return Q(begun, status=TaskStatus.OPEN) | missed


def _do(row: Row, words: Words, waits_for: str = "") -> Duty:
    assert row.owner_id is not None
    mine = not waits_for
    return Duty(
        key=f"tasks.task:{row.reference}",
        person_id=row.owner_id,
        title=row.title,
        reason=_why(row, words) if mine else "",
        verb=words.go_on if row.started_at else words.do,
        path=row.path,
        icon=ICON,
        permission=WORK if mine else VIEW,
        unit_id=row.unit_id,
        due=row.due,
        minutes=row.minutes,
        deputy_id=row.deputy_id,
        click=Click(f"work/tick/{row.reference}/", words.tick, WORK) if row.plain and mine else None,
        waits_for=waits_for,
        escalate_days=row.activity__escalate_days,
    )


def _why(row: Row, words: Words) -> str:
    """What the one who does it should know before opening it."""
    if row.sent_back:
        return words.sent_back % {"why": row.sent_back}
    if row.status == TaskStatus.MISSED:
        return words.missed
    if row.asked_by__name:
        return words.given % {"who": row.asked_by__name}
    return words.wheel if row.activity__rule else ""


def _sign(row: Row, words: Words, waits_for: str = "") -> Duty:
    assert row.approver_id is not None
    mine = not waits_for
    return Duty(
        key=f"tasks.task:{row.reference}:sign",
        person_id=row.approver_id,
        title=words.sign_off % {"name": row.title},
        reason=words.done % {"who": row.done_by} if mine else "",
        verb=words.sign,
        path=row.path,
        icon="signature",
        permission=WORK if mine else VIEW,
        unit_id=row.unit_id,
        due=row.due,
        minutes=SIGN_MINUTES,
        awaited=True,
        waits_for=waits_for,
    )


def waiting(organisation_id: UUID, person_id: UUID) -> Sequence[Duty]:
    """What somebody has given to others, and what they have done that others are to sign off."""
    tasks = _here(organisation_id)
    given = tasks.filter(_to_do(), asked_by=person_id, owner__isnull=False).exclude(owner=person_id)
    done = tasks.filter(AWAITS_SIGN_OFF, Q(doer=person_id) | Q(owner=person_id), approver__isnull=False)
    done = done.exclude(approver=person_id)
    words = Words()
    owners, approvers = (
        dict(rows.values_list("reference", f"{name}__name")) for rows, name in ((given, "owner"), (done, "approver"))
    )
    return [
        *(_do(row, words, owners[row.reference]) for row in rows_of(given)),
        *(_sign(row, words, approvers[row.reference]) for row in rows_of(done)),
    ]


def deputy_of(organisation_id: UUID, person_id: UUID) -> Collection[UUID]:
    """The owners of the tasks in which a person is deputy."""
    rows = _here(organisation_id).filter(status=TaskStatus.OPEN, deputy=person_id, owner__isnull=False)
    return set(rows.order_by().values_list("owner", flat=True))


SOURCE = DutySource(
    "tasks",
    _("Tasks"),
    ICON,
    open_duties,
    waiting,
    deputy_of,
    done=("task.done", "task.signed", "task.sent_back", "task.dropped"),
)
