"""Cases that have to do with each other, and making a case of its own of a part of one."""

from collections.abc import Sequence

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.incidents.models import Entry, Incident, Member, Relation, Status
from holger.incidents.permissions import VIEW
from holger.incidents.services.lines import line_put
from holger.incidents.services.standing import must_reach
from holger.incidents.services.timeline import must_work_on
from holger.organisation.services import guards, next_numbers

MOST_QUOTED = 200
CARRIED = ("category", "source", "cause", "malicious", "cross_border", "impact", "urgency", "severity", "severity_rank")
"""What a part has of the whole until somebody says otherwise."""


@transaction.atomic
def relation_add(*, actor: Actor, incident: Incident, other: Incident, note: str = "") -> Relation:
    """Say that two cases have to do with each other. The actor must see both; each tells of it in its timeline."""
    guards.own(actor, incident, other)
    must_work_on(actor, incident)
    must_reach(actor, other, VIEW)
    if incident.pk == other.pk:
        raise RuleBroken(N_("A case has always to do with itself."), "other")
    older, younger = sorted((incident, other), key=lambda each: each.pk)
    if Relation.objects.filter(incident=older, other=younger).exists():
        raise RuleBroken(N_("These two are tied already."), "other")
    row = Relation(organisation_id=actor.organisation_id, incident=older, other=younger)
    write(row, {"note": note.strip()})
    _tell_both(actor, "related", incident, other)
    return row


@transaction.atomic
def relation_drop(*, actor: Actor, relation: Relation) -> None:
    guards.own(actor, relation)
    must_reach(actor, relation.other, VIEW)
    must_work_on(actor, relation.incident)
    _tell_both(actor, "unrelated", relation.incident, relation.other)
    relation.delete()


def _tell_both(actor: Actor, what: str, one: Incident, other: Incident) -> None:
    """By key, so that who may not know of the other is not told its name."""
    for here, there in ((one, other), (other, one)):
        line_put(actor, here, what, case=str(there.pk))
        history.record(actor=actor, action=f"incident.{what}", target=here, changes={"case": [None, there.reference]})


@transaction.atomic
def incident_split(
    *, actor: Actor, incident: Incident, title: str, entries: Sequence[Entry] = (), reason: str = ""
) -> Incident:
    """Make a case of its own of a part. The chosen lines stay where they are; the new case quotes them and tells where it comes from.

    It has the same leader and team, and is kept from the same people.
    """
    guards.own(actor, incident, *entries)
    must_work_on(actor, incident)
    if any(entry.incident_id != incident.pk for entry in entries):
        raise NotFound
    if not title.strip():
        raise RuleBroken(N_("Give the new case a name."), "title")
    if not reason.strip():
        raise RuleBroken(N_("Write why it is a case of its own."), "reason")
    if len(entries) > MOST_QUOTED:
        raise RuleBroken(N_("Choose fewer lines."), "entries")
    incident.refresh_from_db()
    part = _part(actor, incident, title.strip(), entries)
    line_put(actor, part, "parted", case=str(incident.pk), reason=reason.strip())
    for entry in sorted(entries, key=lambda each: each.at):
        quoted = {"told": entry.told} if entry.told else {"text": entry.text}
        line_put(actor, part, "quoted", at=entry.at, entry=str(entry.pk), **quoted)
    line_put(actor, incident, "split", case=str(part.pk), reason=reason.strip())
    told = {"case": [None, part.reference], "lines": [None, len(entries)]}
    history.record(actor=actor, action="incident.split", target=incident, changes=told, reason=reason.strip())
    told = {"title": [None, part.title], "case": [None, incident.reference]}
    history.record(actor=actor, action="incident.parted", target=part, changes=told, reason=reason.strip())
    return part


def _part(actor: Actor, incident: Incident, title: str, entries: Sequence[Entry]) -> Incident:
    number = next_numbers(organisation_id=actor.organisation_id, prefix=Incident.prefix)[0]
    now = dates.now()
    part = Incident(
        organisation_id=actor.organisation_id,
        number=number,
        reference=f"{Incident.prefix}-{number}",
        status=Status.OPEN,
        owner=incident.owner,
        unit=incident.unit,
        taken_on_at=now,
        restricted=incident.restricted,
        drill=incident.drill,
        exercise=incident.exercise,
        split_from=incident,
        **{name: getattr(incident, name) for name in CARRIED},
    )
    detected = min((entry.at for entry in entries), default=incident.detected_at)
    write(part, {"title": title, "detected_at": detected})
    members = Member.objects.filter(incident=incident)
    Member.objects.bulk_create(
        Member(
            organisation_id=actor.organisation_id,
            incident=part,
            person_id=each.person_id,
            part=each.part,
            telephone=each.telephone,
        )
        for each in members
    )
    return part
