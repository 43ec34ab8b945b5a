"""Saying, correcting and taking back."""

from django.db import transaction

from holger.comments import permissions
from holger.comments.models import LONGEST, Comment
from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.models import Record
from holger.core.words import N_
from holger.history import services as history


@transaction.atomic
def comment_add(*, actor: Actor, subject: Record, text: str) -> Comment:
    """Comment on an object that the actor has found through its own selector."""
    if subject.organisation_id != actor.organisation_id:
        raise NotFound
    actor.require(permissions.ADD)
    comment = Comment(
        organisation_id=actor.organisation_id,
        subject_type=subject.subject_type,
        subject_id=subject.pk,
        author_id=actor.person_id,
        author_name=actor.label,
        text=_something(text),
    )
    comment.full_clean()
    comment.save()
    history.record(actor=actor, action="comment.commented", target=subject, reason=_short(comment.text))
    return comment


@transaction.atomic
def comment_edit(*, actor: Actor, comment: Comment, subject: Record, text: str) -> Comment:
    """Only whoever said it may change it."""
    _still_there(actor, comment, subject)
    if not comment.said_by(actor.person_id):
        raise NotAllowed(permissions.ADD)
    actor.require(permissions.ADD)
    before, comment.text = comment.text, _something(text)
    if before != comment.text:
        comment.edited_at = dates.now()
        comment.full_clean()
        comment.save(update_fields=["text", "edited_at"])
        told = {"text": [before, comment.text]}
        history.record(actor=actor, action="comment.edited", target=subject, changes=told)
    return comment


@transaction.atomic
def comment_remove(*, actor: Actor, comment: Comment, subject: Record) -> None:
    """Take back one's own words; managers may take away others' about what they manage. History keeps what was said."""
    _still_there(actor, comment, subject)
    if comment.said_by(actor.person_id):
        actor.require(permissions.ADD)
    else:
        actor.require(permissions.REMOVE, subject)
    before, comment.text, comment.removed_at = comment.text, "", dates.now()
    comment.save(update_fields=["text", "removed_at"])
    history.record(actor=actor, action="comment.removed", target=subject, changes={"text": [before, None]})


def _still_there(actor: Actor, comment: Comment, subject: Record) -> None:
    if subject.organisation_id != actor.organisation_id or subject.pk != comment.subject_id:
        raise NotFound
    if comment.organisation_id != actor.organisation_id or comment.removed_at is not None:
        raise NotFound


def _something(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise RuleBroken(N_("Write something first."), field="text")
    if len(text) > LONGEST:
        raise RuleBroken(N_("At most %(most)s letters, please."), field="text", params={"most": LONGEST})
    return text


def _short(text: str) -> str:
    return text if len(text) <= 200 else text[:199] + "…"
