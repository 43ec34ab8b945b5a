"""Whose work an actor looks after: people whose manager one is, and as a manager of the organisation everybody in reach."""

from django.db.models import Q, QuerySet

from holger.core.actor import Actor
from holger.organisation.models import Person
from holger.tasks.permissions import TEAM


def team_for(actor: Actor) -> QuerySet[Person]:
    """People other than the actor whose work they look after, also those who have left: what they had may lie still."""
    rows = Person.objects.filter(organisation_id=actor.organisation_id, is_service=False)
    if actor.person_id is not None:
        rows = rows.exclude(pk=actor.person_id)
    reach = actor.reach(TEAM)
    if reach.everything:
        return rows
    led = Q(pk__in=()) if actor.person_id is None else Q(manager_id=actor.person_id)
    return rows.filter(led | Q(unit_id__in=reach.unit_ids))


def looks_after(actor: Actor, person: Person) -> bool:
    """The same of one person at hand."""
    if person.organisation_id != actor.organisation_id or person.is_service or person.pk == actor.person_id:
        return False
    led = actor.person_id is not None and person.manager_id == actor.person_id  # type: ignore[attr-defined]
    return led or actor.may(TEAM, person)
