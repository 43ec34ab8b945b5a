"""Coming into force: at once when it is approved, or on its day."""

from datetime import date
from uuid import UUID

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor, Channel, Grant
from holger.core.permissions import Role
from holger.policies.models import Policy, PolicyVersion, Status
from holger.policies.permissions import APPROVE
from holger.policies.rules.dates import after_months
from holger.policies.services.shared import move, told
from holger.policies.signals import version_in_force


@transaction.atomic
def take_effect(*, actor: Actor, version: PolicyVersion) -> PolicyVersion:
    """Put an approved version in force. The one before is superseded, and the next review is counted from now."""
    actor.require(APPROVE, version)
    policy = version.policy
    before = PolicyVersion.objects.select_for_update().filter(policy=policy.pk, status=Status.IN_FORCE).first()
    if before is not None:
        move(before, Status.SUPERSEDED, ended_at=dates.now())
    move(version, Status.IN_FORCE, in_force_at=dates.now())
    policy.next_review = after_months(version.effective_from or dates.today(), policy.review_months)
    Policy.objects.filter(pk=policy.pk).update(next_review=policy.next_review)
    told(actor, "in_force", policy, version=version)
    version_in_force.send(sender=PolicyVersion, version=version, actor=actor, before=before)
    return version


def take_effect_due(organisation_id: UUID, today: date | None = None) -> int:
    """Put what was approved for a day that has come in force; returns how many."""
    today = today or dates.today()
    actor = Actor(organisation_id, None, None, "holger", (Grant(Role.OWNER),), Channel.SYSTEM)
    rows = PolicyVersion.objects.filter(organisation_id=organisation_id, status=Status.APPROVED)
    due = rows.filter(effective_from__lte=today, policy__archived_at=None).select_related("policy")
    for version in due:
        take_effect(actor=actor, version=version)
    return len(due)
