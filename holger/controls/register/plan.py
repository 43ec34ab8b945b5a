"""The implementation plan as a spreadsheet."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.controls import selectors, services
from holger.controls.models import PlanItem, PlanStatus
from holger.controls.permissions import IMPORT, VIEW
from holger.controls.rules import plan as rules
from holger.core.actor import Actor
from holger.core.words import N_, Reason
from holger.exchange.registers import Choice, Existing, Field, InFile, Kind, Option, Register, Whole
from holger.frameworks.models import Framework, Requirement
from holger.frameworks.selectors import requirements_for
from holger.organisation import selectors as organisation

MOST_DAYS = 10_000

# What a cell may point to


def controls(actor: Actor) -> Iterator[Option]:
    """Controls by reference, or by title."""
    for pk, reference, title in selectors.pickable(actor).values_list("pk", "reference", "title"):
        yield Option(pk, reference, (title, f"{reference} {title}"))


def requirements(actor: Actor) -> Iterator[Option]:
    """What can be answered, by framework and id: ISO A.5.1, iso27001-2022 A.5.1, FW-1/A.5.1."""
    rows = (
        requirements_for(actor)
        .filter(assessable=True)
        .select_related("framework")
        .order_by("framework__number", "place")
    )
    for row in rows.only("code", "framework"):
        names = framework_names(row.framework)
        yield Option(
            row.pk, f"{names[0]} {row.code}", (*(f"{name} {row.code}" for name in names[1:]), _address(row), row.code)
        )


def framework_names(framework: Framework) -> tuple[str, ...]:
    """What a framework is called in front of the ids of its requirements, the shortest that people write first."""
    bare, letters = framework.key.split("-")[0], re.match(r"[A-Za-z]{3,}", framework.key)
    short = (letters[0] if letters else bare).upper()
    names = (short, bare, framework.key, framework.reference, framework.title_da, framework.title_en)
    return tuple(dict.fromkeys(name for name in names if name))


def _address(row: Requirement) -> str:
    return f"{row.framework.reference}/{row.code}"


# What other tools and people call things

STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    "planned": ("planlagt", "ikke startet", "ikke påbegyndt", "open", "åben", "to do", "todo", "not started"),
    "started": ("i gang", "igangsat", "in progress", "started", "påbegyndt", "doing"),
    "done": ("afsluttet", "færdig", "udført", "done", "completed", "closed", "lukket"),
    "dropped": ("opgivet", "udgår", "aflyst", "annulleret", "dropped", "cancelled", "rejected"),
}
STATUSES = tuple(Choice(value, label, STATUS_WORDS[value]) for value, label in PlanStatus.choices)
ID = ("Nr.", "ID", "Plan-id", "Item ID", "Opgavenr.")
NAME = ("Opgave", "Aktivitet", "Tiltag", "Indsats", "Handling", "Title", "Task", "Action", "Activity", "Initiative")


def _field(name: str, *words: str, kind: Kind = Kind.TEXT, **more: Any) -> Field:
    """A field under the name that the form gives it."""
    return Field(name, PlanItem._meta.get_field(name).verbose_name, kind, words=words, **more)


FIELDS = (
    _field("reference", *ID, kind=Kind.REFERENCE),
    _field("title", *NAME, required=True, max_length=200),
    _field("description", "Description", "Detaljer", "Details", "Bemærkning", "Notes", max_length=10_000),
    _field("status", "Tilstand", "State", kind=Kind.CHOICE, choices=STATUSES, default=PlanStatus.PLANNED),
    _field("owner", "Ansvarlig", "Responsible", "Assignee", kind=Kind.LINK, options=organisation.people_options, people=True),
    _field("unit", "Afdeling", "Department", kind=Kind.LINK, options=organisation.unit_options),
    _field("control", "Foranstaltning", "Control", "Kontrol", "Measure", kind=Kind.LINK, options=controls),
    _field("requirements", "Krav", "Lukker krav", "Requirements", "Closes", kind=Kind.LINKS, options=requirements),
    _field("depends_on", "Venter på", "Afhænger af", "Depends on", "Predecessors", "Waits for",
           kind=Kind.LINKS, within=True),
    _field("starts", "Start", "Startdato", "Begynder", "Start date", "From", kind=Kind.DATE),
    _field("due", "Frist", "Deadline", "Slut", "Slutdato", "Due date", "End", "Finish", kind=Kind.DATE),
    _field("days", "Dage", "Indsats", "Tid", "Timer i dage", "Effort", "Days", kind=Kind.AMOUNT),
    _field("budget", "Pris", "Økonomi", "Cost", "Estimate", kind=Kind.AMOUNT),
    _field("spent", "Forbrug", "Brugt", "Forbrugt", "Actual cost", kind=Kind.AMOUNT),
    _field("competence", "Kompetencer", "Kompetence", "Skills", "Competences", max_length=300),
    _field("external", "Ekstern hjælp", "Eksterne", "Konsulent", "External help", "Consultant", max_length=300),
    _field("priority", "Prioritet", kind=Kind.INTEGER, computed=True),
    Field("done_at", pgettext_lazy("plan", "Done on"), Kind.DATE, computed=True),
)  # fmt: skip
PLAIN = (
    *("reference", "title", "description", "status", "owner", "unit", "control", "starts", "due", "days"),
    *("budget", "spent", "competence", "external", "priority"),
)


# What is there now


def rows(actor: Actor, queryset: QuerySet[PlanItem] | None = None) -> Iterator[Existing]:
    """What the actor sees of the plan; archived items stay out of files, and so does what the actor cannot point to."""
    found = selectors.plan_items_for(actor).filter(archived_at=None) if queryset is None else queryset
    items = list(found.order_by("number", "pk").values_list("pk", "version", "done_at", *PLAIN))
    keys = {pk for pk, *_rest in items}
    closed = _pairs(selectors.CLOSES, "planitem", "requirement", keys, requirements_for(actor))
    waits = _pairs(selectors.WAITS, "from_planitem", "to_planitem", keys, selectors.plan_items_pickable(actor))
    seen = set(selectors.pickable(actor).values_list("pk", flat=True))
    for pk, version, done_at, *values in items:
        told = dict(zip(PLAIN, values, strict=True))
        told["control"] = told["control"] if told["control"] in seen else None
        several = {"requirements": closed.get(pk, ()), "depends_on": waits.get(pk, ())}
        yield Existing(pk, version, {**told, **several, "done_at": done_at.date() if done_at else None})


def _pairs(through: Any, start: str, end: str, keys: set[UUID], seen: QuerySet[Any]) -> dict[UUID, tuple[UUID, ...]]:
    found: dict[UUID, list[UUID]] = {}
    pairs = through.objects.filter(**{f"{end}__in": seen.order_by().values("pk")}).order_by("pk")
    for one, other in pairs.values_list(f"{start}_id", f"{end}_id"):
        if one in keys:
            found.setdefault(one, []).append(other)
    return {one: tuple(others) for one, others in found.items()}


def taken(actor: Actor) -> Iterable[str]:
    return PlanItem.objects.filter(organisation_id=actor.organisation_id).values_list("reference", flat=True)


# What fields and rows must have to do with each other


def check(values: Mapping[str, Any]) -> Iterator[tuple[str, Reason]]:
    if why := rules.why_not_dates(values.get("starts"), values.get("due")):
        yield "due", why
    days = values.get("days")
    if days is not None and days > MOST_DAYS:
        yield "days", Reason(N_("At most %(high)s."), {"high": MOST_DAYS})
    elif days is not None and days != round(days, 1):
        yield "days", Reason(N_("At most one decimal."))


def together(actor: Actor, wholes: Sequence[Whole]) -> Iterator[tuple[int, str, Reason]]:
    """Nothing waits in a circle, neither within the file nor with what is there."""
    waits: dict[Any, Sequence[Any]] = {row.id: row.values["depends_on"] for row in rows(actor)}
    keys = {whole.number: whole.number if whole.id is None else whole.id for whole in wholes}
    for whole in wholes:
        others = whole.values.get("depends_on") or ()
        waits[keys[whole.number]] = [
            keys.get(other.number, other) if isinstance(other, InFile) else other for other in others
        ]
    for whole in wholes:
        key = keys[whole.number]
        if rules.circle(key, waits[key], waits):
            yield whole.number, "depends_on", Reason(N_("It would wait for itself, by way of what it waits for."))


PLAN_ITEMS = Register(
    kind="plan-items",
    title=_("Implementation plan"),
    icon=selectors.PLAN_ICON,
    list_url="controls:plan-list",
    view=VIEW,
    edit=IMPORT,
    fields=FIELDS,
    rows=rows,
    write=services.plan_items_import,
    undo=services.plan_items_import_undo,
    match_on=(("reference",), ("title",)),
    taken=taken,
    check=check,
    together=together,
)
