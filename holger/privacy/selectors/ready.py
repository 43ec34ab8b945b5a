"""The ready activities as they are offered: who would answer for each, and which are there already."""

from collections.abc import Mapping
from dataclasses import dataclass

from holger.core.actor import Actor
from holger.organisation.models import Person
from holger.organisation.selectors import is_here
from holger.privacy.models import Activity
from holger.privacy.permissions import EDIT
from holger.privacy.selectors.record import activities_for
from holger.tasks.models import RoleHolder


@dataclass(frozen=True)
class Offered:
    holders: Mapping[str, Person]
    there: Mapping[str, Activity]
    """By the key of the ready one: the first that was made of it."""


def ready_offered(actor: Actor) -> Offered:
    actor.require(EDIT)
    rows = activities_for(actor).filter(archived_at=None).exclude(template="").order_by("number")
    there: dict[str, Activity] = {}
    for row in rows.only("organisation", "reference", "title", "template"):
        there.setdefault(row.template, row)
    return Offered(role_holders(actor), there)


def role_holders(actor: Actor) -> Mapping[str, Person]:
    """Who holds a role in the whole organisation, else in the unit that comes first: for those who write the record."""
    actor.require(EDIT)
    rows = RoleHolder.objects.filter(organisation_id=actor.organisation_id).select_related("person", "unit")
    found: dict[str, Person] = {}
    for row in sorted(rows, key=lambda row: (row.unit_id is not None, row.unit.name if row.unit else "")):
        if is_here(row.person):
            found.setdefault(row.role, row.person)
    return found
