"""Calendars to subscribe to: as their owner sees them, and by the secret alone."""

from dataclasses import replace
from datetime import date

from django.db.models import Q, QuerySet

from holger.core import tenancy
from holger.core.actor import Actor, Channel
from holger.core.registry import Dated
from holger.organisation.models import Organisation
from holger.organisation.selectors import actor_for, lacks_factor
from holger.tasks.models import Feed, TaskStatus
from holger.tasks.permissions import SETTINGS, VIEW
from holger.tasks.rules.feeds import AHEAD, BACK, hashed
from holger.tasks.rules.standing import WAITING
from holger.tasks.selectors.dated import dates_between
from holger.tasks.selectors.runs import Period, Run, runs_between, runs_named
from holger.tasks.selectors.tasks import tasks_for

FEED = tenancy.door(
    "feed", {"secret_hash": "text"}, "SELECT organisation_id FROM tasks_feed WHERE secret_hash = %(secret_hash)s"
)


def feeds_for(actor: Actor) -> QuerySet[Feed]:
    """One's own calendars; managers see everybody's."""
    rows = Feed.objects.filter(organisation_id=actor.organisation_id).select_related("person")
    if actor.may(SETTINGS):
        return rows
    return rows.filter(person=actor.person_id) if actor.may(VIEW) else rows.none()


def organisation_fed(secret: str) -> Organisation | None:
    """The organisation of the calendar with this secret. Asked outside all of them."""
    return Organisation.objects.filter(pk__in=FEED(secret_hash=hashed(secret))).first()


def feed_with(secret: str, organisation: Organisation) -> Feed | None:
    """The organisation's calendar that this secret opens; None for a wrong or revoked one."""
    rows = Feed.objects.filter(organisation=organisation, secret_hash=hashed(secret), revoked_at=None)
    feed = rows.select_related("person__user").first()
    if feed is not None:
        feed.organisation = feed.person.organisation = organisation
    return feed


def reader_of(feed: Feed) -> Actor | None:
    """Through whose eyes it is seen; None when they are no longer let in, or see nothing any more."""
    person = feed.person
    if person.user is None or not person.user.is_active:
        return None
    found = actor_for(person.user, person.organisation, Channel.SYSTEM)
    if found is None or not found[0].may(VIEW) or lacks_factor(found[0], person):
        return None
    return found[0]


def feed_days(actor: Actor, feed: Feed, today: date) -> list[Dated]:
    """What other registers know of, in a calendar that holds all that its owner sees; nobody's own work is among it."""
    return dates_between(actor, today - BACK, today + AHEAD) if feed.everything else []


def feed_runs(actor: Actor, feed: Feed, today: date) -> list[Run]:
    """What is in a calendar: all that is due, or what its owner does and signs off."""
    period = Period(today - BACK, today + AHEAD)
    runs = runs_between(actor, period, today, people=True)
    if feed.everything:
        return runs
    mine = [run for run in runs if run.person_id == feed.person_id]
    waiting = tasks_for(actor).filter(Q(status=TaskStatus.WAITING), approver=feed.person_id, archived_at=None)
    signed = [
        replace(run, state=WAITING)
        for run in runs_named(actor, list(waiting.values_list("reference", flat=True)), today)
        if run.person_id != feed.person_id
    ]
    return [*mine, *signed]
