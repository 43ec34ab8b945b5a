"""Reading organisations, people and units, always as somebody."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Q, QuerySet

from holger.accounts.models import User
from holger.core import dates
from holger.core.actor import Actor, Channel, Grant
from holger.core.models import visible
from holger.core.permissions import Role
from holger.organisation.models import Organisation, Person, RoleGrant, Tag, Unit


def memberships_of(user: User) -> QuerySet[Person]:
    """The people that a user is, one per organisation that still lets them in."""
    today = dates.today()
    return (
        Person.objects.filter(user=user, suspended_at__isnull=True, grants__isnull=False)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .select_related("organisation")
        .order_by("organisation__name")
        .distinct()
    )


def actor_for(
    user: User, organisation: Organisation, channel: Channel = Channel.PAGE, via: str = ""
) -> tuple[Actor, Person] | None:
    """The user as an actor in this organisation, or None for somebody who is not (or no longer) a member."""
    person = memberships_of(user).filter(organisation=organisation).first()
    return (actor_of(person, channel, via), person) if person else None


def actor_of(person: Person, channel: Channel = Channel.COMMAND, via: str = "") -> Actor:
    """The person as an actor with all roles that they hold."""
    grants = list(RoleGrant.objects.filter(person=person).values_list("role", "unit_id"))
    below = units_below(person.organisation_id) if any(unit for _role, unit in grants) else {}
    return Actor(
        organisation_id=person.organisation_id,
        person_id=person.id,
        user_id=person.user_id,
        label=person.name,
        grants=tuple(Grant(Role(role), below[unit] if unit else None) for role, unit in grants),
        channel=channel,
        via=via,
    )


def system_actor(organisation: Organisation, label: str, channel: Channel = Channel.COMMAND) -> Actor:
    """Whoever runs a command on the server: allowed everything in the one organisation it names."""
    return Actor(organisation.id, None, None, label, (Grant(Role.OWNER),), channel)


def units_below(organisation_id: UUID) -> dict[UUID, frozenset[UUID]]:
    """Each unit with itself and all units below it."""
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    ids = []
    for unit_id, parent_id in Unit.objects.filter(organisation_id=organisation_id).values_list("id", "parent_id"):
        children[parent_id].append(unit_id)
        ids.append(unit_id)

    def collect(unit_id: UUID) -> set[UUID]:
        found, waiting = {unit_id}, [unit_id]
        while waiting:
            new = [child for child in children[waiting.pop()] if child not in found]
            found.update(new)
            waiting.extend(new)
        return found

    return {unit_id: frozenset(collect(unit_id)) for unit_id in ids}


def people_for(actor: Actor) -> QuerySet[Person]:
    return visible(Person.objects.all(), actor, "people.view", own=Q(pk=actor.person_id))


def units_for(actor: Actor) -> QuerySet[Unit]:
    return visible(Unit.objects.all(), actor, "people.view", unit="id")


def tags_for(actor: Actor) -> QuerySet[Tag]:
    return Tag.objects.filter(organisation_id=actor.organisation_id)
