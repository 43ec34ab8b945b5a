"""What is due when, as pictures of the year show it: the tasks that there are, and the runs that no task has been made for yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from holger.core.actor import Actor
from holger.organisation.models import Person
from holger.tasks.models import Activity, Basis, Task, TaskStatus
from holger.tasks.rules import planning
from holger.tasks.rules.assigning import Roster, Wish
from holger.tasks.rules.planning import Past, Rhythm
from holger.tasks.rules.recurrence import parse
from holger.tasks.rules.standing import CLOSED, MOVABLE, coming, standing, worst
from holger.tasks.rules.tasks import UNFINISHED
from holger.tasks.rules.timing import Timing
from holger.tasks.rules.workdays import DENMARK, Workdays
from holger.tasks.selectors.activities import activities_for
from holger.tasks.selectors.roster import roster_of
from holger.tasks.selectors.tasks import tasks_for

AROUND = timedelta(days=14)
"""Longer than any row of days off: what is due before a period may be shown in it."""
DAY = timedelta(days=1)
AT = "@"
"""Between an activity and a date in a run's key: AK-3@2027-05-28."""
MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class Source:
    """The activity of a run, as far as pictures show it."""

    pk: UUID
    reference: str
    title: str
    category: str
    rule: str
    library_id: str = ""
    each: bool = False

    @property
    def path(self) -> str:
        return f"activities/{self.reference}/"


@dataclass(frozen=True, slots=True)
class Run:
    """One time that something is due. ``day`` is the working day on which people are to have done it, ``due`` the true date.

    ``task`` is its reference, empty where none has been made yet. ``of`` is None for what is done only once.
    """

    of: Source | None
    slot: date | None
    due: date
    day: date
    state: str
    title: str
    task: str = ""
    pk: UUID | None = None
    person_id: UUID | None = None
    person: str = ""
    unit_id: UUID | None = None
    about_id: UUID | None = None
    minutes: int | None = None
    done: date | None = None
    changed: datetime | None = None
    version: int = 0

    @property
    def key(self) -> str:
        """Names it in addresses: by its task, or by activity and date."""
        return self.task or f"{self.of.reference if self.of else ''}{AT}{self.slot}"

    @property
    def category(self) -> str:
        return self.of.category if self.of else ""

    @property
    def path(self) -> str:
        """Where it is done; the activity's page where it cannot be yet."""
        return f"tasks/{self.task}/" if self.task or self.of is None else self.of.path

    @property
    def movable(self) -> bool:
        return self.state in MOVABLE


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def runs_between(
    actor: Actor,
    period: Period,
    today: date,
    *,
    activities: QuerySet[Activity] | None = None,
    one_off: bool = True,
    people: bool = False,
    workdays: Workdays = DENMARK,
) -> list[Run]:
    """All runs that the actor sees whose working day lies in the period, in order.

    ``activities``: only of these, and without ``one_off`` nothing else. ``people``: find out who will do what is still to be
    planned; without, that is left open.
    """
    made = _Made(actor, period, today, workdays)
    runs = made.runs(activities, one_off)
    if period.last >= today:
        whole = activities_for(actor) if activities is None else activities
        runs += _ToCome(actor, period, today, workdays, whole).runs(made if people else None)
    return sorted(runs, key=lambda run: (run.day, run.title, run.task))


class _Look:
    def __init__(self, actor: Actor, period: Period, today: date, workdays: Workdays) -> None:
        self.actor, self.period, self.today, self.workdays = actor, period, today, workdays

    def in_period(self, runs: Iterable[Run]) -> list[Run]:
        return [run for run in runs if run.day in self.period]


class _Made(_Look):
    """The tasks that there are."""

    def runs(self, activities: QuerySet[Activity] | None, one_off: bool) -> list[Run]:
        rows = tasks_for(self.actor).filter(archived_at=None).exclude(status=TaskStatus.DROPPED)
        rows = rows.filter(due__gte=self.period.first - AROUND, due__lte=self.period.last)
        if activities is not None:
            ours = Q(activity__in=activities.values("pk").order_by())
            rows = rows.filter(ours | Q(activity=None) if one_off else ours)
        elif not one_off:
            rows = rows.exclude(activity=None)
        return self.in_period(self.read(rows))

    def read(self, rows: QuerySet[Task]) -> list[Run]:
        sources: dict[UUID, Source] = {}
        return [self._run(row, sources) for row in rows.order_by().values(*READ)]

    def _run(self, row: Mapping[str, Any], sources: dict[UUID, Source]) -> Run:
        day, key, done = self.workdays.shown(row["due"]), row["activity_id"], row["done_at"]
        if key is not None and key not in sources:
            sources[key] = _source(row, "activity__")
        timing = Timing(row["due"], row["activity__lead_days"] or 0, row["activity__grace_days"], day)
        return Run(
            of=sources.get(key),
            slot=row["slot"],
            due=row["due"],
            day=day,
            state=standing(row["status"], row["result"], timing, self.today),
            title=row["title"],
            task=row["reference"],
            pk=row["pk"],
            person_id=row["owner_id"],
            person=row["owner__name"] or "",
            unit_id=row["unit_id"],
            about_id=row["about_id"],
            minutes=row["minutes"],
            done=done.date() if done else None,
            changed=row["updated_at"],
            version=row["version"],
        )

    def latest(self, keys: Sequence[UUID]) -> Mapping[UUID, Sequence[Run]]:
        """Of what is done for each of several objects: who was given it for the latest date. So it will be the next time."""
        if not keys:
            return {}
        rows = tasks_for(self.actor).filter(activity__in=keys, archived_at=None)
        wanted = Q(pk__in=())
        for key, slot in rows.order_by().values_list("activity_id").annotate(latest=Max("slot")):
            wanted |= Q(activity=key, slot=slot)
        found: dict[UUID, list[Run]] = defaultdict(list)
        for run in self.read(rows.filter(wanted)):
            if run.of is not None:
                found[run.of.pk].append(run)
        return found


class _ToCome(_Look):
    """The dates that activities will have, beyond those that tasks have been made for."""

    def __init__(self, *look: Any) -> None:
        *shared, activities = look
        super().__init__(*shared)
        unplanned = Q(planned_until=None) | Q(planned_until__lt=self.period.last) | Q(basis=Basis.DONE)
        rows = activities.filter(unplanned, archived_at=None, paused_at=None)
        self.rows = list(rows.order_by().values(*TOLD))

    def runs(self, made: _Made | None) -> list[Run]:
        """With ``made``, find out who will do them."""
        pasts, taken = self._pasts(), self._taken()
        spread = made.latest([row["pk"] for row in self.rows if row["each_of"]]) if made else {}
        roster = roster_of(self.actor.organisation_id, self.today) if made and self.rows else None
        found: list[Run] = []
        for row in self.rows:
            source = _source(row, "")
            for slot in self._slots(row, pasts):
                if (row["pk"], slot) not in taken:
                    run = self._run(row, source, slot, _doer(roster, row, slot) if roster else None)
                    found += [_given(run, other) for other in spread.get(row["pk"], ())] or [run]
        return self._named(self.in_period(found))

    def _slots(self, row: Mapping[str, Any], pasts: Mapping[UUID, Past]) -> Iterable[date]:
        first = max(self.period.first - AROUND, self.today, row["starts"])
        if row["basis"] == Basis.DONE:
            rhythm = Rhythm(parse(row["rule"]), row["starts"], row["ends"], True)
            return planning.slots(rhythm, pasts.get(row["pk"], Past()), first, self.period.last)
        if row["planned_until"] is not None:
            first = max(first, row["planned_until"] + DAY)
        return coming(row["rule"], row["starts"], row["ends"], first, self.period.last)

    def _run(self, row: Mapping[str, Any], source: Source, slot: date, person: UUID | None) -> Run:
        day = self.workdays.shown(slot)
        timing = Timing(slot, row["lead_days"], row["grace_days"], day)
        return Run(
            of=source,
            slot=slot,
            due=slot,
            day=day,
            state=standing(TaskStatus.OPEN, "", timing, self.today),
            title=row["title"],
            person_id=person,
            unit_id=row["unit_id"],
            minutes=row["minutes"],
            changed=row["updated_at"],
        )

    def _named(self, runs: list[Run]) -> list[Run]:
        keys = {run.person_id for run in runs if run.person_id and not run.person}
        if not keys:
            return runs
        people = Person.objects.filter(organisation_id=self.actor.organisation_id, pk__in=keys)
        names: dict[UUID | None, str] = dict(people.values_list("pk", "name"))
        return [run if run.person else replace(run, person=names.get(run.person_id, "")) for run in runs]

    def _taken(self) -> set[tuple[UUID | None, date | None]]:
        """What was made beyond the horizon, to be moved: it may be due in another period."""
        ahead = self._tasks(row["pk"] for row in self.rows).filter(slot__gt=self.today)
        return set(ahead.values_list("activity_id", "slot"))

    def _pasts(self) -> dict[UUID, Past]:
        """The runs so far of what counts from when it was done."""
        counted = [row["pk"] for row in self.rows if row["basis"] == Basis.DONE]
        if not counted:
            return {}
        unfinished = Count("pk", filter=Q(status__in=UNFINISHED))
        told = self._tasks(counted).values("activity_id").annotate(
            count=Count("pk"), last=Max("slot"), done=Max("done_at"), unfinished=unfinished
        )  # fmt: skip
        return {
            row["activity_id"]: Past(
                row["count"], row["last"], row["done"].date() if row["done"] else row["last"], bool(row["unfinished"])
            )
            for row in told
        }

    def _tasks(self, activities: Iterable[UUID]) -> QuerySet[Task]:
        ours = Task.objects.filter(organisation_id=self.actor.organisation_id, activity__in=list(activities))
        return ours.order_by()


def _doer(roster: Roster, row: Mapping[str, Any], slot: date) -> UUID | None:
    performer = Wish(row["performer_id"], row["performer_role"], row["unit_id"], row["deputy_id"])
    return roster.doer([performer, Wish(row["owner_id"])], slot).person


def _given(run: Run, other: Run) -> Run:
    """The same run for the object of another."""
    told = ("title", "person_id", "person", "unit_id", "about_id", "minutes")
    return replace(run, **{name: getattr(other, name) for name in told})


READ = (
    *("pk", "reference", "title", "status", "result", "slot", "due", "done_at", "updated_at", "version", "minutes"),
    *("owner_id", "owner__name", "unit_id", "about_id", "activity_id", "activity__reference", "activity__title"),
    *("activity__category", "activity__rule", "activity__library_id", "activity__each_of"),
    *("activity__lead_days", "activity__grace_days"),
)
TOLD = (
    *("pk", "reference", "title", "category", "rule", "starts", "ends", "basis", "library_id", "each_of"),
    *("lead_days", "grace_days", "planned_until", "unit_id", "minutes", "updated_at"),
    *("performer_id", "performer_role", "deputy_id", "owner_id"),
)


def _source(told: Mapping[str, Any], at: str) -> Source:
    return Source(
        pk=told["activity_id" if at else "pk"],
        reference=told[f"{at}reference"],
        title=told[f"{at}title"],
        category=told[f"{at}category"],
        rule=told[f"{at}rule"],
        library_id=told[f"{at}library_id"],
        each=bool(told[f"{at}each_of"]),
    )


# Of one activity and date


@dataclass(frozen=True, slots=True)
class Times:
    """The runs of an activity for one date: one, or one for each of several objects. Pictures show them as one."""

    runs: tuple[Run, ...]

    @property
    def first(self) -> Run:
        return self.runs[0]

    @property
    def key(self) -> str:
        """As a run's; of several, by activity and date."""
        run = self.first
        return run.key if self.count == 1 or run.of is None else f"{run.of.reference}{AT}{run.slot}"

    @property
    def count(self) -> int:
        return len(self.runs)

    @property
    def movable(self) -> bool:
        return any(run.movable for run in self.runs)

    @property
    def state(self) -> str:
        return worst({run.state for run in self.runs})

    @property
    def done(self) -> int:
        return sum(run.state in CLOSED for run in self.runs)


def together(runs: Iterable[Run]) -> list[Times]:
    """The runs as pictures show them, in order. Those that were moved apart are apart."""
    found: dict[Any, list[Run]] = {}
    for run in runs:
        one = run.of is None or not run.of.each
        found.setdefault(run.key if one or run.of is None else (run.of.pk, run.slot, run.day), []).append(run)
    return [Times(tuple(each)) for each in found.values()]


def runs_named(actor: Actor, keys: Sequence[str], today: date) -> list[Run]:
    """The runs with these keys that the actor sees, in order. Of activity and date all runs, where there are several."""
    made = _Made(actor, Period(today, today), today, DENMARK)
    named, dated = [key for key in keys if AT not in key], [pair for key in keys if (pair := _read(key))]
    rows = tasks_for(actor).filter(archived_at=None).exclude(status=TaskStatus.DROPPED)
    wanted = Q(reference__in=named[:MOST_NAMED])
    for reference, slot in dated[:MOST_NAMED]:
        wanted |= Q(activity__reference=reference, slot=slot)
    found = made.read(rows.filter(wanted))
    there = {(run.of.reference, run.slot) for run in found if run.of}
    for reference, slot in dated[:MOST_NAMED]:
        if (reference, slot) not in there:
            found += _to_come(actor, reference, slot, today)
    return sorted(found, key=lambda run: (run.day, run.title, run.task))


def _to_come(actor: Actor, reference: str, slot: date, today: date) -> list[Run]:
    """A date that no task has been made for yet."""
    activities = activities_for(actor).filter(reference=reference)
    runs = runs_between(actor, Period(slot, slot + AROUND), today, activities=activities, people=True)
    return [run for run in runs if not run.task and run.slot == slot]


def _read(key: str) -> tuple[str, date] | None:
    reference, _at, day = key.partition(AT)
    try:
        return (reference, date.fromisoformat(day)) if day else None
    except ValueError:
        return None
