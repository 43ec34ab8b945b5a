"""Saying that one has read and understood a policy."""

from typing import Any

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.services import guards
from holger.policies.models import (
    Acknowledgement,
    Campaign,
    CampaignStatus,
    How,
    Policy,
    PolicyVersion,
    Reading,
)
from holger.policies.permissions import READ
from holger.policies.selectors.reading import applying_to, in_force, text_shown
from holger.policies.services.campaigns import close

CHANGED = N_("The text has changed since you opened it. Read it again before you confirm it.")


@transaction.atomic
def policy_confirm(*, actor: Actor, policy: Policy, language: str, digest: str) -> Acknowledgement:
    """Confirm what is in force. ``digest`` is that of the text that was shown, in ``language``; once more changes nothing."""
    actor.require(READ)
    guards.own(actor, policy)
    version = in_force(actor.organisation_id).filter(policy=policy).first()
    if actor.person_id is None or version is None:
        raise NotFound
    reading = _reading(actor, version)
    shown = text_shown(version, language)
    if shown is None or shown.text.language != language or shown.digest != digest:
        raise RuleBroken(CHANGED)
    done = Acknowledgement.objects.filter(version=version, person=reading.person).first()
    if done is not None:
        return done
    return _write(actor, version, reading, language=language, digest=digest)


def _reading(actor: Actor, version: PolicyVersion) -> Reading:
    """Held until it is confirmed, so that two clicks confirm once. Whoever was asked need not be looked for in audiences."""
    asked: dict[str, Any] = {"person_id": actor.person_id, "policy_id": version.policy_id, "major": version.major}
    rows = Reading.objects.select_for_update(of=("self",)).select_related("campaign", "person__unit")
    held = rows.filter(organisation_id=actor.organisation_id, person__is_service=False, **asked)
    if (reading := held.first()) is not None:
        return reading
    people = Person.objects.filter(organisation_id=actor.organisation_id, is_service=False)
    if (
        not people.filter(pk__in=[actor.person_id]).exists()
        or not applying_to(actor).filter(pk=version.policy_id).exists()
    ):
        raise NotFound
    own = {"organisation_id": actor.organisation_id, "how": How.OWN, "due": dates.today()}
    Reading.objects.bulk_create([Reading(**asked, **own)], ignore_conflicts=True)
    return held.get()


def _write(actor: Actor, version: PolicyVersion, reading: Reading, *, language: str, digest: str) -> Acknowledgement:
    person = reading.person
    done = Acknowledgement.objects.create(
        organisation_id=actor.organisation_id,
        policy_id=version.policy_id,
        version=version,
        person=person,
        person_name=person.name,
        unit_name=person.unit.name if person.unit else "",
        language=language,
        digest=digest,
        how=reading.how,
        campaign=reading.campaign.reference if reading.campaign else "",
    )
    if reading.confirmed_at is None:
        reading.confirmed_at = done.at
        reading.save(update_fields=["confirmed_at"])
    told = {"version": [None, version.label], "language": [None, language], "digest": [None, digest]}
    history.record(actor=actor, action="policy.confirmed", target=version.policy, changes=told)
    _close_if_all_have(actor, reading.campaign)
    return done


def _close_if_all_have(actor: Actor, campaign: Campaign | None) -> None:
    """The last to confirm closes the campaign that asked."""
    running = campaign is not None and campaign.status == CampaignStatus.RUNNING
    if running and not Reading.objects.filter(campaign=campaign, confirmed_at=None).exists():
        assert campaign is not None
        close(actor, campaign)
