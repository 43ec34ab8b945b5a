"""Whose work an actor looks after: people whose manager one is, and as a manager of the organisation everybody in reach."""

from django.db.models import Q, QuerySet

from holger.core.actor import Actor
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.organisation.models import Person
from holger.organisation.selectors import people_for, people_still_here
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


def deputies_for(actor: Actor) -> QuerySet[Person]:
    """Whom the actor may name to stand in: whoever they see, and those they work with: of their unit, led by the same, their own
    manager."""
    rows = people_still_here(actor.organisation_id).order_by("name")
    me = rows.filter(pk=actor.person_id).values_list("unit_id", "manager_id") if actor.person_id else None
    unit, manager = (me.first() if me is not None else None) or (None, None)
    beside = Q(pk__in=people_for(actor).values("pk"))
    if unit is not None:
        beside |= Q(unit=unit)
    if manager is not None:
        beside |= Q(manager=manager) | Q(pk=manager)
    return rows.filter(beside)


def find_deputies(actor: Actor, text: str, limit: int) -> list[Hit]:
    """For pickers only: no page is offered, for whoever names a colleague may not open their page."""
    rows = deputies_for(actor).filter(words_in(text.split()[:6], ("name", "initials", "job_title")))
    return [
        Hit("", each.name, "", Person._meta.verbose_name, "user", each.job_title, str(each.pk)) for each in rows[:limit]
    ]
