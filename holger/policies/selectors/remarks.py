"""What was said about the blocks of a draft."""

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.policies.models import OPEN, Policy, PolicyVersion, Remark, Review
from holger.policies.selectors.policies import within


def remarks_of(actor: Actor, version: PolicyVersion) -> QuerySet[Remark]:
    """About a version, in the order they were made."""
    return Remark.objects.filter(within(actor, "version__policy"), version=version)


def remarks_in(actor: Actor, version: PolicyVersion, language: str) -> QuerySet[Remark]:
    """About what it says in one language."""
    return remarks_of(actor, version).filter(language=language)


def remarks_about(actor: Actor, policy: Policy) -> QuerySet[Remark]:
    """All about the version of a policy that is worked on."""
    rows = Remark.objects.filter(within(actor, "version__policy"), version__policy=policy)
    return rows.filter(version__status__in=OPEN).select_related("version__policy")


def reviews_about(actor: Actor, policy: Policy) -> QuerySet[Review]:
    """All rounds about the version of a policy that is worked on."""
    rows = Review.objects.filter(within(actor, "version__policy"), version__policy=policy)
    return rows.filter(version__status__in=OPEN).select_related("version__policy")
