"""Management's own training (NIS2 article 20(2)): who must have it, and whose still holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from holger.audience.selectors import present
from holger.core.actor import Actor
from holger.evidence.selectors import evidence_for
from holger.frameworks.models import Requirement
from holger.frameworks.selectors import requirements_for
from holger.organisation.models import Person
from holger.tasks.models import RoleHolder
from holger.training.models import Course, Enrolment, ManagementProof, State
from holger.training.permissions import VIEW
from holger.training.selectors.courses import courses_in_use
from holger.training.selectors.enrolments import enrolments_for

ROLE = "management"
FRAMEWORK, CODE = "nis2", "20(2)"


@dataclass(frozen=True)
class Trained:
    """Somebody of the management. ``best`` is what they passed that holds longest, ``open`` what they are to take."""

    person: Person
    best: Enrolment | None
    open: Enrolment | None
    holds: bool


def requirement(actor: Actor) -> Requirement | None:
    rows = requirements_for(actor).filter(framework__key=FRAMEWORK, framework__archived_at=None, code=CODE)
    return rows.select_related("framework").first()


def proof(actor: Actor) -> ManagementProof | None:
    """The evidence that was kept of it, as far as the actor sees evidence."""
    rows = ManagementProof.objects.filter(organisation_id=actor.organisation_id)
    seen = evidence_for(actor).filter(archived_at=None)
    return rows.filter(evidence__in=seen).select_related("evidence").first()


def courses_for_management(actor: Actor) -> QuerySet[Course]:
    """Those that serve the requirement, or are for nobody but the management."""
    served = Q(links__requirement__code=CODE, links__requirement__framework__key=FRAMEWORK)
    named = Q(audience__roles__role=ROLE, audience__everybody=False)
    return courses_in_use(actor).filter(served | named).distinct().order_by("number")


def managers(actor: Actor) -> QuerySet[Person]:
    """Those who are here and hold the role management, in the whole organisation or a unit; deputies too. Told to whoever
    sees all courses."""
    if not actor.reach(VIEW).everything:
        return Person.objects.none()
    held = RoleHolder.objects.filter(organisation_id=actor.organisation_id, role=ROLE)
    fits = Q(pk__in=held.values("person")) | Q(pk__in=held.exclude(deputy=None).values("deputy"))
    people = Person.objects.filter(present(), fits, organisation_id=actor.organisation_id)
    return people.select_related("unit").order_by("name")


def trained(actor: Actor, today: date) -> Sequence[Trained]:
    people = list(managers(actor))
    rows = enrolments_for(actor).filter(course__in=courses_for_management(actor), person__in=people)
    found: dict[object, list[Enrolment]] = {person.pk: [] for person in people}
    for row in rows.select_related("course"):
        found[row.person_id].append(row)
    return [_stands(person, found[person.pk], today) for person in people]


def _stands(person: Person, rows: Sequence[Enrolment], today: date) -> Trained:
    passed = [row for row in rows if row.state == State.PASSED]
    best = max(passed, key=lambda row: row.valid_until or date.max, default=None)
    due = [row for row in rows if row.current and row.state in (State.OPEN, State.FAILED)]
    return Trained(person, best, due[0] if due else None, best is not None and best.holds(today))
