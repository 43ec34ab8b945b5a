"""What the room's services share."""

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.organisation.models import Person, Unit
from holger.training.models import Course, Status
from holger.training.permissions import EDIT


def must_be_in_use(course: Course) -> None:
    if course.status == Status.ARCHIVED:
        raise RuleBroken(N_("The course is archived. Restore it first."))


def must_be_published(course: Course) -> None:
    if course.status != Status.PUBLISHED:
        raise RuleBroken(N_("Publish the course first: nobody can take it yet."))


def must_make(actor: Actor, *, owner: Person | None, unit: Unit | None) -> None:
    """Whoever may edit their own only makes nobody else's."""
    course = Course(organisation_id=actor.organisation_id, owner=owner, unit=unit)
    if actor.may(EDIT) and not actor.may(EDIT, course):
        raise RuleBroken(N_("Choose yourself. You may only make courses of your own."), "owner")
    actor.require(EDIT, course)


def touch(course: Course) -> None:
    """Its pages or questions are no longer those that were published."""
    course.changed = True
    course.version, course.updated_at = course.version + 1, dates.now()
    course.save(update_fields=["changed", "version", "updated_at"])
