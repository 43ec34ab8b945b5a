"""Who is to take what, and what came of it."""

from datetime import date

from django.db.models import Q, QuerySet

from holger.core.actor import Actor
from holger.core.models import hanging_on, visible
from holger.training.models import Attendance, Enrolment, Session, State
from holger.training.permissions import LEAD, VIEW


def enrolments_for(actor: Actor) -> QuerySet[Enrolment]:
    """Completion, never answers. Those that were withdrawn are there too."""
    rows = Enrolment.objects.all()
    return visible(rows, actor, VIEW, own=Q(course__owner=actor.person_id), unit="course__unit_id")


def enrolments_now(actor: Actor) -> QuerySet[Enrolment]:
    """The latest of each person's for each course, without those withdrawn."""
    return enrolments_for(actor).filter(current=True).exclude(state=State.WITHDRAWN)


def enrolments_led(actor: Actor) -> QuerySet[Enrolment]:
    """Those of people whom the actor leads, or of all whom the actor may give more attempts."""
    own = Q(person__manager=actor.person_id)
    rows = visible(Enrolment.objects.filter(current=True), actor, LEAD, own=own, unit="course__unit_id")
    return rows.select_related("course", "person")


def overdue(today: date) -> Q:
    return Q(state__in=[State.OPEN, State.FAILED], due__lt=today)


def holding(today: date) -> Q:
    """Passed, and it still holds."""
    return Q(state=State.PASSED) & (Q(valid_until=None) | Q(valid_until__gte=today))


def missing(today: date) -> Q:
    """They have not passed, or it no longer holds."""
    return ~holding(today)


def sessions_for(actor: Actor) -> QuerySet[Session]:
    rows = Session.objects.select_related("course")
    return visible(rows, actor, VIEW, own=Q(course__owner=actor.person_id), unit="course__unit_id")


def attendances_of(actor: Actor, session: Session) -> QuerySet[Attendance]:
    rows = hanging_on(Attendance, session=session).filter(session__in=sessions_for(actor))
    return rows.select_related("person", "person__unit").order_by("person__name", "pk")
