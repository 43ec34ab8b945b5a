"""Who works on a case, and as what. Whoever is put on the team sees the case from then on, also where only a few may."""

from django.db import transaction
from django.utils.translation import gettext, override

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.incidents.models import Incident, Member, Part
from holger.incidents.services.lines import line_put
from holger.incidents.services.timeline import must_work_on
from holger.organisation.models import Person
from holger.organisation.services import guards
from holger.tasks.models import NoticeKind
from holger.tasks.selectors.audience import audience_of
from holger.tasks.services.telling import Draft, tell_again


@transaction.atomic
def member_add(
    *, actor: Actor, incident: Incident, person: Person, part: str = Part.MEMBER, telephone: str = ""
) -> Member:
    """Put somebody on the team, who is told. The same person may have several parts."""
    guards.own(actor, incident, person)
    must_work_on(actor, incident)
    if person.is_service or person.suspended_at is not None:
        raise RuleBroken(N_("Only people who are here can be on the team."), "person")
    if part not in Part.values:
        raise RuleBroken(N_("Choose what they do in this case."), "part")
    if Member.objects.filter(incident=incident, person=person, part=part).exists():
        raise RuleBroken(N_("They are on the team as that already."), "person")
    row = Member(organisation_id=actor.organisation_id, incident=incident, person=person)
    write(row, {"part": part, "telephone": telephone.strip()})
    line_put(actor, incident, "member_added", person=str(person.pk), part=part)
    _record(actor, incident, "incident.member_added", [None, str(row)])
    _tell(actor, incident, person)
    return row


@transaction.atomic
def member_edit(*, actor: Actor, member: Member, telephone: str) -> Member:
    """Say where somebody on the team is reached."""
    must_work_on(actor, member.incident)
    if changes := write(member, {"telephone": telephone.strip()}):
        history.record(actor=actor, action="incident.member_changed", target=member.incident, changes=changes)
    return member


@transaction.atomic
def member_drop(*, actor: Actor, member: Member) -> None:
    """Take somebody off the team. A case that only a few may know of is then kept from them."""
    incident = member.incident
    must_work_on(actor, incident)
    line_put(actor, incident, "member_left", person=str(member.person_id), part=member.part)
    _record(actor, incident, "incident.member_dropped", [str(member), None])
    member.delete()


def _record(actor: Actor, incident: Incident, action: str, member: list[str | None]) -> None:
    history.record(actor=actor, action=action, target=incident, changes={"team": member})


def _tell(actor: Actor, incident: Incident, person: Person) -> None:
    """In their language. Chats are told nothing: not everybody there need know."""
    member = audience_of(actor.organisation_id).members.get(person.pk)
    if member is None or person.pk == actor.person_id:
        return
    duty = f"incidents.team:{incident.pk.hex}"
    with override(member.language):
        title = gettext("You are on the team of %(reference)s") % {"reference": incident.reference}
    draft = Draft(
        person=person.pk,
        kind=NoticeKind.GIVEN,
        duty=duty,
        slot=f"{NoticeKind.GIVEN}:{duty}:{person.pk.hex}",
        title=title,
        path=incident.path,
        who=actor.label,
        urgent=True,
    )
    tell_again(actor.organisation_id, [draft])
