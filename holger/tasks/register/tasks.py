"""The tasks as a spreadsheet: all that is told of them goes out; what is done once comes in."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.actor import Actor
from holger.exchange.registers import Choice, Existing, Field, Register
from holger.exchange.registers import Kind as Cell
from holger.organisation.selectors import people_options, unit_options
from holger.tasks import selectors, services
from holger.tasks.models import Result, Task, TaskStatus
from holger.tasks.permissions import IMPORT, VIEW


def _field(name: str, *words: str, kind: Cell = Cell.TEXT, **more: Any) -> Field:
    """A field under the name that the form gives it."""
    return Field(name, Task._meta.get_field(name).verbose_name, kind, words=words, **more)


STATUSES = tuple(Choice(value, label) for value, label in TaskStatus.choices)
RESULTS = tuple(Choice(value, label) for value, label in Result.choices)
FIELDS = (
    _field("reference", "Nr.", "ID", "Opgavenr.", "Task ID", kind=Cell.REFERENCE),
    _field("title", "Opgave", "Handling", "Task", "Action", required=True, max_length=200),
    _field("due", "Frist", "Deadline", "Dato", "Due date", kind=Cell.DATE, required=True),
    Field("owner", pgettext_lazy("task", "Who"), Cell.LINK, options=people_options, people=True, spill="deputy",
          words=("Ansvarlig", "Udføres af", "Responsible", "Assignee", "Owner", "Ejer")),
    _field("description", "Beskrivelse", "Detaljer", "Description", "Details", max_length=10_000),
    _field("deputy", "Stedfortræder", kind=Cell.LINK, options=people_options, people=True),
    _field("approver", "Godkendes af", "Approver", kind=Cell.LINK, options=people_options, people=True),
    _field("unit", "Afdeling", "Department", kind=Cell.LINK, options=unit_options),
    _field("minutes", "Tid", "Minutter", "Time", kind=Cell.INTEGER, low=1, high=10_000),
    _field("needs_evidence", "Dokumentation", "Evidence", kind=Cell.BOOLEAN, default=False),
    _field("checklist", "Tjekliste", max_length=10_000),
    Field("activity", _("Activity"), computed=True),
    _field("slot", kind=Cell.DATE, computed=True),
    _field("status", kind=Cell.CHOICE, choices=STATUSES, computed=True),
    _field("result", kind=Cell.CHOICE, choices=RESULTS, computed=True),
    _field("reason", computed=True),
    _field("comment", computed=True),
    Field("sample", _("Sample"), computed=True),
    _field("period_from", kind=Cell.DATE, computed=True),
    _field("period_to", kind=Cell.DATE, computed=True),
    Field("done_at", pgettext_lazy("task", "Done on"), Cell.DATE, computed=True),
    _field("done_by", computed=True),
    Field("signed_at", _("Signed off"), Cell.DATE, computed=True),
    _field("signed_by", computed=True),
)  # fmt: skip
PLAIN = (
    *("reference", "title", "due", "owner", "description", "deputy", "approver", "unit", "minutes", "needs_evidence"),
    *("checklist", "slot", "status", "result", "reason", "comment", "sample", "period_from", "period_to", "done_at"),
    *("done_by", "signed_at", "signed_by", "activity_id"),
)


def rows(actor: Actor, queryset: QuerySet[Task] | None = None) -> Iterator[Existing]:
    """What the actor sees; archived tasks stay out of files."""
    found = selectors.tasks_for(actor).filter(archived_at=None) if queryset is None else queryset
    tasks = list(found.order_by("due", "number", "pk").values_list("pk", "version", *PLAIN))
    activities = dict(selectors.activities_for(actor).values_list("pk", "reference"))
    for pk, version, *values in tasks:
        told = dict(zip(PLAIN, values, strict=True))
        sample = told["sample"]
        yield Existing(
            pk,
            version,
            {
                **told,
                "activity": activities.get(told.pop("activity_id"), ""),
                "checklist": "\n".join(line["text"] for line in told["checklist"]),
                "sample": f"{sample['size']}/{sample['population']} {sample['seed']}" if sample else "",
                "done_at": told["done_at"].date() if told["done_at"] else None,
                "signed_at": told["signed_at"].date() if told["signed_at"] else None,
            },
        )


def taken(actor: Actor) -> Iterable[str]:
    return Task.objects.filter(organisation_id=actor.organisation_id).values_list("reference", flat=True)


TASKS = Register(
    kind="tasks",
    title=_("Tasks"),
    icon="list-check",
    list_url="tasks:task-list",
    view=VIEW,
    edit=IMPORT,
    fields=FIELDS,
    rows=rows,
    write=services.tasks_import,
    undo=services.tasks_import_undo,
    match_on=(("reference",), ("title", "due")),
    taken=taken,
)
