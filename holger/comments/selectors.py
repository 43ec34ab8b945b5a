"""Reading comments, as far as one sees what they are about."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from holger.comments import permissions
from holger.comments.models import Comment
from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.registry import registry


def subject_of(actor: Actor, subject_type: str, subject_id: UUID) -> Any:
    """The object that a comment is to be about; one that the actor does not see is missing."""
    subject = registry.subjects.get(subject_type)
    found = subject.visible(actor).filter(pk=subject_id).first() if subject else None
    if found is None:
        raise NotFound
    return found


def comments_on(actor: Actor, subject: Any) -> QuerySet[Comment]:
    """What has been said about an object that the actor has found, oldest first."""
    if not actor.may(permissions.VIEW):
        return Comment.objects.none()
    return Comment.objects.filter(organisation_id=actor.organisation_id, subject_id=subject.pk)


def comment_of(actor: Actor, pk: UUID) -> tuple[Comment, Any]:
    """A comment that still stands and what it is about, if the actor sees that."""
    comment = Comment.objects.filter(organisation_id=actor.organisation_id, pk=pk, removed_at=None).first()
    if comment is None:
        raise NotFound
    return comment, subject_of(actor, comment.subject_type, comment.subject_id)
