"""Who belongs to an audience, and to which audiences somebody belongs: the same question from both ends."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from holger.audience.models import Audience, AudienceRole
from holger.core import dates
from holger.organisation.models import Person
from holger.organisation.selectors import unit_with_above, units_below
from holger.tasks.models import RoleHolder


def present(today: date | None = None) -> Q:
    """People who are here on a day: they have begun, have not gone, are not suspended, and are somebody."""
    today = today or dates.today()
    begun = Q(starts_on=None) | Q(starts_on__lte=today)
    left = Q(ends_on=None) | Q(ends_on__gte=today)
    return begun & left & Q(suspended_at=None, is_service=False)


@dataclass(frozen=True)
class Parts:
    """What an audience is made of, kept or only chosen so far: ids of units and people, roles, words of job titles."""

    everybody: bool = False
    managers: bool = False
    job_titles: Collection[str] = ()
    units: Collection[UUID] = ()
    roles: Collection[str] = ()
    people: Any = ()
    """Ids, or a question that answers with them."""


def parts_of(audience: Audience) -> Parts:
    return Parts(
        everybody=audience.everybody,
        managers=audience.managers,
        job_titles=audience.job_titles,
        units=() if audience.everybody else list(audience.units.values_list("pk", flat=True)),
        roles=() if audience.everybody else list(audience.roles.values_list("role", flat=True)),
        people=audience.people.values("pk"),
    )


def people_in(audience: Audience) -> QuerySet[Person]:
    """Everybody here who belongs to it, once each. The caller has seen to it that the actor may ask."""
    return people_meant(audience.organisation_id, parts_of(audience))


def people_meant(organisation_id: UUID, parts: Parts) -> QuerySet[Person]:
    """Everybody here whom any of the parts fits, once each. The caller has seen to it that the actor may ask."""
    here = Person.objects.filter(present(), organisation_id=organisation_id)
    return here if parts.everybody else here.filter(_fitting(organisation_id, parts))


def _fitting(organisation: UUID, told: Parts) -> Q:
    below = units_below(organisation) if told.units else {}
    parts = [
        Q(unit_id__in={each for unit in told.units for each in below[unit]}),
        Q(pk__in=told.people),
        *(Q(job_title__icontains=word) for word in told.job_titles),
    ]
    if told.roles:
        holders = RoleHolder.objects.filter(organisation_id=organisation, role__in=told.roles)
        parts += [Q(pk__in=holders.values("person")), Q(pk__in=holders.exclude(deputy=None).values("deputy"))]
    if told.managers:
        led = Person.objects.filter(present(), organisation_id=organisation).exclude(manager=None)
        parts.append(Q(pk__in=led.values("manager")))
    return reduce(or_, parts)


def audiences_of(person: Person) -> QuerySet[Audience]:
    """The audiences that somebody belongs to, whether or not they are here today."""
    organisation = person.organisation_id
    held = RoleHolder.objects.filter(Q(person=person) | Q(deputy=person), organisation_id=organisation)
    fits = Q(everybody=True) | Q(pk__in=_naming(person))
    fits |= Q(
        pk__in=AudienceRole.objects.filter(organisation_id=organisation, role__in=held.values("role")).values(
            "audience"
        )
    )
    if person.unit_id is not None:
        above = unit_with_above(organisation, person.unit_id)
        fits |= Q(pk__in=Audience.units.through.objects.filter(unit_id__in=above).values("audience_id"))  # type: ignore[attr-defined]
    if Person.objects.filter(present(), organisation_id=organisation, manager=person).exists():
        fits |= Q(managers=True)
    if titled := _by_title(person):
        fits |= Q(pk__in=titled)
    return Audience.objects.filter(fits, organisation_id=organisation)


def _naming(person: Person) -> QuerySet[Any, Any]:
    through: Any = Audience.people.through
    return through.objects.filter(person_id=person.pk).values("audience_id")  # type: ignore[no-any-return]


def _by_title(person: Person) -> Collection[UUID]:
    if not person.job_title:
        return ()
    title = person.job_title.lower()
    with_words = Audience.objects.filter(organisation_id=person.organisation_id).exclude(job_titles=[])
    return [pk for pk, words in with_words.values_list("pk", "job_titles") if any(word in title for word in words)]
