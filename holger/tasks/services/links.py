"""What activities are about or serve: requirements, controls, assets; objects of any kind."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from holger.core.actor import Actor
from holger.core.linking import called, must_be_seen, named
from holger.history import services as history
from holger.history.services import Entry
from holger.tasks.models import Activity, ActivityLink
from holger.tasks.permissions import PLAN
from holger.tasks.services.shared import must_be_in_use


@transaction.atomic
def activity_link_add(*, actor: Actor, activity: Activity, subject: Any) -> ActivityLink:
    """Let an activity be about an object. One that it is about already stays as it is."""
    return activity_links_add(actor=actor, activity=activity, about=[subject])[0]


@transaction.atomic
def activity_links_add(*, actor: Actor, activity: Activity, about: Iterable[Any]) -> list[ActivityLink]:
    """Several at once, of whatever kinds."""
    actor.require(PLAN, activity)
    must_be_in_use(activity)
    return links_add(actor, activity, about)


@transaction.atomic
def activity_link_remove(*, actor: Actor, link: ActivityLink) -> None:
    activity = link.activity
    actor.require(PLAN, activity)
    must_be_in_use(activity)
    history.record(actor=actor, action="activity.unlinked", target=activity, reason=named(link))
    link.delete()


def links_add(actor: Actor, activity: Activity, subjects: Iterable[Any]) -> list[ActivityLink]:
    chosen = list(subjects)
    must_be_seen(actor, chosen)
    there = {(link.subject_type, link.subject_id): link for link in activity.links.all()}
    new = {
        (subject.subject_type, subject.pk): subject
        for subject in chosen
        if (subject.subject_type, subject.pk) not in there
    }
    links = [
        ActivityLink(organisation_id=actor.organisation_id, activity=activity, subject_type=kind, subject_id=key)
        for kind, key in new
    ]
    for link in ActivityLink.objects.bulk_create(links, batch_size=500):
        there[link.subject_type, link.subject_id] = link
    entries = [Entry("activity.linked", activity, reason=called(subject)) for subject in new.values()]
    history.record_many(actor=actor, entries=entries)
    return [there[subject.subject_type, subject.pk] for subject in chosen]
