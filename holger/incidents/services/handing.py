"""Handing over a place on the team of a case, when somebody leaves."""

from collections.abc import Sequence

from django.db import transaction

from holger.core.actor import Actor
from holger.history import services as history
from holger.history.services import Entry
from holger.incidents.models import Member
from holger.incidents.permissions import WORK
from holger.incidents.services.lines import line_put
from holger.incidents.services.standing import must_reach
from holger.organisation.models import Person
from holger.organisation.services import guards


@transaction.atomic
def members_give(*, actor: Actor, members: Sequence[Member], person: Person) -> int:
    """Let ``person`` take these places, each as what it is. Where they have the same part already, it is left."""
    guards.own(actor, person, *members)
    entries = []
    for member in members:
        incident, before = member.incident, member.person
        must_reach(actor, incident, WORK)
        if Member.objects.filter(incident=incident, person=person, part=member.part).exists():
            member.delete()
        else:
            member.person = person
            member.save(update_fields=["person"])
        changes = {"team": [before.name, person.name]}
        entries.append(Entry("incident.member_changed", incident, changes))
        line_put(actor, incident, "member_left", person=str(before.pk), part=member.part)
        line_put(actor, incident, "member_added", person=str(person.pk), part=member.part)
    history.record_many(actor=actor, entries=entries)
    return len(entries)
