"""Setting whom something is for. The room that it belongs to has asked permission, and tells its history."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from holger.audience.models import Audience, AudienceRole
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.organisation.models import Person, Unit
from holger.organisation.services import guards
from holger.tasks.rules.roles import HELD


@dataclass(frozen=True)
class Chosen:
    """The parts of an audience, as a form answers them. ``roles`` are of ``tasks.rules.roles``."""

    everybody: bool = False
    managers: bool = False
    job_titles: Sequence[str] = ()
    units: Collection[Unit] = ()
    roles: Collection[str] = ()
    people: Collection[Person] = field(default_factory=tuple)


@transaction.atomic
def audience_set(*, actor: Actor, audience: Audience | None, chosen: Chosen) -> Audience:
    """Make an audience, or make one over, for a service that has asked whether it may.

    ``NotFound`` when the audience, a unit or a person is not of the organisation.
    """
    guards.own(actor, audience)
    guards.own(actor, *chosen.units, *chosen.people)
    if unknown := set(chosen.roles) - set(HELD):
        raise RuleBroken(N_("There is no such role: %(role)s."), "roles", {"role": sorted(unknown)[0]})
    audience = audience or Audience(organisation_id=actor.organisation_id)
    audience.everybody, audience.managers = chosen.everybody, chosen.managers
    audience.job_titles = sorted({word.strip().lower() for word in chosen.job_titles if word.strip()})
    audience.full_clean(exclude=["organisation"])
    audience.save()
    audience.units.set(chosen.units)
    audience.people.set(chosen.people)
    audience.roles.all().delete()
    rows = [
        AudienceRole(organisation_id=actor.organisation_id, audience=audience, role=role)
        for role in sorted(set(chosen.roles))
    ]
    AudienceRole.objects.bulk_create(rows)
    return audience
