"""Reading what the directory has told: as the program that tells it, and as owners who look at it."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from holger.core.actor import Actor
from holger.core.models import visible
from holger.organisation.models import Organisation, Person
from holger.organisation.permissions import VIEW_PEOPLE
from holger.scim import permissions
from holger.scim.models import Feed, FeedGroup, FeedMember, FeedRole, FeedUser
from holger.scim.rules.faults import bad_filter
from holger.scim.rules.paths import GROUP, USER, Comparison

USER_FILTERS = {
    "id": "pk",
    "username": "user_name__iexact",
    "externalid": "external_id",
    "displayname": "person__name__iexact",
    "emails": "person__email__iexact",
    "emails.value": "person__email__iexact",
    "active": "person__suspended_at__isnull",
}
GROUP_FILTERS = {
    "id": "pk",
    "displayname": "name__iexact",
    "externalid": "external_id",
    "members": "members__user",
    "members.value": "members__user",
}
KEYS = {"pk", "members__user"}


def users_for(actor: Actor) -> QuerySet[FeedUser]:
    """Those whom the directory still has, as far as the actor sees people."""
    rows = visible(FeedUser.objects.all(), actor, VIEW_PEOPLE, unit="person__unit_id")
    return rows.filter(deleted_at=None).select_related("person__unit", "person__manager__feed_user")


def groups_for(actor: Actor) -> QuerySet[FeedGroup]:
    """They lie in no unit: for whoever sees all people."""
    return visible(FeedGroup.objects.all(), actor, VIEW_PEOPLE, unit="pk")


def with_members(groups: QuerySet[FeedGroup]) -> QuerySet[FeedGroup]:
    members = FeedMember.objects.select_related("user__person").order_by("id")
    return groups.prefetch_related(Prefetch("members", members))


def users_found(rows: QuerySet[FeedUser], asked: Iterable[Comparison]) -> QuerySet[FeedUser]:
    return rows.filter(_condition(asked, USER_FILTERS, USER))


def groups_found(rows: QuerySet[FeedGroup], asked: Iterable[Comparison]) -> QuerySet[FeedGroup]:
    return rows.filter(_condition(asked, GROUP_FILTERS, GROUP))


def user_called(organisation_id: UUID, said: str) -> FeedUser | None:
    """By our own id, else by what the directory calls them."""
    rows = FeedUser.objects.filter(organisation_id=organisation_id, deleted_at=None).select_related("person")
    found = rows.filter(_holds("pk", said)).first()
    return found or rows.filter(Q(user_name__iexact=said) | Q(external_id=said)).first()


def _condition(asked: Iterable[Comparison], known: dict[str, str], schema: str) -> Q:
    found = Q()
    for comparison in asked:
        path = comparison.path
        name = f"{path.name}.{path.sub}" if path.sub else path.name
        field = known.get(name) if path.schema in ("", schema) else None
        if field is None:
            raise bad_filter(f"holger does not look people up by {name[:50]}. It knows: {', '.join(known)}.")
        found &= _holds(field, comparison.value)
    return found


def _holds(field: str, value: Any) -> Q:
    if field.endswith("__isnull"):
        return Q(**{field: str(value).lower() == "true"})
    if field not in KEYS:
        return Q(**{field: str(value)})
    try:
        return Q(**{field: UUID(str(value))})
    except ValueError:
        return Q(pk__in=())


# --- For owners ----------------------------------------------------------------------------------------------------


def feed_of(organisation_id: UUID) -> Feed:
    """What the directory's word counts for: as it was set, or as it is to begin with."""
    return Feed.objects.filter(organisation_id=organisation_id).first() or Feed(organisation_id=organisation_id)


def groups_listed(actor: Actor) -> QuerySet[FeedGroup]:
    """Groups as the settings show them: with how many are in each, and which roles they give."""
    rows = visible(FeedGroup.objects.all(), actor, permissions.MANAGE, unit="pk")
    roles = Prefetch(
        "roles", FeedRole.objects.filter(organisation_id=actor.organisation_id).select_related("unit").order_by("role")
    )
    return rows.annotate(size=Count("members")).prefetch_related(roles).order_by("name")


def users_counted(actor: Actor) -> int:
    return users_for(actor).count()


def user_of(actor: Actor, person: Person) -> FeedUser | None:
    """Who the person is in the directory."""
    return users_for(actor).filter(person=person).first()


def users_in(actor: Actor, keys: Sequence[UUID] | frozenset[UUID]) -> dict[UUID, FeedUser]:
    return users_for(actor).in_bulk(list(keys))


def address_of(organisation: Organisation) -> str:
    """Where the directory calls, whatever host a request claims to be for."""
    return settings.BASE_URL + reverse("scim:root", kwargs={"organisation": organisation.slug}).rstrip("/")
