"""Reminding somebody of something that they have to do, at most once a day."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.need_to_know import Withheld
from holger.core.registry import Duty
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Organisation, Person
from holger.tasks.models import Notice, NoticeKind
from holger.tasks.permissions import TEAM
from holger.tasks.selectors.team import looks_after
from holger.tasks.selectors.work import duties_in, waited_for
from holger.tasks.services.mailing import mail_to
from holger.tasks.services.telling import Draft, slot_of, tell

TODAY = N_("%(name)s has been reminded of it today. Wait until tomorrow.")
DONE = N_("It is done already, or somebody else has it now.")


@transaction.atomic
def nudge(*, actor: Actor, person: Person, key: str) -> Notice:
    """Remind somebody whose work one looks after, or for whom one waits, of one duty. They are told once a day."""
    if person.organisation_id != actor.organisation_id:
        raise NotFound
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    today = dates.today(organisation.zone)
    if not (looks_after(actor, person) or _waits_for(actor, person, key, today)):
        raise NotAllowed(TEAM)
    with override(_language(person, organisation)):
        duty = _duty(actor, person, key)
        draft = Draft(
            person=person.pk,
            kind=NoticeKind.NUDGE,
            duty=key,
            slot=slot_of(NoticeKind.NUDGE, key, person.pk, today.isoformat()),
            title=str(duty.title),
            path=duty.path,
            due=duty.due,
            who=actor.label,
            urgent=duty.urgent,
        )
    notice = next(iter(tell(actor.organisation_id, [draft])), None)
    if notice is None:
        raise RuleBroken(TODAY, params={"name": person.name})
    mail_to(actor.organisation_id, [person.pk])
    history.record(actor=actor, action="person.nudged", target=person)
    return notice


def _waits_for(actor: Actor, person: Person, key: str, today: date) -> bool:
    return any(line.duty.key == key and line.duty.person_id == person.pk for line in waited_for(actor, today))


def _duty(actor: Actor, person: Person, key: str) -> Duty:
    """What is kept from whoever asks is not there."""
    found = (duty for _source, duty in duties_in(person.organisation_id, {person.pk}) if duty.key == key)
    duty = next(found, None)
    if duty is None or Withheld(actor).hides(duty.path):
        raise RuleBroken(DONE)
    return duty


def _language(person: Person, organisation: Organisation) -> str:
    """The receiver's own, else the organisation's."""
    chosen = person.user.language if person.user is not None else ""
    return chosen or organisation.language or settings.LANGUAGE_CODE
