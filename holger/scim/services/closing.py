"""Closed in the directory, and open again."""

from holger.core import dates
from holger.core.actor import Actor
from holger.organisation import services as organisation
from holger.scim import selectors
from holger.scim.models import FeedUser


def close(actor: Actor, user: FeedUser) -> None:
    """Suspend, and give whoever has no last day today as one, if that is what closing means here."""
    person = user.person
    if person.suspended_at is not None:
        return
    organisation.person_suspend(actor=actor, person=person)
    user.closed_at = dates.now()
    today = dates.today()
    begun = person.starts_on is None or person.starts_on <= today
    if person.ends_on is None and begun and selectors.feed_of(user.organisation_id).closed_have_left:
        organisation.person_edit(actor=actor, person=person, ends_on=today)
        user.ended_on = today
    user.save(update_fields=["closed_at", "ended_on"])


def reopen(actor: Actor, user: FeedUser) -> None:
    """Take back what closing did, and nothing else: whom somebody here has suspended stays so."""
    if user.closed_at is None:
        return
    person = user.person
    if user.ended_on is not None and person.ends_on == user.ended_on:
        organisation.person_edit(actor=actor, person=person, ends_on=None)
    if person.suspended_at is not None:
        organisation.person_resume(actor=actor, person=person)
    user.closed_at = user.ended_on = None
    user.save(update_fields=["closed_at", "ended_on"])
