"""One's own notices read, and how one wants to be told."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor, Channel
from holger.core.changes import Changes, write
from holger.core.errors import NotFound, RuleBroken
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.selectors import actor_of, is_here
from holger.tasks.models import Notice, Post, Reminding, Rhythm
from holger.tasks.permissions import NOTICES
from holger.tasks.rules.telling import Wish, why_not
from holger.tasks.selectors.notices import notices_for

KEPT = timedelta(days=400)
KEPT_POSTS = timedelta(days=30)
ANSWERS = ("rhythm", "weekday", "hour", "quiet_from", "quiet_to", "muted")


@transaction.atomic
def notices_read(*, actor: Actor, notices: Iterable[Notice]) -> int:
    """Mark one's own as read. Whether somebody has read what they are told is theirs: the history does not say."""
    return _mark(actor, notices, read=True)


@transaction.atomic
def notices_unread(*, actor: Actor, notices: Iterable[Notice]) -> int:
    """Keep them for later."""
    return _mark(actor, notices, read=False)


@transaction.atomic
def notices_read_all(*, actor: Actor) -> int:
    """All that there are."""
    actor.require(NOTICES)
    return notices_for(actor).order_by().filter(read_at=None).update(read_at=dates.now())


def _mark(actor: Actor, notices: Iterable[Notice], *, read: bool) -> int:
    actor.require(NOTICES)
    keys = []
    for notice in notices:
        if notice.organisation_id != actor.organisation_id or not notice.owned_by(actor.person_id):
            raise NotFound
        keys.append(notice.pk)
    rows = Notice.objects.filter(pk__in=keys, read_at__isnull=read)
    return rows.update(read_at=dates.now() if read else None)


@transaction.atomic
def notices_forget(*, organisation_id: UUID) -> int:
    """Throw away what was read long ago. What is younger than ``CATCH_UP`` stays: by its slot it is known not to be owed."""
    old = Notice.objects.filter(organisation_id=organisation_id, created_at__lt=dates.now() - KEPT)
    posts = Post.objects.filter(organisation_id=organisation_id, next_try=None, created_at__lt=dates.now() - KEPT_POSTS)
    return old.delete()[0] + posts.delete()[0]


@transaction.atomic
def reminding_set(*, actor: Actor, **answers: Any) -> Reminding:
    """Say how one wants to be told by mail."""
    actor.require(NOTICES)
    if actor.person_id is None:
        raise NotFound
    if unknown := set(answers) - set(ANSWERS):
        raise ValueError(f"not said about reminders: {unknown}")
    person = Person.objects.select_for_update(no_key=True).filter(pk=actor.person_id, is_service=False).first()
    if person is None:
        raise NotFound
    reminding = Reminding.objects.filter(person=person).first()
    reminding = reminding or Reminding(organisation_id=actor.organisation_id, person=person)
    said = {name: answers.get(name, getattr(reminding, name)) for name in ANSWERS}
    if why := why_not(Wish(**said)):
        raise RuleBroken(why)
    _note(actor, person, write(reminding, answers))
    return reminding


@transaction.atomic
def reminding_stop(*, organisation_id: UUID, person_id: UUID) -> bool:
    """By the link in a mail: no more but what is urgent. Answers whether there was anybody to ask."""
    person = Person.objects.filter(organisation_id=organisation_id, pk=person_id, is_service=False).first()
    if person is None or not is_here(person):
        return False
    reminding = Reminding.objects.filter(person=person).first()
    reminding = reminding or Reminding(organisation_id=organisation_id, person=person)
    _note(actor_of(person, Channel.SYSTEM, "mail"), person, write(reminding, {"rhythm": Rhythm.NEVER}))
    return True


def _note(actor: Actor, person: Person, changes: Changes) -> None:
    if changes:
        history.record(actor=actor, action="person.reminders_set", target=person, changes=changes)
