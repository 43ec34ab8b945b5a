"""Who works on a case, who else is to be called, and whom one might ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from holger.core.actor import Actor
from holger.core.permissions import PERMISSIONS
from holger.incidents.models import Incident, Member
from holger.incidents.permissions import VIEW
from holger.incidents.selectors.incidents import knows_of, only
from holger.incidents.selectors.law import Address, recipients_for
from holger.organisation.models import Person, RoleGrant
from holger.organisation.selectors import units_below


@dataclass(frozen=True)
class Mate:
    """Somebody on the case with all their parts; ``member`` rows are none for who only leads it. ``sees``: can they open it?"""

    person: Person
    leads: bool
    members: Sequence[Member]
    telephone: str
    sees: bool


def team_of_case(actor: Actor, incident: Incident) -> list[Mate]:
    """Whoever leads it first, then by part. Whoever asks has found the case."""
    rows = Member.objects.filter(
        organisation_id=actor.organisation_id, incident__in=only(actor, incident)
    ).select_related("person")
    by_person: dict[UUID, list[Member]] = {}
    for row in sorted(
        rows, key=lambda each: (PARTS.index(each.part) if each.part in PARTS else len(PARTS), each.person.name)
    ):
        by_person.setdefault(row.person_id, []).append(row)
    people = {key: members[0].person for key, members in by_person.items()}
    if incident.owner_id and incident.owner is not None and knows_of(actor, incident):
        people = {incident.owner_id: incident.owner, **people}
        people[incident.owner_id] = incident.owner
    seeing = {
        actor.person_id,
        *_seeing(incident, [key for key in people if key != actor.person_id]),
    }  # whoever asks has found it
    known = telephones(actor.organisation_id, [key for key in people if not _said(by_person.get(key, ()))])
    return [
        Mate(
            person=person,
            leads=key == incident.owner_id,
            members=by_person.get(key, ()),
            telephone=_said(by_person.get(key, ())) or known.get(key, ""),
            sees=key in seeing,
        )
        for key, person in people.items()
    ]


def _seeing(incident: Incident, people: Sequence[UUID]) -> set[UUID]:
    """Those of the team whose roles let them see cases at all; being on it is enough to see this one."""
    if not people:
        return set()
    word = PERMISSIONS[VIEW]
    rows = RoleGrant.objects.filter(person__in=people, organisation_id=incident.organisation_id)
    grants = [
        grant for grant in rows.values_list("person", "role", "unit") if grant[1] in (*word.everywhere, *word.own)
    ]
    here = {unit for _person, role, unit in grants if unit is not None and role not in word.own}
    below = units_below(incident.organisation_id) if here else {}
    return {
        person
        for person, role, unit in grants
        if unit is None or role in word.own or incident.unit_id in below.get(unit, ())
    }


PARTS = ("deputy", "technical", "dpo", "communication", "legal", "management", "scribe", "member")


def _said(members: Sequence[Member]) -> str:
    return next((member.telephone for member in members if member.telephone), "")


def telephones(organisation_id: UUID, people: Sequence[UUID]) -> dict[UUID, str]:
    """Where people were reached the last time that they were on a team."""
    if not people:
        return {}
    rows = Member.objects.filter(organisation_id=organisation_id, person__in=people).exclude(telephone="")
    return dict(rows.order_by("pk").values_list("person", "telephone"))


def member_of(actor: Actor, incident: Incident, key: UUID) -> Member | None:
    rows = Member.objects.filter(organisation_id=actor.organisation_id, incident__in=only(actor, incident), pk=key)
    return rows.select_related("incident", "person").first()


def to_be_told(actor: Actor) -> list[Address]:
    """The authorities and others that the organisation tells, without those that are not for it."""
    return [each for each in recipients_for(actor) if not each.hidden]
