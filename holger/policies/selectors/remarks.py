"""What was said about the blocks of a draft."""

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.policies.models import PolicyVersion, Remark


def remarks_of(actor: Actor, version: PolicyVersion) -> QuerySet[Remark]:
    """About a version that the actor has found, in the order they were made."""
    return Remark.objects.filter(organisation_id=actor.organisation_id, version=version)


def remarks_in(actor: Actor, version: PolicyVersion, language: str) -> QuerySet[Remark]:
    """About what it says in one language."""
    return remarks_of(actor, version).filter(language=language)
