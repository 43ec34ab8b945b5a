"""What is to be read follows from what is in force, whom it is for, and who is here."""

from datetime import date
from typing import Any

from holger.core.actor import Actor
from holger.core.models import hanging_on
from holger.history.rules import pseudonym
from holger.jobs.definitions import JOBS
from holger.jobs.services import enqueue
from holger.organisation.models import Person
from holger.policies.models import Acknowledgement, Campaign, Policy, PolicyVersion
from holger.policies.selectors.reading import in_force
from holger.policies.services.asking import readings_of_leaver, readings_of_newcomer, readings_settle, today_of
from holger.policies.services.passages import passages_drop, passages_put


def in_force_now(sender: Any, *, version: PolicyVersion, **more: Any) -> None:
    """It can be found, and whoever must confirm it is asked."""
    passages_put(version)
    readings_settle(version.policy, version, today_of(version.organisation_id))


def put_away(sender: Any, *, policy: Policy, **more: Any) -> None:
    passages_drop(policy)
    readings_settle(policy, None, today_of(policy.organisation_id))


def audience_changed(sender: Any, *, policy: Policy, **more: Any) -> None:
    version = in_force(policy.organisation_id).filter(policy=policy).first()
    readings_settle(policy, version, today_of(policy.organisation_id))


def started(sender: Any, *, person: Person, day: date, **more: Any) -> None:
    """Somebody new reads what applies to them."""
    readings_of_newcomer(person, today_of(person.organisation_id))


def ended(sender: Any, *, person: Person, **more: Any) -> None:
    readings_of_leaver(person)


def begun(sender: Any, *, campaign: Campaign, actor: Actor, **more: Any) -> None:
    """Telling thousands takes a while: nobody waits for it."""
    enqueue(actor=actor, job=JOBS["policies.tell"], campaign=str(campaign.pk))


def forgotten(sender: Any, *, person: Person, **more: Any) -> None:
    """What they have confirmed stays, under a pseudonym."""
    rows = hanging_on(Acknowledgement, person=person)
    rows.update(person_name=pseudonym(str(person.pk)), unit_name="")
