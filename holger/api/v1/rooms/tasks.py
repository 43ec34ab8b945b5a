"""Activities that come again with what they are about, and tasks: the runs of activities, and what is done once."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.errors import Invalid
from holger.api.v1.operation import Answer, operation
from holger.api.v1.references import Ref, lookup, pointer, refs_to
from holger.api.v1.resource import Resource, offer, subjects, verb
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.registry import registry
from holger.frameworks.models import Requirement
from holger.organisation.models import Person
from holger.tasks import selectors, services
from holger.tasks.filters.activities import ActivityFilter
from holger.tasks.filters.tasks import TaskFilter
from holger.tasks.models import Activity, Result, Task, TaskStatus
from holger.tasks.permissions import DELETE, PLAN, VIEW, WORK
from holger.tasks.rules.roles import HELD
from holger.tasks.rules.tasks import LONGEST_LINE, MOST_LINES
from holger.tasks.selectors.tasks import JOINED
from holger.tasks.tables.tasks import timing_of
from holger.tasks.words.rhythm import rhythm_of

ROOM = "tasks"
ONE = "/activities/{reference}"
Role = Literal[("", *HELD)]  # type: ignore[valid-type]
Lines = Annotated[
    list[Annotated[str, Field(max_length=LONGEST_LINE)]], Field(max_length=MOST_LINES, description="Lines to tick off.")
]
ABOUT = "An object of any kind: controls/F-13, assets/A-7, requirements/FW-1/A.8.13."
Populations = Annotated[str, Field(max_length=50, description="A register: assets, processes, people.")]
Narrowing = Annotated[
    str,
    Field(max_length=500, description="What its list is narrowed by, as in its address: type=server&criticality=4."),
]


class AboutOut(Out):
    """An object of any kind."""

    id: UUID = Field(description="Of the link.")
    kind: str
    reference: str
    title: str


class TaskAboutBody(Body):
    about: Annotated[str, Field(min_length=3, max_length=150, description=ABOUT)]


def _subject(actor: Actor, about: str) -> Any:
    """The object that ``controls/F-13`` names; one that is not there, or not to be seen, is an error at the field."""
    kind, _slash, name = about.partition("/")
    if kind == "requirements":
        found = lookup(Requirement).find(actor, name)
        if len(found) == 1:
            return found[0]
    for register in subjects():
        if register.kind == kind:
            try:
                return register.find(actor, name)
            except NotFound:
                break
    raise Invalid({"about": [_("There is no “%(text)s” here.") % {"text": about[:80]}]})


def _called(obj: Any) -> dict[str, str]:
    if isinstance(obj, Requirement):
        return {"kind": "requirements", "reference": f"{obj.framework.reference}/{obj.code}", "title": obj.title}
    title = getattr(obj, "title", "") or str(obj)
    return {"kind": obj.path.split("/")[0], "reference": getattr(obj, "reference", ""), "title": title}


# Activities

WRITTEN = (
    *("title", "category", "purpose", "instructions_da", "instructions_en", "checklist", "rule", "starts", "ends"),
    *("basis", "lead_days", "grace_days", "escalate_days", "owner", "performer", "performer_role", "deputy"),
    *("approver", "approver_role", "unit", "needs_evidence", "minutes", "sample_of", "sample_filter", "sample_size"),
    *("each_of", "each_filter", "next_review"),
)
RULE = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        description="When it comes again, as RFC 5545 writes it: FREQ=MONTHLY;INTERVAL=3. Days and months that it does "
        "not name are those of the first due date.",
    ),
]
GIVEN: dict[str, Any] = {
    "performer_role": (Role, ""),
    "approver_role": (Role, ""),
    "checklist": (Lines, []),
    "each_of": (Populations, ""),
    "each_filter": (Narrowing, ""),
    "sample_of": (Populations, ""),
    "sample_filter": (Narrowing, ""),
}
ActivityOut = reads(
    "ActivityOut",
    Activity,
    ("reference", *WRITTEN, "library_id", "created_at", "updated_at", "paused_at", "archived_at", "version"),
    checklist=(list[str], []),
    how_often=(str, Field(description="The recurrence in words, in your language.")),
    next_due=(date | None, Field(description="When its next task is due, of those that you see.")),
    last_result=(Literal[("", *Result.values)], Field(description="How it went last, of what you see.")),  # type: ignore[valid-type]
    about=(list[AboutOut], Field(description="What it is about, as far as you see it.")),
)


def _fill_activities(request: Call, rows: Sequence[Any]) -> None:
    actor, keys = request.actor, [row.pk for row in rows]
    coming, last = selectors.next_due(actor, keys), selectors.last_runs(actor, keys)
    linked = selectors.links_of_many(actor, keys)
    _with_frameworks(each.obj for some in linked.values() for each in some)
    for row in rows:
        row.how_often = rhythm_of(row)
        row.next_due = coming.get(row.pk)
        row.last_result = last[row.pk].result if row.pk in last else ""
        row.about = [AboutOut(id=each.link.pk, **_called(each.obj)) for each in linked.get(row.pk, ())]


def _with_frameworks(objects: Iterable[Any]) -> None:
    """Requirements are named by their framework: fetched once for all of them."""
    if rows := [obj for obj in objects if isinstance(obj, Requirement)]:
        prefetch_related_objects(rows, "framework")


def _create_activity(*, actor: Actor, about: Sequence[str] = (), **answers: Any) -> Activity:
    return services.activity_create(actor=actor, about=[_subject(actor, each) for each in about], **answers)


activities = offer(
    Resource(
        kind="activities",
        one="activity",
        room=ROOM,
        model=Activity,
        view=VIEW,
        rows=selectors.activities_for,
        filters=ActivityFilter,
        out=ActivityOut,
        searched=("reference", "title", "purpose"),
        sorts=("number", "title", "category", "starts", "updated_at"),
        related=("owner", "unit", "performer", "deputy", "approver"),
        fill=_fill_activities,
        body=creates(
            "ActivityCreate",
            Activity,
            WRITTEN,
            **GIVEN,
            rule=(RULE, ...),
            about=(list[Annotated[str, Field(max_length=150)]], Field([], max_length=100, description=ABOUT)),
        ),
        create=(PLAN, _create_activity),
        change=edits(
            "ActivityEdit",
            Activity,
            WRITTEN,
            **{name: (kind, None) for name, (kind, _default) in GIVEN.items()},
            rule=(RULE, None),
        ),
        edit=(PLAN, services.activity_edit),
        delete=(DELETE, services.activity_archive),
    )
)
verb(activities, "pause", PLAN, services.activity_pause, "Pause an activity: nothing of it falls due")
verb(activities, "resume", PLAN, services.activity_resume, "Let an activity go on from today")
verb(activities, "restore", DELETE, services.activity_restore, "Take an activity back from the archive")


@operation("POST", f"{ONE}/about", room=ROOM, permission=PLAN, gives=AboutOut, status=201, body=TaskAboutBody)
def activities_about_add(request: Call, reference: str, body: TaskAboutBody) -> Answer:
    """Let an activity be about an object"""
    activity = activities.find(request.actor, reference)
    subject = _subject(request.actor, body.about)
    link = services.activity_link_add(actor=request.actor, activity=activity, subject=subject)
    _with_frameworks([subject])
    return Answer(AboutOut(id=link.pk, **_called(subject)), 201, {"Location": f"{request.path}/{link.pk}"})


@operation("DELETE", f"{ONE}/about/{{id}}", room=ROOM, permission=PLAN, gives=None, status=204)
def activities_about_remove(request: Call, reference: str, **path: str) -> None:
    """Say that an activity is not about an object after all"""
    activity = activities.find(request.actor, reference)
    try:
        link = selectors.link_for(request.actor, activity, UUID(path["id"]))
    except ValueError as e:
        raise NotFound from e
    if link is None:
        raise NotFound
    services.activity_link_remove(actor=request.actor, link=link)


# Tasks


class ChecklistLineOut(Out):
    """A line of the checklist."""

    text: str
    done: bool


class SampleRowOut(Out):
    id: str
    reference: str
    title: str
    result: Literal[("", *Result.values)]  # type: ignore[valid-type]
    note: str


class SampleOut(Out):
    """What was drawn when the run was begun. The same key and population give the same sample."""

    of: str
    filter: str
    population: int = Field(description="How many there were to draw from.")
    size: int
    method: str
    seed: str = Field(description="The key by which it was drawn.")
    digest: str = Field(description="Of the population's ids.")
    rows: list[SampleRowOut]


TASK = ("title", "description", "unit", "deputy", "approver", "needs_evidence", "minutes", "opens", "checklist")
TaskOut = reads(
    "TaskOut",
    Task,
    (
        *("reference", *TASK, "owner", "asked_by", "due", "slot", "status", "result", "reason", "comment"),
        *("sent_back", "period_from", "period_to", "started_at", "done_at", "done_by", "signed_at", "signed_by"),
        *("missed_at", "created_at", "updated_at", "archived_at", "version"),
    ),
    activity=(Ref | None, Field(validation_alias="activity_seen", description="Whose run it is, if you see it.")),
    born_of=(Ref | None, Field(validation_alias="parent_seen", description="The run whose deviation it puts right.")),
    about=(str, Field(validation_alias="about_seen", description="What it is about, if you see it: assets/A-7.")),
    checklist=(list[ChecklistLineOut], []),
    sample=(SampleOut | None, Field(validation_alias="sample_drawn")),
    overdue=(bool, Field(description="It is open, and the working day by which it is due has passed.")),
    awaits_sign_off=(bool, Field(description="It is done, and a second person is to look at it.")),
)


def _fill_tasks(request: Call, rows: Sequence[Any]) -> None:
    actor, today = request.actor, dates.today(request.organisation.zone)
    seen = selectors.activities_for(actor).in_bulk([row.activity_id for row in rows if row.activity_id])
    parents = selectors.tasks_for(actor).in_bulk([row.born_of_id for row in rows if row.born_of_id])
    about = _abouts(actor, rows)
    for row in rows:
        row.activity_seen = refs_to([seen[row.activity_id]])[0] if row.activity_id in seen else None
        row.parent_seen = refs_to([parents[row.born_of_id]])[0] if row.born_of_id in parents else None
        row.about_seen = about.get(row.pk, "")
        row.sample_drawn = SampleOut.model_validate(row.sample) if row.sample else None
        row.overdue = row.status == TaskStatus.OPEN and timing_of(row).left(today) < 0


def _abouts(actor: Actor, rows: Sequence[Any]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for kind in {row.about_type for row in rows} & registry.subjects.keys():
        keys = [row.about_id for row in rows if row.about_type == kind]
        objects = registry.subjects[kind].visible(actor).in_bulk(keys)
        _with_frameworks(objects.values())
        named = {key: "{kind}/{reference}".format(**_called(obj)) for key, obj in objects.items()}
        found |= {row.pk: named[row.about_id] for row in rows if row.about_type == kind and row.about_id in named}
    return found


def _create_task(*, actor: Actor, about: str = "", **answers: Any) -> Task:
    return services.task_create(actor=actor, subject=_subject(actor, about) if about else None, **answers)


tasks = offer(
    Resource(
        kind="tasks",
        one="task",
        room=ROOM,
        model=Task,
        view=VIEW,
        rows=lambda actor: selectors.tasks_for(actor).select_related(*JOINED),
        filters=TaskFilter,
        out=TaskOut,
        searched=("reference", "title"),
        sorts=("number", "title", "due", "slot", "status", "done_at", "updated_at"),
        order="due",
        fill=_fill_tasks,
        body=creates(
            "TaskCreate",
            Task,
            (*TASK, "owner", "due"),
            checklist=(Lines, []),
            about=(Annotated[str, Field(max_length=150, description=ABOUT)], ""),
        ),
        create=(PLAN, _create_task),
        change=edits("TaskEdit", Task, TASK, checklist=(Lines, None)),
        edit=(PLAN, services.task_edit),
        delete=(DELETE, services.task_archive),
    )
)
Words = Annotated[str, Field(max_length=2000)]
Short = Annotated[str, Field(max_length=1000)]


class GiveBody(Body):
    owner: pointer(Person)  # type: ignore[valid-type]
    reason: Short = ""


class TaskMoveBody(Body):
    due: date
    reason: Short = Field("", description="Needed where it is put off.")


class TaskDropBody(Body):
    reason: Annotated[str, Field(min_length=1, max_length=1000, description="Why it will not be done.")]


class SeenBody(Body):
    """What was seen of one row of the sample."""

    id: Annotated[str, Field(max_length=40)]
    result: Literal[("", *Result.values)] = ""  # type: ignore[valid-type]
    note: Annotated[str, Field(max_length=300)] = ""


class DraftBody(Body):
    """What is left out stays as it was kept last."""

    result: Literal[("", *Result.values)] = ""  # type: ignore[valid-type]
    reason: Words = Field("", description="What deviates, or why it does not apply.")
    comment: Annotated[str, Field(max_length=10_000)] = ""
    period_from: date | None = None
    period_to: date | None = None
    ticks: list[Annotated[int, Field(ge=0, le=MOST_LINES)]] = Field(
        [], max_length=MOST_LINES, description="Lines of the checklist that are done, counted from 0."
    )
    sample: list[SeenBody] = Field([], max_length=500, description="What was seen of the sample.")
    next_due: date | None = Field(None, description="When it comes next, if not as planned.")
    follow_title: Annotated[str, Field(max_length=200)] = Field("", description="What a deviation leads to.")
    follow_owner: pointer(Person, null=True) = None  # type: ignore[valid-type]


class DoneBody(DraftBody):
    result: Literal[tuple(Result.values)] = Result.OK.value  # type: ignore[valid-type]


class SignBody(Body):
    accept: bool = Field(True, description="False sends it back.")
    reason: Short = Field("", description="What is missing; needed where it is sent back.")


def _say(name: str, service: Any, body: type[Body], summary: str) -> None:
    """A sample is told by row: those that are not named stay as they are."""

    def said(*, actor: Actor, task: Task, **answers: Any) -> Task:
        if (rows := answers.pop("sample", None)) is not None:
            answers["rows"] = {row.id: (row.result, row.note) for row in rows}
        done: Task = service(actor=actor, task=task, **answers)
        return done

    verb(tasks, name, WORK, said, summary, body)


verb(tasks, "start", WORK, services.task_start, "Begin a task; its sample is drawn now")
_say("draft", services.task_draft, DraftBody, "Keep what is said of a task so far")
_say("done", services.task_done, DoneBody, "Say that a task is done, and how it went")
verb(tasks, "sign", WORK, services.task_sign, "Sign off what somebody else has done, or send it back", SignBody)
verb(tasks, "give", PLAN, services.task_give, "Let somebody else do a task", GiveBody)
verb(tasks, "move", PLAN, services.task_move, "Let a task be due on another day", TaskMoveBody)
verb(tasks, "drop", PLAN, services.task_drop, "Drop a task", TaskDropBody)
verb(tasks, "reopen", PLAN, services.task_reopen, "Let a task be done after all, or once more")
verb(tasks, "restore", DELETE, services.task_restore, "Take a task back from the archive")
