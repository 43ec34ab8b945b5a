"""The horizon: every activity has the tasks that fall due before it, whoever is here to do them.

Planning again changes nothing: what an activity has for a date it has once, which the database guards as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet

from holger.comments.models import Comment
from holger.core import dates, saving
from holger.core.actor import Actor
from holger.evidence.models import EvidenceLink
from holger.history import services as history
from holger.history.services import Entry
from holger.organisation.models import Organisation
from holger.organisation.services import next_numbers
from holger.tasks.models import Activity, Basis, Task, TaskStatus
from holger.tasks.rules import planning as rules
from holger.tasks.rules.planning import DAY, Past, Rhythm
from holger.tasks.rules.recurrence import next_after, parse
from holger.tasks.rules.tasks import UNFINISHED
from holger.tasks.selectors.roster import roster_of
from holger.tasks.services.making import Maker, Objects, objects_of
from holger.tasks.services.shared import day_in, hold, itself, references
from holger.tasks.signals import tasks_given

BATCH = 500
AT_ONCE = 1_000
"""Activities that are planned together: their tasks are asked for in one question."""
BROUGHT = (
    "title",
    "unit",
    "slot",
    "due",
    "opens",
    "owner",
    "deputy",
    "approver",
    "needs_evidence",
    "minutes",
    "checklist",
)
"""What a task that nobody has touched takes from its activity."""
WHOLE = ("owner", "performer", "deputy", "approver")

Key = UUID | None
"""What a task is about, where its activity has one for each of several objects."""


@transaction.atomic
def tasks_plan(*, organisation_id: UUID, until: date | None = None) -> int:
    """Make the tasks of every activity up to the horizon, or up to ``until`` where that is later. Returns how many."""
    today = dates.today(hold(organisation_id).zone)
    far = max(until or today, rules.horizon(today, 0))
    due = Q(planned_until=None) | Q(planned_until__lt=far) | Q(lead_days__gt=rules.HORIZON.days)
    rows = _in_use(organisation_id).filter(due | Q(basis=Basis.DONE) | ~Q(each_of=""))
    actor = itself(organisation_id)
    return sum(
        plan(actor, batch, today=today, until=until).made for batch in batched(rows.order_by("number", "pk"), AT_ONCE)
    )


def _in_use(organisation_id: UUID) -> QuerySet[Activity]:
    return Activity.objects.filter(organisation_id=organisation_id, archived_at=None, paused_at=None)


@dataclass
class Planned:
    """What planning came to."""

    made: int = 0
    moved: int = 0
    removed: int = 0


def plan(
    actor: Actor, activities: Sequence[Activity], *, today: date, until: date | None = None, anew: bool = False
) -> Planned:
    """Plan some activities of one organisation. ``anew``: they have changed, and so does what nobody has touched."""
    if not activities:
        return Planned()
    work = _Work(actor, activities, today, until, anew)
    for activity in activities:
        work.look_at(activity)
    work.write()
    return work.planned


@dataclass
class _Change:
    """What becomes of one activity's tasks, as its history tells it."""

    activity: Activity
    made: list[date] = field(default_factory=list)
    gone: list[date] = field(default_factory=list)

    @property
    def told(self) -> Entry:
        told = {"tasks": [_days(self.gone) or None, _days(self.made) or None]}
        return Entry("activity.planned", self.activity, told)


def _days(found: Iterable[date]) -> list[str]:
    return sorted({day.isoformat() for day in found})


class _Work:
    """One round of planning: looks at each activity with what was read for all of them, and writes all at once."""

    def __init__(
        self, actor: Actor, activities: Sequence[Activity], today: date, until: date | None, anew: bool
    ) -> None:
        self.actor, self.activities = actor, activities
        self.today, self.until, self.anew = today, until, anew
        self.organisation_id = activities[0].organisation_id
        self.firsts = {each.pk: self._first(each) for each in activities}
        self.there = _there(activities, min(self.firsts.values()))
        self.pasts = self._pasts()
        self.maker: Maker | None = None
        self.new: list[tuple[Activity, date, Any]] = []
        self.brought: list[tuple[UUID, Activity, date, Any]] = []
        self.gone: list[UUID] = []
        self.changes: list[_Change] = []
        self.planned = Planned()

    def _first(self, activity: Activity) -> date:
        """From when on it is planned: what lies before is as it is."""
        if self.anew or activity.each_of or activity.planned_until is None:
            return self.today
        return activity.planned_until + DAY

    def last(self, activity: Activity) -> date:
        """Up to when it is planned: never less far than it has been."""
        known = (rules.horizon(self.today, activity.lead_days), activity.planned_until, self.until)
        return max(day for day in known if day is not None)

    def _pasts(self) -> Mapping[UUID, Mapping[Key, Past]]:
        """The runs of what counts from when it was done. What may still be planned otherwise is no run yet."""
        counted = [each for each in self.activities if each.basis == Basis.DONE]
        return _pasts(counted, [row.pk for each in counted for row in self._known(each)[0].values()])

    def look_at(self, activity: Activity) -> None:
        objects = objects_of(activity) if activity.paused_at is None and activity.archived_at is None else {}
        first, last = self.firsts[activity.pk], self.last(activity)
        found = rules.steps(self._wanted(activity, objects, first, last), *self._known(activity))
        change = _Change(activity)
        for key, slot in found.make:
            self.new.append((activity, slot, objects[key]))
            change.made.append(slot)
        for there, slot in found.move:
            self.brought.append((there.pk, activity, slot, objects.get(there.subject)))
            change.gone.append(there.slot)
            change.made.append(slot)
        if self.anew:
            self.brought += [(there.pk, activity, there.slot, objects.get(there.subject)) for there in found.keep]
        self.gone += [there.pk for there in found.remove]
        change.gone += [there.slot for there in found.remove]
        if change.made or change.gone:
            self.changes.append(change)
        self.planned.made += len(found.make)
        self.planned.moved += len(found.move)
        self.planned.removed += len(found.remove)
        activity.planned_until = last

    def _wanted(self, activity: Activity, objects: Objects, first: date, last: date) -> list[tuple[Key, date]]:
        if not objects:
            return []
        rhythm = rhythm_of(activity)
        if not rhythm.after_done:
            days = rules.slots(rhythm, Past(), first, last)
            return [(key, day) for key in objects for day in days]
        pasts = self.pasts.get(activity.pk, {})
        return [(key, day) for key in objects for day in rules.slots(rhythm, pasts.get(key, Past()), first, last)]

    def _known(self, activity: Activity) -> tuple[dict[tuple[Key, date], "_There"], list[tuple[Key, date]]]:
        """The tasks that are there: those that nobody has touched, and the dates of the rest."""
        rows = self.there.get(activity.pk, ())
        free = self.anew or bool(activity.each_of)
        untouched = {(row.subject, row.slot): row for row in rows if free and row.untouched and row.slot >= self.today}
        taken = [(row.subject, row.slot) for row in rows if (row.subject, row.slot) not in untouched]
        return untouched, taken

    # Writing

    def write(self) -> None:
        if self.new or self.brought:
            self.maker = Maker(roster_of(self.organisation_id, self.today))
        given = [*self._make(), *self._bring()]
        Task.objects.filter(pk__in=self.gone).delete()
        by_day: dict[date | None, list[UUID]] = defaultdict(list)
        for activity in self.activities:
            by_day[activity.planned_until].append(activity.pk)
        for day, keys in by_day.items():
            Activity.objects.filter(pk__in=keys).exclude(planned_until=day).update(planned_until=day)
        history.record_many(actor=self.actor, entries=[change.told for change in self.changes])
        if given:
            tasks_given.send(sender=Task, actor=self.actor, tasks=given)

    def _make(self) -> list[Task]:
        if not self.new or self.maker is None:
            return []
        taken = next_numbers(organisation_id=self.organisation_id, prefix=Task.prefix, count=len(self.new))
        numbers = references(Task.prefix, taken)
        rows = [
            self.maker.make(activity, slot, obj, number)
            for (activity, slot, obj), number in zip(sorted(self.new, key=lambda new: new[1]), numbers, strict=True)
        ]
        return Task.objects.bulk_create(rows, batch_size=BATCH)

    def _bring(self) -> list[Task]:
        """Bring what nobody has touched up to date; answers those that somebody else has now."""
        if not self.brought or self.maker is None:
            return []
        rows = Task.objects.in_bulk([pk for pk, *_rest in self.brought])
        owners = {pk: row.owner_id for pk, row in rows.items()}
        for pk, activity, slot, obj in self.brought:
            rows[pk].activity = activity
            self.maker.bring_up(rows[pk], activity, slot, obj)
        saving.update_many(rows.values(), BROUGHT)
        return [row for pk, row in rows.items() if row.owner_id != owners[pk]]


_rule = lru_cache(maxsize=1024)(parse)


def rhythm_of(activity: Activity) -> Rhythm:
    return Rhythm(_rule(activity.rule), activity.starts, activity.ends, activity.basis == Basis.DONE)


def next_slot(activity: Activity, task: Task, done: date | None = None) -> date | None:
    """The date of the run after this one, as the rule has it: counted from when it was done, or would be (``done``), where
    that is how it is counted."""
    rhythm = rhythm_of(activity)
    if not rhythm.after_done:
        found = next_after(rhythm.rule, rhythm.starts, task.slot or task.due)
        return None if found is None or (activity.ends is not None and found > activity.ends) else found
    past = _pasts([activity], []).get(activity.pk, {}).get(task.about_id, Past())
    if done is not None and task.done_at is None:
        past = replace(past, open=False, closed=done)
    return rules.following(rhythm, past, task.slot or task.due)


@dataclass(frozen=True)
class _There:
    """A task that is there, as far as planning looks at it."""

    pk: UUID
    subject: Key
    slot: date
    untouched: bool


def untouched(organisation_id: UUID, keys: Iterable[UUID]) -> set[UUID]:
    """Those of some tasks that are as planning made them, and that nothing hangs on."""
    rows = Task.objects.filter(organisation_id=organisation_id, pk__in=list(keys), status=TaskStatus.OPEN, version=1)
    fresh = set(rows.filter(due=F("slot")).values_list("pk", flat=True))
    return fresh - _hung_on(fresh)


def _there(activities: Sequence[Activity], first: date) -> Mapping[UUID, Sequence[_There]]:
    """The tasks of some activities from a day on. Untouched are those that are as they were made, and nothing hangs on."""
    rows = Task.objects.filter(activity__in=[each.pk for each in activities], slot__gte=first)
    found = list(rows.values_list("pk", "activity_id", "about_id", "slot", "status", "version", "due"))
    fresh = {
        pk
        for pk, _a, _s, slot, status, version, due in found
        if status == TaskStatus.OPEN and version == 1 and due == slot
    }
    touched = _hung_on(fresh)
    there: dict[UUID, list[_There]] = defaultdict(list)
    for pk, activity, subject, slot, *_rest in found:
        assert slot is not None  # as was asked for
        there[activity].append(_There(pk, subject, slot, pk in fresh and pk not in touched))
    return there


def _hung_on(keys: Iterable[UUID]) -> set[UUID]:
    """Tasks that somebody has proven or said something about."""
    found: set[UUID] = set()
    for some in batched(keys, AT_ONCE):
        for model in (EvidenceLink, Comment):
            on = model._default_manager.filter(subject_type=Task._meta.label_lower, subject_id__in=some)
            found.update(on.values_list("subject_id", flat=True))
    return found


def _pasts(activities: Sequence[Activity], besides: Sequence[UUID]) -> Mapping[UUID, Mapping[Key, Past]]:
    if not activities:
        return {}
    zone = Organisation.objects.values_list("zone", flat=True).get(pk=activities[0].organisation_id)
    rows = Task.objects.filter(activity__in=[each.pk for each in activities], slot__isnull=False).exclude(
        pk__in=besides
    )
    grouped = (
        rows.order_by()
        .values("activity_id", "about_id")
        .annotate(
            count=Count("pk"),
            unfinished=Count("pk", filter=Q(status__in=UNFINISHED)),
            last=Max("slot"),
            last_done=Max("slot", filter=Q(done_at__isnull=False)),
            done=Max("done_at"),
        )
    )
    found: dict[UUID, dict[Key, Past]] = defaultdict(dict)
    for row in grouped:
        closed = day_in(row["done"], zone) if row["last"] == row["last_done"] else row["last"]
        past = Past(row["count"], row["last"], closed, bool(row["unfinished"]))
        found[row["activity_id"]][row["about_id"]] = past
    return found
