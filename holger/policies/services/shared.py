"""What the room's services share."""

from collections.abc import Collection
from typing import Any

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import Changes
from holger.core.errors import RuleBroken
from holger.core.models import hanging_on
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person, Unit
from holger.policies.models import OPEN, Policy, PolicyVersion, Status
from holger.policies.permissions import WRITE


def must_be_in_use(policy: Policy) -> None:
    if policy.archived_at is not None:
        raise RuleBroken(N_("It is archived. Restore it first."))


def must_make(actor: Actor, *, owner: Person | None, unit: Unit | None) -> None:
    """Whoever may write their own only makes nobody else's."""
    policy = Policy(organisation_id=actor.organisation_id, owner=owner, unit=unit)
    if actor.may(WRITE) and not actor.may(WRITE, policy):
        raise RuleBroken(N_("Choose yourself. You may only make policies of your own."), "owner")
    actor.require(WRITE, policy)


def open_version(policy: Policy, *expected: str) -> PolicyVersion:
    """The version that is worked on, held until the transaction ends so that nobody decides on it meanwhile.

    ``expected`` are the states that it may be in; ``RuleBroken`` tells why it is in none of them.
    """
    rows = hanging_on(PolicyVersion, policy=policy).select_for_update().filter(status__in=OPEN)
    version = rows.first()
    if version is None:
        raise RuleBroken(N_("There is no draft: nothing is being written or waits for approval."))
    version.policy = policy
    if version.status in expected:
        return version
    if version.status == Status.REQUESTED:
        raise RuleBroken(N_("It waits for approval. Take it back before you change it."))
    if Status.REQUESTED in expected:
        raise RuleBroken(N_("It is a draft: nobody is asked to approve it."))
    raise RuleBroken(N_("It is not out for review."))


def move(version: PolicyVersion, status: str, **stamps: Any) -> None:
    """From one state to the next, with what belongs to the step."""
    for name, value in {"status": status, **stamps}.items():
        setattr(version, name, value)
    version.version, version.updated_at = version.version + 1, dates.now()
    names: Collection[str] = ("status", "version", "updated_at", *stamps)
    version.save(update_fields=[name.removesuffix("_id") for name in names])


def told(
    actor: Actor, action: str, policy: Policy, *, version: PolicyVersion | None = None, reason: str = "", **what: Any
) -> None:
    """Tell the history of the policy: what was done, to which version, and what came of it."""
    changes: Changes = {name: [None, value] for name, value in what.items()}
    if version is not None:
        changes = {"policy_version": [None, version.label], **changes}
    history.record(actor=actor, action=f"policy.{action}", target=policy, changes=changes, reason=reason)
