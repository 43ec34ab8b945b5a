"""What people must do, from all rooms together; who holds which role, who is away, and handing over."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import operation
from holger.api.v1.references import Lookup, Ref, answers_of, pointer, ref_to
from holger.api.v1.resource import Paging, Resource, offer, page_in, page_of
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.core import dates
from holger.core.errors import NotFound
from holger.core.registry import registry
from holger.organisation.models import Person
from holger.organisation.permissions import ENTER, VIEW_PEOPLE
from holger.organisation.selectors import people_for
from holger.tasks import selectors, services
from holger.tasks.filters.work import AbsenceFilter, RoleHolderFilter
from holger.tasks.models import Absence, RoleHolder
from holger.tasks.permissions import TEAM, WORK
from holger.tasks.rules.roles import HELD
from holger.tasks.rules.work import When
from holger.tasks.selectors.work import Line, work_now
from holger.tasks.tables.work import why

ROOM = "tasks"

# What people must do

Kind = Literal[tuple(source.key for source in registry.duties)]  # type: ignore[valid-type]


class DutyOut(Out):
    """Something that somebody must do, whichever room it comes from."""

    key: str = Field(description="Names it for good: what a reminder is about.")
    kind: Kind = Field(description="Which room it comes from.")  # type: ignore[valid-type]
    title: str = Field(description="Empty for what you do not have access to.")
    reason: str
    verb: str = Field(description="What to do about it.")
    path: str = Field(
        description="Where it is done, below /o/{organisation}/; empty for what you do not have access to."
    )
    due: date | None
    minutes: int | None = Field(description="What it usually takes, as far as that is known.")
    when: When = Field(description="late, this week, later, or without a day.")
    urgent: bool
    awaited: bool = Field(description="Somebody waits for it.")
    in_place_of: Ref | None = Field(description="Whoever it belongs to is away, and you stand in.")
    waits_for: str = Field(description="Whom you wait for.")


class DutyQuery(Paging):
    kind: list[Kind] = Field([], max_length=50, description="Any of these; give it several times for more.")  # type: ignore[valid-type]
    when: list[When] = Field([], max_length=10, description="Any of these; give it several times for more.")


def _out(line: Line) -> DutyOut:
    duty, absence = line.duty, line.absence
    seen = {"title": str(duty.title), "reason": why(line), "path": duty.path}
    told = seen if line.opens else dict.fromkeys(seen, "")
    return DutyOut(
        **told,
        key=duty.key,
        kind=line.source.key,
        verb=str(duty.verb),
        due=duty.due,
        minutes=duty.minutes,
        when=line.when,
        urgent=duty.urgent,
        awaited=duty.awaited,
        in_place_of=ref_to(absence.person) if absence else None,
        waits_for=duty.waits_for,
    )


def _page(request: Call, lines: Sequence[Line], query: DutyQuery) -> Any:
    wanted = [
        line
        for line in lines
        if (not query.kind or line.source.key in query.kind) and (not query.when or line.when in query.when)
    ]
    return page_in(request, [_out(line) for line in wanted], query, DutyOut)


def _today(request: Call) -> date:
    return dates.today(request.organisation.zone)


@operation("GET", "/my-work", room=ROOM, permission=ENTER, gives=page_of(DutyOut), query=DutyQuery)
def my_work(request: Call, query: DutyQuery) -> Any:
    """List what you must do, the most urgent first"""
    return _page(request, work_now(request.actor, _today(request)), query)


@operation("GET", "/my-work/waiting", room=ROOM, permission=ENTER, gives=page_of(DutyOut), query=DutyQuery)
def my_work_waiting(request: Call, query: DutyQuery) -> Any:
    """List what you wait for others to do"""
    return _page(request, selectors.waited_for(request.actor, _today(request)), query)


# The team

TEAM_MEMBERS = Lookup("people", lambda actor: selectors.team_for(actor).select_related("user"))


@operation("GET", "/people/{reference}/work", room=ROOM, permission=WORK, gives=page_of(DutyOut), query=DutyQuery)
def people_work(request: Call, reference: str, query: DutyQuery) -> Any:
    """List what somebody whose work you look after must do"""
    person = TEAM_MEMBERS.get(request.actor, reference)
    return _page(request, selectors.work_of_others(request.actor, [person.pk], _today(request)), query)


class Reminder(Body):
    duty: str = Field(description="The key of what they are reminded of.", max_length=200)


@operation("POST", "/people/{reference}/remind", room=ROOM, permission=WORK, gives=None, status=204, body=Reminder)
def people_remind(request: Call, reference: str, body: Any) -> None:
    """Remind somebody of something that they must do, once a day"""
    found = Lookup("people", people_for).find(request.actor, reference)
    person = selectors.reminded(request.actor, found[0].pk, _today(request)) if len(found) == 1 else None
    if person is None:
        raise NotFound
    services.nudge(actor=request.actor, person=person, key=body.duty)


# Handing over


class HoldingOut(Out):
    """Things of one kind that somebody holds."""

    kind: str
    title: str
    count: int = Field(description="How many you may hand over.")
    kept: int = Field(description="How many more there are that you may not hand over.")


class HoldingsOut(Out):
    items: list[HoldingOut]


class HandOver(Body):
    """Everything of some kinds, to one person."""

    taker: pointer(Person)  # type: ignore[valid-type]
    kinds: list[str] = Field(min_length=1, max_length=50, description="Kinds, as the list of holdings names them.")
    anyway: bool = Field(False, description="Also what whoever gets it cannot open.")


class HandedOver(Out):
    count: int


def _giver(request: Call, reference: str) -> Person:
    """The person themselves, or somebody whose work they look after."""
    person: Person = Lookup("people", people_for).get(request.actor, reference)
    if not selectors.may_hand_over(request.actor, person):
        raise NotFound
    return person


@operation("GET", "/people/{reference}/holdings", room=ROOM, permission=WORK, gives=HoldingsOut)
def people_holdings(request: Call, reference: str) -> HoldingsOut:
    """List what somebody holds, and could be handed over"""
    held = selectors.held_by(request.actor, _giver(request, reference))
    told = [(each.holding.key, str(each.holding.title), len(each.rows), each.kept) for each in held]
    return HoldingsOut(items=[HoldingOut(kind=k, title=t, count=n, kept=m) for k, t, n, m in told])


@operation("POST", "/people/{reference}/hand-over", room=ROOM, permission=WORK, gives=HandedOver, body=HandOver)
def people_hand_over(request: Call, reference: str, body: Any) -> HandedOver:
    """Hand over what somebody holds to somebody else, kind by kind, all in one go"""
    giver = _giver(request, reference)
    return HandedOver(count=services.hand_over(actor=request.actor, giver=giver, **answers_of(request.actor, body)))


# Who is away

DAYS = ("first", "last", "deputy")
offer(
    Resource(
        kind="absences",
        one="absence",
        room=ROOM,
        model=Absence,
        view=WORK,
        rows=selectors.absences_for,
        filters=AbsenceFilter,
        out=reads("AbsenceOut", Absence, ("id", "person", *DAYS, "created_at")),
        sorts=("first", "last", "created_at"),
        order="first",
        body=creates("AbsenceCreate", Absence, ("person", *DAYS)),
        create=(WORK, services.absence_set),
        change=edits("AbsenceEdit", Absence, DAYS),
        edit=(WORK, services.absence_edit),
        delete=(WORK, services.absence_end),
        deletes="end",
    )
)

# Who holds which role

ROLE: Any = (Literal[HELD], Field(description="A role of the field."))
offer(
    Resource(
        kind="role-holders",
        one="role_holder",
        called="holder of a role",
        room=ROOM,
        model=RoleHolder,
        view=VIEW_PEOPLE,
        rows=selectors.role_holders_for,
        filters=RoleHolderFilter,
        out=reads("RoleHolderOut", RoleHolder, ("id", "role", "unit", "person", "deputy"), role=ROLE),
        sorts=("role",),
        order="role",
        body=creates("RoleHolderCreate", RoleHolder, ("role", "unit", "person", "deputy"), role=ROLE),
        create=(TEAM, services.role_holder_set),
        change=edits("RoleHolderEdit", RoleHolder, ("person", "deputy")),
        edit=(TEAM, services.role_holder_edit),
        delete=(TEAM, services.role_holder_end),
        deletes="end",
    )
)
