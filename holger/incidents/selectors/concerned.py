"""Whom an incident concerns: those who work on it, whoever leads it, and the management; only those who may see it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from holger.core.actor import Actor
from holger.incidents.models import Incident
from holger.incidents.models.law import LegalProfile
from holger.incidents.rules.reminders import LEADER, MANAGEMENT, TEAM
from holger.incidents.selectors.incidents import incidents_for
from holger.organisation.selectors import actors_in, owners_of


def leader_of(incident: Incident) -> set[UUID]:
    return {incident.owner_id} if incident.owner_id else set()


def team_of(incident: Incident) -> set[UUID]:
    """Those who work on it, whoever leads it among them."""
    return {*incident.members.values_list("person", flat=True), *leader_of(incident)}


@dataclass
class Circle:
    """The people of an organisation as far as they are told of incidents; asked once for many incidents."""

    organisation_id: UUID
    profile: LegalProfile

    @cached_property
    def _actors(self) -> Mapping[UUID, Actor]:
        return actors_in(self.organisation_id)

    @cached_property
    def management(self) -> set[UUID]:
        """Those who were chosen; failing that the owners of the organisation."""
        chosen = set() if self.profile._state.adding else set(self.profile.management.values_list("pk", flat=True))
        return chosen or set(owners_of(self.organisation_id).values_list("pk", flat=True))

    def of(self, incident: Incident, groups: Collection[str]) -> list[UUID]:
        """The people of these groups who may see the incident. With nobody among them, the management: somebody must know."""
        found: set[UUID] = set()
        if TEAM in groups:
            found |= team_of(incident)
        if LEADER in groups:
            found |= leader_of(incident)
        told = set(self.seeing(incident, found))
        if MANAGEMENT in groups or not told:
            told |= set(self.seeing(incident, self.management))
        return sorted(told)

    def seeing(self, incident: Incident, people: Iterable[UUID]) -> list[UUID]:
        """Those of them who may see it: anything else would tell of it behind the back of who needs to know."""
        return [each for each in people if each in self._actors and self._sees(self._actors[each], incident)]

    def _sees(self, actor: Actor, incident: Incident) -> bool:
        return incidents_for(actor).filter(pk=incident.pk).exists()
