"""The year's supervision at a glance, for management: every processor, its concept, when it was and will be looked at, how it went."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import Q

from holger.core.actor import Actor
from holger.suppliers.models import Status, Supplier
from holger.suppliers.models.supervision import ProcessorAssessment, Supervision, SupervisionStatus
from holger.suppliers.rules.supervising import Dated, Standing, standing
from holger.suppliers.selectors.register import suppliers_for
from holger.suppliers.selectors.supervision import agreed_of, assessments_for, supervisions_for

ORDER = (Standing.LATE, Standing.NOT_ASSESSED, Standing.INSUFFICIENT, Standing.SOON, Standing.GOOD)
"""What management should see first comes first."""


@dataclass(frozen=True)
class Line:
    """A processor in a year. ``held``: those concluded in it; ``open``: those under way; ``last``: the last one ever; ``agreed``: the
    concept in the agreement."""

    supplier: Supplier
    assessment: ProcessorAssessment | None
    standing: str
    held: Sequence[Supervision] = ()
    open: Sequence[Supervision] = ()
    last: Supervision | None = None
    agreed: int | None = None

    @property
    def next_on(self) -> date | None:
        """When the one under way is to be done, or else when the model asks for the next."""
        planned = [row.planned_on for row in self.open]
        return min(planned) if planned else self.assessment.next_on if self.assessment else None


@dataclass
class Course:
    """The supervisions of one processor, the oldest first."""

    open: list[Supervision] = field(default_factory=list)
    concluded: list[Supervision] = field(default_factory=list)


def processors_for(actor: Actor) -> list[Supplier]:
    """Suppliers in use that handle personal data for the organisation: said to, or assessed."""
    rows = suppliers_for(actor).filter(archived_at=None).exclude(status=Status.ENDED)
    processors = Q(processor=True) | Q(assessment__organisation_id=actor.organisation_id)
    return list(rows.filter(processors).select_related("owner").order_by("title", "pk"))


def lines_of(actor: Actor, year: int, today: date) -> list[Line]:
    """Four questions, however many processors."""
    suppliers = processors_for(actor)
    assessed = {row.supplier_id: row for row in assessments_for(actor)}
    courses, agreed = _courses(actor), agreed_of(list(assessed.values()), today)
    found = [_line(each, assessed.get(each.pk), courses.get(each.pk) or Course(), year, today) for each in suppliers]
    lines = [replace(each, agreed=agreed[each.supplier.pk].concept) if each.assessment else each for each in found]
    return sorted(lines, key=lambda line: (ORDER.index(line.standing), line.supplier.title.casefold()))


def _courses(actor: Actor) -> dict[UUID, Course]:
    found: dict[UUID, Course] = {}
    rows = supervisions_for(actor).exclude(status=SupervisionStatus.CANCELLED)
    for row in rows.order_by("concluded_on", "number"):
        course = found.setdefault(row.supplier_id, Course())
        (course.open if row.is_open else course.concluded).append(row)
    return found


def _line(supplier: Supplier, assessment: ProcessorAssessment | None, course: Course, year: int, today: date) -> Line:
    last = course.concluded[-1] if course.concluded else None
    dated = Dated(
        assessment is not None,
        assessment.next_on if assessment else None,
        [row.planned_on for row in course.open],
        last.conclusion if last else "",
    )
    held = [row for row in course.concluded if row.concluded_on and row.concluded_on.year == year]
    return Line(supplier, assessment, standing(dated, today), held, course.open, last)


def counted(lines: Sequence[Line]) -> dict[str, int]:
    """How many processors stand how; nothing left out."""
    return {key: sum(line.standing == key for line in lines) for key in ORDER}


def years_known(actor: Actor, this: int) -> list[int]:
    """Years in which something was concluded, and this one; the newest first."""
    days = supervisions_for(actor).exclude(concluded_on=None).order_by().values_list("concluded_on__year", flat=True)
    return sorted({this, *days.distinct()}, reverse=True)
