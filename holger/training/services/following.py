"""What follows by itself: newcomers get what is for them, leavers drop out, and what no longer holds comes again."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from holger.audience.selectors import audiences_of
from holger.core import dates
from holger.core.actor import Actor, Channel
from holger.core.models import hanging_on
from holger.history import services as history
from holger.organisation.models import Organisation, Person
from holger.organisation.selectors import system_actor
from holger.training.models import Attempt, Attendance, Course, Enrolment, State, Status, Why
from holger.training.services.enrolling import enrol, give, withdraw

BY = "holger"


@transaction.atomic
def courses_follow(*, organisation_id: UUID) -> int:
    """Give each course that is given to its audience to whoever lacks it; how many got one. Leavers drop out."""
    actor = _itself(organisation_id)
    gone = Enrolment.objects.filter(organisation_id=organisation_id, person__ends_on__lt=dates.today())
    withdraw(actor, _open(gone))
    count = 0
    rows = Course.objects.filter(organisation_id=organisation_id, status=Status.PUBLISHED, given_at__isnull=False)
    for course in rows.select_related("audience"):
        if got := give(course, by=BY):
            history.record(actor=actor, action="course.given_to", target=course, changes={"people": [None, got]})
            count += got
    return count


@transaction.atomic
def newcomer_enrol(*, person: Person) -> int:
    """The starter pack: what is for somebody on their first day. Whoever comes back begins anew."""
    courses = Course.objects.filter(
        organisation_id=person.organisation_id,
        status=Status.PUBLISHED,
        onboarding=True,
        audience__in=audiences_of(person),
    )
    now = hanging_on(Enrolment, person=person).filter(current=True).exclude(state=State.WITHDRAWN)
    wanted = list(courses.exclude(pk__in=now.values("course")))
    for course in wanted:
        enrol(course, [person.pk], Why.NEWCOMER, dates.today() + timedelta(days=course.due_days), by=BY)
    if wanted:
        told = {"courses": [None, [str(course) for course in wanted]]}
        actor = _itself(person.organisation_id)
        history.record(actor=actor, action="person.courses_given", target=person, changes=told)
    return len(wanted)


@transaction.atomic
def leaver_withdraw(*, person: Person) -> None:
    """What they have not taken they need not take; what they have passed stays."""
    withdraw(_itself(person.organisation_id), _open(hanging_on(Enrolment, person=person)))


def person_let_go(*, person: Person) -> None:
    """They leave the register for good: what came to nothing need not name them."""
    begun = Attempt.objects.filter(enrolment=OuterRef("pk"))
    rows = hanging_on(Enrolment, person=person).exclude(state=State.PASSED).exclude(Exists(begun))
    rows.delete()
    hanging_on(Attendance, person=person).exclude(came=True).delete()


def _itself(organisation_id: UUID) -> Actor:
    """Nobody has asked for it: it follows."""
    return system_actor(Organisation.objects.get(pk=organisation_id), BY, Channel.SYSTEM)


def _open(rows: QuerySet[Enrolment]) -> Iterable[Enrolment]:
    found = rows.filter(current=True, state__in=[State.OPEN, State.FAILED])
    return found.select_related("course", "person")
