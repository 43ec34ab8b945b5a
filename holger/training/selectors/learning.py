"""What somebody is to learn: their own courses, what an edition says, and their own attempts."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import F, QuerySet

from holger.core.actor import Actor
from holger.core.models import hanging_on
from holger.core.words import say
from holger.organisation.models import Organisation
from holger.tasks.models import RoleHolder
from holger.training.models import Attempt, AttemptState, Course, Edition, Enrolment, State
from holger.training.rules import content as rules
from holger.training.rules.taking import attempts_left


def mine(actor: Actor) -> QuerySet[Enrolment]:
    """The actor's own, the latest for each course: first what is to be taken, by its day."""
    rows = _own(actor).filter(current=True).exclude(state=State.WITHDRAWN)
    return rows.order_by(F("passed_on").desc(nulls_first=True), F("due").asc(nulls_last=True), "course__number")


def certificates(actor: Actor) -> QuerySet[Enrolment]:
    """All that the actor has passed, the newest first."""
    rows = _own(actor).filter(state=State.PASSED).select_related("edition")
    return rows.order_by("-passed_on", "-number")


def _own(actor: Actor) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(organisation_id=actor.organisation_id)
    if actor.person_id is None:
        return rows.none()
    return rows.filter(person_id=actor.person_id).select_related("course", "person")


def newest(course: Course) -> Edition | None:
    return hanging_on(Edition, course=course).order_by("-number").first()


def content_of(edition: Edition) -> rules.Content:
    return rules.read(edition.content)


def tries_of(actor: Actor, enrolment: Enrolment) -> QuerySet[Attempt]:
    """The learner's own attempts, and nobody else's: answers are for those who gave them."""
    rows = hanging_on(Attempt, enrolment=enrolment).filter(enrolment__in=_own(actor))
    return rows.select_related("edition").order_by("-number")


def used(enrolment: Enrolment) -> int:
    return hanging_on(Attempt, enrolment=enrolment).filter(state=AttemptState.SUBMITTED).count()


def left(enrolment: Enrolment) -> int | None:
    """Attempts that are left; None where there is no limit."""
    limit = enrolment.course.attempts
    return attempts_left(limit, enrolment.extra, 0 if limit is None else used(enrolment))


def places(organisation_id: UUID, language: str) -> Mapping[str, str]:
    """What stands where a page says ``{{organisation}}`` or ``{{role.dpo}}``."""
    organisation = Organisation.objects.get(pk=organisation_id)
    rows = RoleHolder.objects.filter(organisation_id=organisation_id).select_related("person").order_by("pk")
    held = {f"role.{row.role}": row.person.name for row in reversed(rows) if row.person is not None}
    unknown = say({"da": "den sikkerhedsansvarlige", "en": "the security officer"}, language)
    officer = {"role.security_officer": unknown, "role.dpo": held.get("role.security_officer", unknown)}
    return {"organisation": organisation.name, **officer, **held}
