"""Who has begun and who has left, told once to whoever listens: when a day is written that has come, and when it comes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.dispatch import Signal

from holger.core import dates
from holger.core.actor import Actor, Channel
from holger.history import services as history
from holger.organisation import rules, selectors
from holger.organisation.models import Organisation, Person
from holger.organisation.rules import Turn
from holger.organisation.services.invitation import revoke_open
from holger.organisation.services.security import sign_out
from holger.organisation.signals import person_days_written, person_ended, person_started


@dataclass(frozen=True)
class Day:
    """A person's first or last day: where it stands, where it is noted that it was told of, and how it is told."""

    field: str
    noted: str
    action: str
    signal: Signal
    last: bool = False

    def turn(self, person: Person, today: date) -> Turn:
        turn = rules.turn_of(getattr(person, self.field), getattr(person, self.noted), today, last=self.last)
        if turn is not Turn.TELL:
            return turn
        if person.is_erased:
            return Turn.NOTE
        return Turn.NOTHING if not self.last and person.suspended_at else turn

    def unsettled(self, today: date) -> Q:
        """Whose day may have to be told of, noted or forgotten."""
        come, noted = Q(**{f"{self.field}__lte": today}), Q(**{f"{self.noted}__isnull": False})
        known = noted & Q(**{self.noted: F(self.field)})
        ahead = Q(**{f"{self.field}__isnull": True}) | Q(**{f"{self.field}__gt": today})
        return come & ~known | noted & ahead


FIRST = Day("starts_on", "started_told_on", "person.started", person_started)
LAST = Day("ends_on", "ended_told_on", "person.ended", person_ended, last=True)


@transaction.atomic
def days_written(*, actor: Actor, people: Iterable[Person] | None = None) -> None:
    """First and last days of these, or of many, have been written."""
    rows = None if people is None else list(people)
    comings_tell(actor=actor, people=rows)
    person_days_written.send(Person, actor=actor, people=rows)


@transaction.atomic
def comings_tell(*, actor: Actor, people: Iterable[Person] | None = None) -> tuple[int, int]:
    """Tell of everybody, or of these ``people``, whose first day has come or whose last is over; how many of each.

    Whoever has been suspended on the first day comes when they are let in. Whoever has left is signed out, and an
    invitation that is still open ends; what they own and did stays.
    """
    rows = None if people is None else list(people)
    return _tell(actor, FIRST, rows), _tell(actor, LAST, rows)


def comings_hourly(organisation_id: UUID) -> tuple[int, int]:
    """The recurring work: the days that have come by themselves."""
    organisation = Organisation.objects.get(pk=organisation_id)
    return comings_tell(actor=selectors.system_actor(organisation, "holger", Channel.SYSTEM))


def _tell(actor: Actor, day: Day, people: list[Person] | None) -> int:
    today = dates.today()
    if people is None:
        everybody = Person.objects.filter(organisation_id=actor.organisation_id, is_service=False)
        people = list(everybody.filter(day.unsettled(today)).select_related("user", "organisation").order_by("number"))
    turns = [(person, day.turn(person, today)) for person in people if not person.is_service]
    _note(day, [person for person, turn in turns if turn is Turn.NOTE])
    _forget(day, [person for person, turn in turns if turn is Turn.FORGET])
    told = [person for person, turn in turns if turn is Turn.TELL and _is_first_to_tell(day, person)]
    for person in told:
        if day.last:
            sign_out(person)
            revoke_open(person)
        history.record(actor=actor, action=day.action, target=person)
        day.signal.send(Person, person=person, actor=actor, day=getattr(person, day.field))
    return len(told)


def _note(day: Day, people: list[Person]) -> None:
    _these(people).update(**{day.noted: F(day.field)})
    for person in people:
        setattr(person, day.noted, getattr(person, day.field))


def _forget(day: Day, people: list[Person]) -> None:
    _these(people).update(**{day.noted: None})
    for person in people:
        setattr(person, day.noted, None)


def _is_first_to_tell(day: Day, person: Person) -> bool:
    """Of two that see the day come, one writes it down and tells; the other waits for the row and finds it written."""
    when = getattr(person, day.field)
    setattr(person, day.noted, when)
    rows = _these([person]).filter(Q(**{f"{day.noted}__isnull": True}) | ~Q(**{day.noted: when}))
    return bool(rows.update(**{day.noted: when}))


def _these(people: list[Person]) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=[person.pk for person in people])
