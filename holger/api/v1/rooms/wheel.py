"""The year at a glance, the load that it puts on people, ready activities, and calendars to subscribe to."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import get_language
from pydantic import Field, create_model

from holger.api.v1.call import Call
from holger.api.v1.operation import Answer, operation
from holger.api.v1.references import Ref, answers_of, pointer, refs_to
from holger.api.v1.resource import Paging, filters_of, page_in, page_of, parameters_of
from holger.api.v1.schemas import Body, Out
from holger.core import dates
from holger.core.errors import NotFound
from holger.core.words import say
from holger.organisation.models import Person
from holger.tasks import library, selectors, services
from holger.tasks.filters.runs import RunFilter
from holger.tasks.models import Activity, Category, Feed
from holger.tasks.permissions import PLAN, VIEW
from holger.tasks.rules.load import CAPACITY
from holger.tasks.rules.months import Month
from holger.tasks.rules.ready import Proposal, Why
from holger.tasks.rules.standing import STATES
from holger.tasks.selectors import Period, Run
from holger.tasks.selectors.ready import Offered

ROOM = "tasks"
Year = Annotated[int, Field(ge=2000, le=2100)]
State = Literal[STATES]  # type: ignore[valid-type]

# The year


class WheelRunOut(Out):
    """One time that something is due: a task, or a date that no task has been made for yet."""

    activity: Ref | None = Field(description="Empty: it is done only once.")
    task: str = Field(description="The task's reference; empty where it has not been made yet.")
    title: str
    category: str
    slot: date | None = Field(description="When it was planned for, by the activity's recurrence.")
    due: date
    day: date = Field(description="The working day on which people are to have done it: due, or the next one.")
    state: State = Field(
        description="open: its lead time has begun; soon: due within 14 days; late: past its due date."
    )
    owner: Ref | None = Field(description="Who does it, or will.")
    minutes: int | None


class WheelYearOut(Out):
    year: int
    items: list[WheelRunOut]
    count: int
    done: int = Field(description="With a deviation or without.")
    missed: int = Field(description="What is late is not among them.")
    late: int


class InYear(Body):
    year: Year | None = Field(None, description="Without it, this one.")


WheelQuery = create_model("WheelQuery", __base__=InYear, __module__=__name__, **parameters_of(RunFilter))


def _runs(request: Call, first: date, last: date, today: date) -> list[Run]:
    """The runs of a period, narrowed as on the pages."""
    filters = filters_of(RunFilter, request, selectors.activities_for(request.actor))
    assert isinstance(filters, RunFilter)
    found = selectors.runs_between(
        request.actor, Period(first, last), today, activities=filters.qs, one_off=False, people=True
    )
    return filters.kept(found)


@operation("GET", "/wheel", room=ROOM, permission=VIEW, gives=WheelYearOut, query=WheelQuery)
def wheel(request: Call, query: Any) -> WheelYearOut:
    """Read the annual wheel: every run of a year, those that are only planned too"""
    today = dates.today(request.organisation.zone)
    year = query.year or today.year
    found = _runs(request, date(year, 1, 1), date(year, 12, 31), today)
    people = _people(request, found)
    states = [run.state for run in found]
    return WheelYearOut(
        year=year,
        items=[_run(run, people) for run in found],
        count=len(found),
        done=states.count("done") + states.count("deviation"),
        missed=states.count("missed"),
        late=states.count("late"),
    )


def _people(request: Call, runs: Sequence[Run]) -> dict[UUID | None, Ref]:
    keys = {run.person_id for run in runs if run.person_id}
    rows = Person.objects.filter(organisation_id=request.actor.organisation_id, pk__in=keys)
    return {key: Ref(reference=ref, title=name) for key, ref, name in rows.values_list("pk", "reference", "name")}


def _run(run: Run, people: dict[UUID | None, Ref]) -> WheelRunOut:
    return WheelRunOut(
        activity=Ref(reference=run.of.reference, title=run.of.title) if run.of else None,
        task=run.task,
        title=run.title,
        category=run.category,
        slot=run.slot,
        due=run.due,
        day=run.day,
        state=run.state,  # type: ignore[arg-type]
        owner=people.get(run.person_id),
        minutes=run.minutes,
    )


class MoveRun(Body):
    activity: pointer(Activity)  # type: ignore[valid-type]
    slot: date = Field(description="Which time, as it is planned.")
    due: date
    reason: Annotated[str, Field(max_length=1000, description="Needed where it is put off.")] = ""


class MovedOut(Out):
    moved: int = Field(description="How many tasks were due on another day: one, or one for each object.")


@operation("POST", "/wheel/move", room=ROOM, permission=PLAN, gives=MovedOut, body=MoveRun)
def wheel_move(request: Call, body: MoveRun) -> MovedOut:
    """Let one time of an activity be due on another day, also where no task has been made for it yet"""
    answers = answers_of(request.actor, body)
    return MovedOut(moved=services.run_move(actor=request.actor, **answers))


# The load


class LoadCellOut(Out):
    month: str = Field(description="2026-11")
    minutes: int
    runs: int
    unknown: int = Field(description="So many of the runs say not how long they take.")
    share: int | None = Field(description="Percent of the time there is; empty for all together.")


class LoadLineOut(Out):
    person: Ref
    months: list[LoadCellOut]


class LoadOut(Out):
    lines: list[LoadLineOut] = Field(description="The most loaded first.")
    together: list[LoadCellOut] = Field(description="All people's and nobody's work.")
    unowned: list[Ref] = Field(description="Activities with runs for nobody.")
    unestimated: list[Ref] = Field(description="Activities with runs that say not how long they take.")


class LoadHours(Body):
    hours: int = Field(CAPACITY // 60, ge=1, le=200, description="How many a month everybody is thought to have.")


LoadQuery = create_model("LoadQuery", __base__=LoadHours, __module__=__name__, **parameters_of(RunFilter))


@operation("GET", "/planning-check", room=ROOM, permission=VIEW, gives=LoadOut, query=LoadQuery)
def planning_check(request: Call, query: Any) -> LoadOut:
    """Read what the coming twelve months ask of whom, and what nobody is asked for"""
    today = dates.today(request.organisation.zone)
    first = Month.of(today)
    runs = _runs(request, first.first, first.shifted(11).last, today)
    checked = selectors.plan_checked(request.actor, runs, first, 12, query.hours * 60)
    people = _people(request, runs)
    sources = checked.sources
    return LoadOut(
        lines=[
            LoadLineOut(person=people[line.person], months=[_cell(cell) for cell in line.cells])
            for line in checked.load.lines
            if line.person in people
        ],
        together=[_cell(cell) for cell in checked.load.together],
        unowned=[_source(sources[key]) for key in checked.load.unowned if key in sources],
        unestimated=[_source(sources[key]) for key in checked.load.unestimated if key in sources],
    )


def _cell(cell: Any) -> LoadCellOut:
    told = {name: getattr(cell, name) for name in ("minutes", "runs", "unknown", "share")}
    return LoadCellOut(month=str(cell.month), **told)


def _source(source: Any) -> Ref:
    return Ref(reference=source.reference, title=source.title)


# Ready activities


class AskedOut(Out):
    framework: str = Field(description="Its short name.")
    code: str
    met: bool


class ReadyOut(Out):
    """A ready activity. Texts are in your language."""

    key: str = Field(description="To accept it by.")
    title: str
    why_done: str = Field(description="What goes wrong without it.")
    category: Literal[tuple(Category.values)]  # type: ignore[valid-type]
    role: str = Field(description="Whose work it usually is.")
    rule: str = Field(description="Its recurrence, as in RFC 5545; empty where an event calls for it.")
    minutes: int
    essential: bool
    why: Literal[tuple(Why)] = Field(  # type: ignore[valid-type]
        description="open: it helps to meet what is not met; upkeep: what it serves is met; basic: no organisation should "
        "do without; more: nothing that is wanted asks for it; have: it is there."
    )
    serves: list[AskedOut] = Field(description="Of what you have to live up to.")
    first: date | None = Field(description="The day that is proposed for the first time.")
    activity: Ref | None = Field(description="The activity that this already is.")


class ReadyQuery(Paging):
    why: list[Literal[tuple(Why)]] = Field([], max_length=len(Why), description="Any of these.")  # type: ignore[valid-type]


HERE = "/ready-activities"


@operation("GET", HERE, room=ROOM, permission=PLAN, gives=page_of(ReadyOut), query=ReadyQuery)
def ready_activities(request: Call, query: ReadyQuery) -> Any:
    """List the ready activities, with why each is proposed and when it would begin"""
    offered = selectors.ready_offered(request.actor, dates.today(request.organisation.zone))
    shown = [_ready(each, offered) for each in offered.proposals if not query.why or each.why in query.why]
    return page_in(request, shown, query, ReadyOut)


def _ready(each: Proposal[UUID], offered: Offered) -> ReadyOut:
    entry, language = each.entry, get_language()
    there = offered.there[each.there] if each.there else None
    place = offered.places.get(entry.key)
    demands = [offered.demands[ask.key] for ask in each.asked]
    return ReadyOut(
        key=entry.key,
        title=say(entry.title, language),
        why_done=say(entry.why, language),
        category=entry.category,
        role=entry.role,
        rule=entry.rule,
        minutes=entry.minutes,
        essential=entry.essential,
        why=each.why,  # type: ignore[arg-type]
        serves=[AskedOut(framework=each.name, code=each.code, met=each.met) for each in demands],
        first=place.first if place else None,
        activity=Ref(reference=there.reference, title=there.title) if there else None,
    )


class AcceptReady(Body):
    keys: list[Literal[tuple(library.by_key())]] = Field(max_length=100)  # type: ignore[valid-type]
    days: dict[str, date] = Field(
        {}, max_length=100, description="By key: the first due date, instead of what is proposed."
    )
    owner: pointer(Person, null=True) = None  # type: ignore[valid-type]


class WheelAcceptedOut(Out):
    made: list[Ref]


@operation("POST", HERE, room=ROOM, permission=PLAN, gives=WheelAcceptedOut, body=AcceptReady)
def ready_activities_accept(request: Call, body: AcceptReady) -> WheelAcceptedOut:
    """Accept ready activities

    What is there already is made no second time, so accepting once more changes nothing.
    """
    owner = answers_of(request.actor, body).get("owner")
    made = services.ready_accept(actor=request.actor, keys=body.keys, days=body.days, owner=owner)
    return WheelAcceptedOut(made=refs_to(made))


# Calendars to subscribe to


class FeedOut(Out):
    id: UUID
    name: str
    everything: bool = Field(description="All that its owner sees, not only what they do themselves.")
    owner: Ref
    created_at: datetime
    fetched_at: datetime | None


class FeedList(Out):
    items: list[FeedOut]
    count: int


class FeedMade(FeedOut):
    address: str = Field(description="Shown this once. Whoever has it can read what is in it.")


class FeedBody(Body):
    name: Annotated[str, Field(max_length=60, description="Where it is used.")] = ""
    everything: bool = False


def _feed(feed: Feed, **more: Any) -> dict[str, Any]:
    told = {name: getattr(feed, name) for name in ("id", "name", "everything", "created_at", "fetched_at")}
    return {**told, "owner": Ref(reference=feed.person.reference, title=feed.person.name), **more}


@operation("GET", "/feeds", room=ROOM, permission=VIEW, gives=FeedList)
def feeds(request: Call) -> FeedList:
    """List the calendars that somebody subscribes to: your own; whoever manages sees everybody's"""
    rows = selectors.feeds_for(request.actor).filter(revoked_at=None)
    items = [FeedOut(**_feed(row)) for row in rows]
    return FeedList(items=items, count=len(items))


@operation("POST", "/feeds", room=ROOM, permission=VIEW, gives=FeedMade, status=201, body=FeedBody)
def feeds_create(request: Call, body: FeedBody) -> Answer:
    """Make a calendar to subscribe to, of your own tasks or of everything that you see"""
    feed, secret = services.feed_create(actor=request.actor, name=body.name, everything=body.everything)
    return Answer(FeedMade(**_feed(feed, address=services.feed_address(secret))), 201)


@operation("DELETE", "/feeds/{id}", room=ROOM, permission=VIEW, gives=None, status=204)
def feeds_delete(request: Call, id: str) -> Answer:  # noqa: A002  (the name in the address)
    """Revoke a calendar at once and for good"""
    try:
        feed = selectors.feeds_for(request.actor).filter(revoked_at=None, pk=UUID(id)).first()
    except ValueError:
        feed = None
    if feed is None:
        raise NotFound
    services.feed_revoke(actor=request.actor, feed=feed)
    return Answer(None, 204)
