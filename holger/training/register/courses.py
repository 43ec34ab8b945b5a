"""The courses as a spreadsheet: what they are, not their pages and questions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from holger.audience.words import told
from holger.core.actor import Actor
from holger.core.words import N_, Reason
from holger.exchange.registers import Choice, Existing, Field, Register
from holger.exchange.registers import Kind as Cell
from holger.organisation.selectors import people_options, unit_options
from holger.training import selectors, services
from holger.training.models import Course, Status
from holger.training.permissions import EDIT, VIEW


def _field(name: str, *words: str, kind: Cell = Cell.TEXT, **more: Any) -> Field:
    """A field under the name that the form gives it."""
    return Field(name, Course._meta.get_field(name).verbose_name, kind, words=words, **more)


def _number(name: str, *words: str, high: int, **more: Any) -> Field:
    return _field(name, *words, kind=Cell.INTEGER, low=1, high=high, **more)


STATUSES = tuple(Choice(value, label) for value, label in Status.choices)
FIELDS = (
    _field("reference", "Nr.", "ID", "Kursusnr.", "Course no.", kind=Cell.REFERENCE),
    _field("title_da", "Titel", "Navn", "Kursus", max_length=200),
    _field("title_en", "Title", "Name", "Course", max_length=200),
    _field("summary_da", "Beskrivelse", "Om kurset", max_length=2000),
    _field("summary_en", "Description", "Summary", max_length=2000),
    _number("minutes", "Minutter", "Varighed", "Minutes", "Duration", high=600, default=15),
    _number("pass_percent", "Beståelsesgrænse", "Pass mark", "Passing score", high=100, default=80),
    _number("attempts", "Forsøg", "Antal forsøg", "Max attempts", high=50, default=3),
    _number("draw", "Antal spørgsmål", "Questions drawn", high=200),
    _number("repeat_months", "Gentages efter", "Gyldighed", "Repeat after", "Validity", high=120, default=12),
    _number("due_days", "Frist i dage", "Dage", "Due in days", high=730, default=30),
    _field("onboarding", "Startpakke", "Onboarding", kind=Cell.BOOLEAN, default=False),
    _field("owner", "Ansvarlig", "Kursusejer", "Responsible", kind=Cell.LINK, options=people_options, people=True),
    _field("unit", "Afdeling", "Department", kind=Cell.LINK, options=unit_options),
    _field("status", kind=Cell.CHOICE, choices=STATUSES, computed=True),
    _field("edition", kind=Cell.INTEGER, computed=True),
    _field("published_at", kind=Cell.DATE, computed=True),
    _field("audience", computed=True),
)
PLAIN = (
    *("reference", "title_da", "title_en", "summary_da", "summary_en", "minutes", "pass_percent", "attempts", "draw"),
    *("repeat_months", "due_days", "onboarding", "owner_id", "unit_id", "status", "edition"),
)


def rows(actor: Actor, queryset: QuerySet[Course] | None = None) -> Iterator[Existing]:
    """The courses that the actor sees; archived ones stay out of files."""
    found = selectors.courses_in_use(actor) if queryset is None else queryset
    courses = list(found.select_related("audience").order_by("number", "pk"))
    prefetch_related_objects([row.audience for row in courses if row.audience], "units", "people", "roles")
    for course in courses:
        said = {name.removesuffix("_id"): getattr(course, name) for name in PLAIN}
        said |= {"audience": told(course.audience), "published_at": course.published_at and course.published_at.date()}
        yield Existing(course.pk, course.version, said)


def taken(actor: Actor) -> Iterable[str]:
    return Course.objects.filter(organisation_id=actor.organisation_id).values_list("reference", flat=True)


def check(values: Mapping[str, Any]) -> Iterator[tuple[str, Reason]]:
    if not (values.get("title_da") or values.get("title_en")):
        yield "title_da", Reason(N_("Give it a title in at least one language."))


COURSES = Register(
    kind="courses",
    title=_("Courses"),
    icon=selectors.ICON,
    list_url="training:course-list",
    view=VIEW,
    edit=EDIT,
    fields=FIELDS,
    rows=rows,
    write=services.courses_import,
    undo=services.courses_import_undo,
    match_on=(("reference",), ("title_da",), ("title_en",)),
    taken=taken,
    check=check,
)
"""Known as what ``holger import`` and ``holger export`` call it."""
