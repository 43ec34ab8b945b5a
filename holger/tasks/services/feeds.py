"""Calendars to subscribe to, made and revoked."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from holger.core import dates, tenancy
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person
from holger.tasks.models import Feed
from holger.tasks.permissions import SETTINGS, VIEW
from holger.tasks.rules.feeds import MOST, hashed
from holger.tasks.services.shared import must_be_ours

NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def feed_create(*, actor: Actor, name: str = "", everything: bool = False) -> tuple[Feed, str]:
    """Make a calendar of one's own tasks, or of all that one sees. Returns it with its secret, which is never seen again."""
    actor.require(VIEW)
    people = Person.objects.filter(organisation_id=actor.organisation_id)
    person = people.filter(pk=actor.person_id).first() if actor.person_id else None
    if person is None or person.user_id is None:
        raise RuleBroken(N_("Only somebody who can sign in subscribes to a calendar."))
    reach = actor.reach(VIEW)
    if everything and not (reach.everything or reach.unit_ids):
        raise RuleBroken(N_("You see only your own tasks."), "everything")
    mine = Feed.objects.filter(organisation_id=actor.organisation_id, person=person, revoked_at=None)
    if mine.count() >= MOST:
        raise RuleBroken(N_("You have %(most)s calendars already. Revoke one first."), params={"most": MOST})
    secret = secrets.token_urlsafe(32)
    feed = Feed(organisation_id=actor.organisation_id, person=person, secret_hash=hashed(secret))
    changes = write(feed, {"name": name.strip(), "everything": everything})
    history.record(actor=actor, action="feed.created", target=feed, changes=changes)
    return feed, secret


def feed_address(secret: str) -> str:
    """The whole address, as a calendar is to be given it."""
    return settings.BASE_URL + reverse("tasks-entrance:feed", kwargs={"secret": secret})


@transaction.atomic
def feed_revoke(*, actor: Actor, feed: Feed) -> Feed:
    """Stop it at once and for good. One's own; managers stop anybody's."""
    must_be_ours(actor, feed)
    if not (feed.owned_by(actor.person_id) and actor.may(VIEW)):
        actor.require(SETTINGS)
    return _revoke(actor, feed)


def feeds_end(*, actor: Actor, person: Person) -> None:
    """Stop all of somebody who is shut out. Whoever may shut them out may stop these."""
    must_be_ours(actor, person)
    for feed in Feed.objects.filter(organisation_id=actor.organisation_id, person=person, revoked_at=None):
        _revoke(actor, feed)


def _revoke(actor: Actor, feed: Feed) -> Feed:
    if feed.revoked_at is None:
        changes = write(feed, {"revoked_at": dates.now()})
        history.record(actor=actor, action="feed.revoked", target=feed, changes=changes)
    return feed


def feed_fetched(feed: Feed) -> None:
    """Note that a calendar has asked; once an hour is enough to tell a living one from a forgotten one."""
    now = dates.now()
    stale = Q(fetched_at=None) | Q(fetched_at__lt=now - NOTED_EVERY)
    if feed.fetched_at is None or feed.fetched_at < now - NOTED_EVERY:
        tenancy.afterwards(lambda: Feed.objects.filter(stale, pk=feed.pk).update(fetched_at=now))
