"""Requests of data subjects, seen by an actor. Who asked is told to those alone who may answer (``may_read_asker``)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.models import hanging_on, visible
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.privacy.models import (
    Activity,
    Inquiry,
    RequestEntry,
    RequestLetter,
    RequestStatus,
    RequestStep,
    SubjectRequest,
)
from holger.privacy.permissions import ANSWER, REQUESTS
from holger.privacy.rules import requests as rules
from holger.privacy.selectors.record import activities_for

ICON = "user-question"
UNANSWERED = (RequestStatus.OPEN, RequestStatus.DECIDED)


def requests_for(actor: Actor) -> QuerySet[SubjectRequest]:
    """All for those who read privacy; for others those that they answer."""
    return visible(SubjectRequest.objects.all(), actor, REQUESTS, own=Q(owner=actor.person_id))


def pickable(actor: Actor) -> QuerySet[SubjectRequest]:
    return requests_for(actor).filter(archived_at=None).order_by("number", "pk")


def unanswered_for(actor: Actor) -> QuerySet[SubjectRequest]:
    """Those whose clock runs, the most pressing first."""
    return requests_for(actor).filter(status__in=UNANSWERED, archived_at=None).order_by("due", "number")


def overdue_count(actor: Actor, today: date) -> int:
    return unanswered_for(actor).filter(due__lt=today).order_by().count()


def may_read_asker(actor: Actor, request: SubjectRequest) -> bool:
    """Whoever answers must know who asks; whoever only reads need not."""
    return actor.may(ANSWER, request)


def activity_named(actor: Actor, reference: str) -> Activity | None:
    """An activity that the actor sees, for a request that begins from it."""
    return activities_for(actor).filter(reference=reference, archived_at=None).first()


def of_activity(actor: Actor, activity_id: UUID) -> QuerySet[SubjectRequest]:
    return requests_for(actor).filter(activities=activity_id, archived_at=None).order_by("-received", "-number")


def search(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """By reference and title: neither names the person."""
    words = text.split()[:6]
    if not words:
        return []
    rows = requests_for(actor).filter(words_in(words, ("title", "reference")), archived_at=None)
    kind = SubjectRequest._meta.verbose_name
    found = rows.order_by("-number")[:limit]
    return [Hit(row.reference, row.title, row.path, kind, ICON, row.get_status_display(), str(row.pk)) for row in found]


# What belongs to one; whoever asks has found the request


def steps_of(request: SubjectRequest) -> list[RequestStep]:
    return list(hanging_on(RequestStep, request=request).order_by("position", "id"))


def step_in(request: SubjectRequest, key: Any) -> RequestStep:
    return _one(hanging_on(RequestStep, request=request), key)


def inquiries_of(request: SubjectRequest) -> list[Inquiry]:
    return list(hanging_on(Inquiry, request=request).order_by("name", "id"))


def inquiry_in(request: SubjectRequest, key: Any) -> Inquiry:
    return _one(hanging_on(Inquiry, request=request), key)


def entries_of(request: SubjectRequest) -> QuerySet[RequestEntry]:
    """The log, the newest first."""
    return hanging_on(RequestEntry, request=request).order_by("-entered_at", "-id")


def draft_of(request: SubjectRequest, letter: str, language: str) -> RequestLetter | None:
    return hanging_on(RequestLetter, request=request).filter(letter=letter, language=language).first()


def _one(rows: QuerySet[Any], key: Any) -> Any:
    found = rows.select_related("request").filter(pk=key).first()
    if found is None:
        raise NotFound
    return found


# Numbers


@dataclass(frozen=True)
class Numbers:
    """Of the requests received in a year."""

    year: int
    total: int
    unanswered: int
    overdue: int
    late: int
    extended: int
    median_days: int | None
    """From receipt to answer."""
    by_right: Sequence[tuple[str, int]]
    by_outcome: Sequence[tuple[str, int]]


def numbers_of(actor: Actor, year: int, today: date) -> Numbers:
    rows = list(requests_for(actor).filter(received__year=year, archived_at=None).only(*COUNTED))
    clocks = [(row, row.clock(today)) for row in rows]
    took = [(row.answered - row.received).days for row in rows if row.answered is not None]
    return Numbers(
        year=year,
        total=len(rows),
        unanswered=sum(row.answered is None for row in rows),
        overdue=sum(clock.state == rules.State.OVERDUE for _row, clock in clocks),
        late=sum(clock.state == rules.State.LATE for _row, clock in clocks),
        extended=sum(row.extended is not None for row in rows),
        median_days=round(median(took)) if took else None,
        by_right=[(key, n) for key in rules.RIGHTS if (n := sum(key in row.rights for row in rows))],
        by_outcome=[(key, n) for key in rules.How if (n := sum(row.outcome == key for row in rows))],
    )


COUNTED = ("received", "answered", "extended", "identity_asked", "identified", "rights", "outcome")


def years_of(actor: Actor) -> list[int]:
    """The years in which requests were received, the newest first."""
    found = requests_for(actor).order_by().values_list("received__year").annotate(n=Count("pk"))
    return sorted({year for year, _n in found}, reverse=True)
