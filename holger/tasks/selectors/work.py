"""What people must do, from all rooms together: one list for everybody, and the one truth behind overview and reminders."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language

from holger.core.actor import Actor, Reach
from holger.core.errors import NotFound
from holger.core.kept import Kept
from holger.core.need_to_know import Withheld
from holger.core.registry import Duty, DutySource, registry
from holger.organisation.models import Person
from holger.tasks.models import Absence
from holger.tasks.rules import work as rules
from holger.tasks.rules.work import When
from holger.tasks.selectors.team import team_for

WORK: Kept[Sequence["Line"]] = Kept(128)


@dataclass(frozen=True, slots=True)
class Line:
    """A duty in somebody's list. ``absence``: it is another's, who is away. ``opens``: whoever reads the list may open it."""

    source: DutySource
    duty: Duty
    when: When
    presses: bool
    place: rules.Place
    absence: Absence | None = None
    opens: bool = True


def duties_in(organisation_id: UUID, people: Collection[UUID] | None = None) -> Iterable[tuple[DutySource, Duty]]:
    """All that is left to do, for some people or for everybody, whether or not they can open it; in the language that is active."""
    for source in registry.duties:
        for duty in source.open(organisation_id, people):
            yield source, duty


def work_of(actor: Actor, today: date) -> list[Line]:
    """What the actor must do, also in place of those who are away; the most urgent first."""
    if actor.person_id is None:
        return []
    away = _away(actor.organisation_id, actor.person_id, today)
    reaches, found = _Reaches(actor), []
    for source, duty in duties_in(actor.organisation_id, {actor.person_id, *away}):
        absence = None if duty.person_id == actor.person_id else away[duty.person_id]
        if (absence is None or stands_in(duty, absence) == actor.person_id) and reaches.go_to(duty, actor.person_id):
            found.append(_line(source, duty, today, absence))
    return _in_order(found)


def work_of_others(actor: Actor, people: Collection[UUID], today: date) -> list[Line]:
    """The work of people whom the actor looks after; the others' is left out.

    What the actor may not open is there, but ``opens`` says that only its kind and its day are to be told; what is kept from
    them is not there.
    """
    looked_after = set(team_for(actor).filter(pk__in=people).values_list("pk", flat=True))
    if not looked_after:
        return []
    reaches = _Reaches(actor)
    found = (each for each in duties_in(actor.organisation_id, looked_after) if reaches.know(each[1]))
    lines = (_line(source, duty, today, opens=reaches.go_to(duty, actor.person_id)) for source, duty in found)
    return _in_order(lines)


def waited_for(actor: Actor, today: date) -> list[Line]:
    """What the actor waits for others to do: their own in that they asked for it, or answer for what it is about."""
    if actor.person_id is None:
        return []
    reaches = _Reaches(actor)
    asked = [
        (source, source.waiting(actor.organisation_id, actor.person_id)) for source in registry.duties if source.waiting
    ]
    lines = ((source, duty) for source, duties in asked for duty in duties)
    return _in_order(_line(source, duty, today) for source, duty in lines if reaches.go_to(duty, duty.person_id))


def reminded(actor: Actor, person_id: UUID, today: date) -> Person:
    """Somebody whom the actor may remind of something: whose work they look after, or for whom they wait; or 404."""
    found = team_for(actor).filter(pk=person_id).select_related("user").first()
    if found is None and any(line.duty.person_id == person_id for line in waited_for(actor, today)):
        rows = Person.objects.filter(organisation_id=actor.organisation_id, pk=person_id)
        found = rows.select_related("user").first()
    if found is None:
        raise NotFound
    return found


def work_now(actor: Actor, today: date, written: int | None = None) -> Sequence[Line]:
    """The same as ``work_of``, found once for all pages until anything is written in the organisation or the day ends.

    ``written`` is how much has been written there (``registry.written``), where that is known already.
    """
    if written is None:
        written = registry.written(actor)
    return WORK.get(_kept_for(actor, today, written), lambda: work_of(actor, today))


def pressing(actor: Actor, today: date, written: int | None = None) -> list[Line]:
    """What needs the actor today: the overview's card, and the number in the menu."""
    return [line for line in work_now(actor, today, written) if line.presses]


def pressing_known(actor: Actor, today: date, written: int) -> int | None:
    """How many ``pressing`` are, if a page has asked since anything was written."""
    lines = WORK.known(_kept_for(actor, today, written))
    return None if lines is None else sum(line.presses for line in lines)


def _kept_for(actor: Actor, today: date, written: int) -> Hashable:
    return (actor.organisation_id, actor.person_id, actor.grants, written, today, get_language())


def _line(source: DutySource, duty: Duty, today: date, absence: Absence | None = None, *, opens: bool = True) -> Line:
    due, urgent = duty.due, duty.urgent
    when = rules.when(due, today, awaited=duty.awaited or urgent)
    presses = rules.presses(due, today, urgent=urgent, awaited=duty.awaited)
    return Line(source, duty, when, presses, rules.place(due, when, str(duty.title), urgent=urgent), absence, opens)


def _in_order(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.place)


class _Reaches:
    """How far the actor's permissions go, and what is kept from them whatever those are; each is looked up once."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.withheld = Withheld(actor)
        self.known: dict[str, Reach] = {}

    def go_to(self, duty: Duty, whose: UUID | None) -> bool:
        """May they open where a duty is done, as one of ``whose`` own?"""
        if (reach := self.known.get(duty.permission)) is None:
            reach = self.known[duty.permission] = self.actor.reach(duty.permission)
        return duty.within(reach, whose) and self.know(duty)

    def know(self, duty: Duty) -> bool:
        """May they know that there is such a duty at all?"""
        return not self.withheld.hides(duty.path)


# Those who are away


def absences_on(organisation_id: UUID, day: date) -> QuerySet[Absence]:
    """Who is away on a day."""
    return Absence.objects.filter(organisation_id=organisation_id, first__lte=day, last__gte=day)


def stands_in(duty: Duty, absence: Absence) -> UUID | None:
    """Who has a duty while its person is away: the duty's own deputy, else the person's; nobody for what can wait until then."""
    if duty.due is not None and duty.due > absence.last:
        return None
    return duty.deputy_id or absence.deputy_id


def _away(organisation_id: UUID, person_id: UUID, today: date) -> Mapping[UUID, Absence]:
    """The people who are away and for whom this person stands in, in all or in something."""
    absences = {each.person_id: each for each in absences_on(organisation_id, today).select_related("person")}
    absences.pop(person_id, None)
    if not absences:
        return {}
    named = _named_deputy(organisation_id, person_id)
    return {key: each for key, each in absences.items() if each.deputy_id == person_id or key in named}


def _named_deputy(organisation_id: UUID, person_id: UUID) -> Collection[UUID]:
    """Those whose duties name the person as deputy."""
    asked: Sequence[Callable[[UUID, UUID], Collection[UUID]]] = [
        each.deputy_of for each in registry.duties if each.deputy_of
    ]
    return {person for ask in asked for person in ask(organisation_id, person_id)}
