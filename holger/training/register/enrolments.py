"""Who takes what as a spreadsheet: given to people by name, with a last day; out goes what came of it, never an answer."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.actor import Actor
from holger.core.words import N_, Reason
from holger.exchange.registers import Choice, Existing, Field, Option, Register, Whole
from holger.exchange.registers import Kind as Cell
from holger.organisation.selectors import people_options
from holger.training import selectors, services
from holger.training.models import Enrolment, State, Status, Why
from holger.training.permissions import ASSIGN, VIEW


def courses(actor: Actor) -> Iterator[Option]:
    """By reference or title. Archived ones too: what came of them is told in the same file."""
    for row in selectors.courses_for(actor).order_by("number"):
        names = (row.title_da, row.title_en, *(f"{row.reference} {name}" for name in (row.title_da, row.title_en)))
        yield Option(row.pk, row.reference, tuple(name for name in dict.fromkeys(names) if name.strip()))


def _field(name: str, *words: str, kind: Cell = Cell.TEXT, **more: Any) -> Field:
    return Field(name, Enrolment._meta.get_field(name).verbose_name, kind, words=words, **more)


FIELDS = (
    Field("person", pgettext_lazy("enrolment", "Who"), Cell.LINK, required=True, options=people_options, people=True,
          words=("Medarbejder", "Navn", "Deltager", "Kursist", "Employee", "Participant", "Learner", "Person", "E-mail")),
    Field("course", _("Course"), Cell.LINK, required=True, options=courses, words=("Kursusnr.", "Training", "Course no.")),
    _field("due", "Frist", "Senest", "Deadline", "Due date", kind=Cell.DATE),
    Field("title", _("Title"), computed=True),
    _field("state", kind=Cell.CHOICE, choices=tuple(Choice(*each) for each in State.choices), computed=True),
    _field("why", kind=Cell.CHOICE, choices=tuple(Choice(*each) for each in Why.choices), computed=True),
    _field("assigned_at", kind=Cell.DATE, computed=True),
    _field("passed_on", kind=Cell.DATE, computed=True),
    _field("valid_until", kind=Cell.DATE, computed=True),
    Field("certificate", _("Certificate"), computed=True),
)  # fmt: skip


def rows(actor: Actor, queryset: QuerySet[Enrolment] | None = None) -> Iterator[Existing]:
    """The latest of each person's for each course: a file tells of a person and a course once."""
    found = selectors.enrolments_for(actor) if queryset is None else queryset
    found = found.filter(current=True).exclude(state=State.WITHDRAWN)
    for row in found.select_related("course").order_by("course__number", "person__name", "pk"):
        told = {name: getattr(row, name) for name in ("due", "state", "why", "passed_on", "valid_until", "certificate")}
        told |= {"person": row.person_id, "course": row.course_id, "title": row.course.title}
        yield Existing(row.pk, row.version, told | {"assigned_at": row.assigned_at.date()})


def together(actor: Actor, wholes: Sequence[Whole]) -> Iterable[tuple[int, str, Reason]]:
    """Only what is published is given, and only what is still to be taken gets another day."""
    published = set(selectors.courses_for(actor).filter(status=Status.PUBLISHED).values_list("pk", flat=True))
    ended = selectors.enrolments_for(actor).exclude(state__in=[State.OPEN, State.FAILED])
    days = dict(ended.filter(current=True).values_list("pk", "due"))
    for whole in wholes:
        if whole.id is None and whole.values.get("course") not in published:
            yield whole.number, "course", Reason(N_("Publish the course first: nobody can take it yet."))
        elif whole.id in days and whole.values.get("due") != days[whole.id]:
            yield whole.number, "due", Reason(N_("Only what is still to be taken can get another day."))


ENROLMENTS = Register(
    kind="enrolments",
    title=_("Who takes what"),
    icon="users",
    list_url="training:enrolment-list",
    view=VIEW,
    edit=ASSIGN,
    fields=FIELDS,
    rows=rows,
    write=services.enrolments_import,
    undo=services.enrolments_import_undo,
    match_on=(("person", "course"),),
    together=together,
)
"""Known as what ``holger import`` and ``holger export`` call it."""
