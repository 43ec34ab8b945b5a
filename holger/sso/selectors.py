"""Reading providers and linked sign-ins: for whoever manages them, and for whoever stands outside the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Prefetch, QuerySet
from django.urls import reverse

from holger.core.actor import Actor
from holger.core.models import hanging_on, visible
from holger.core.tenancy import inside
from holger.organisation.models import Organisation, Person
from holger.sso import permissions
from holger.sso.models import GroupRole, Identity, Provider


def providers_for(actor: Actor) -> QuerySet[Provider]:
    """The organisation's providers, for whoever sets them up: owners of the whole of it, as providers lie in no unit."""
    return visible(Provider.objects.annotate(people=Count("identities")), actor, permissions.MANAGE, unit="pk")


def providers_listed(actor: Actor) -> QuerySet[Provider]:
    """The same with their groups, as the settings show them."""
    ours = GroupRole.objects.filter(organisation_id=actor.organisation_id)
    return providers_for(actor).prefetch_related(Prefetch("groups", ours)).order_by("name")


def groups_of(provider: Provider) -> QuerySet[GroupRole]:
    return hanging_on(GroupRole, provider=provider).select_related("unit")


def in_use(organisation_id: UUID) -> list[Provider]:
    """The providers through which people come in now. Their names are known to members, and to the invited."""
    return list(Provider.objects.filter(organisation_id=organisation_id, enabled=True))


def identities_of(actor: Actor, person: Person) -> QuerySet[Identity]:
    """How the person comes in, for themselves and for whoever manages providers."""
    rows = Identity.objects.filter(organisation_id=actor.organisation_id, person=person).select_related("provider")
    seen = person.id == actor.person_id or actor.reach(permissions.MANAGE).everything
    return rows.order_by("created_at") if seen else rows.none()


def identity_lives(identity_id: str, provider_id: str) -> bool:
    """Is the door through which a session came still open?"""
    return Identity.objects.filter(pk=identity_id, provider_id=provider_id, provider__enabled=True).exists()


# --- Outside the door ----------------------------------------------------------------------------------------------


def provider_at(slug: str, key: str) -> Provider | None:
    """The provider in use at this address."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        return None
    with inside(organisation.id):
        rows = Provider.objects.filter(organisation=organisation, key=key, enabled=True)
        return rows.select_related("organisation").first()


def listed_at(slug: str) -> list[Provider]:
    """The providers that let themselves be found by the organisation's address. None where there is no such address."""
    organisation = Organisation.objects.filter(slug=slug.strip().lower()).first()
    if organisation is None:
        return []
    with inside(organisation.id):
        rows = Provider.objects.filter(organisation=organisation, enabled=True, listed=True)
        return list(rows.select_related("organisation"))


# --- Addresses -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """A way in, as pages offer it."""

    name: str
    url: str


def ways_into(organisation: Any) -> Sequence[Way]:
    return [Way(provider.name, address(provider, "start", organisation)) for provider in in_use(organisation.id)]


def address(provider: Provider, name: str, organisation: Any = None) -> str:
    """A path of the provider's own, outside the organisation: start, callback, acs, finish, metadata."""
    slug = (organisation or provider.organisation).slug
    return reverse(f"sso-door:{name}", kwargs={"slug": slug, "key": provider.key})


def full_address(provider: Provider, name: str) -> str:
    """The same as the provider knows it: always below HOLGER_BASE_URL, whatever host a request claims to be for."""
    return f"{settings.BASE_URL}{address(provider, name)}"
