"""Processing activities: made, changed, taken into the record, ended, put away and taken back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.models import TenantModel
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.services import next_numbers
from holger.privacy.models import Activity, ActivitySupplier
from holger.privacy.permissions import EDIT, MANAGE
from holger.privacy.rules import activities as rules
from holger.privacy.rules.hands import GETS, GOES_OUT
from holger.privacy.services.measuring import measure

FORBIDDEN = frozenset(
    (
        "status",
        "complete",
        "marks",
        "archived_at",
        "ended_on",
        "offered_at",
        "last_reviewed",
        "template",
        "reference",
        "number",
    )
)
"""What is computed, or has a verb of its own."""


@transaction.atomic
def activity_create(*, actor: Actor, template: str = "", **answers: Any) -> Activity:
    """A new line, as a draft. ``RuleBroken`` for whoever may only write their own and names somebody else."""
    check(actor, answers)
    made = Activity(organisation_id=actor.organisation_id, template=template)
    _must_be_mine(actor, answers.get("owner"), answers.get("unit"))
    made.number = next_numbers(organisation_id=actor.organisation_id, prefix=Activity.prefix)[0]
    made.reference = f"{Activity.prefix}-{made.number}"
    changes = write(made, answers)
    history.record(actor=actor, action="processing.created", target=made, changes=changes)
    measure([made])
    return made


@transaction.atomic
def activity_edit(*, actor: Actor, activity: Activity, version: int | None = None, **answers: Any) -> Activity:
    actor.require(EDIT, activity)
    check(actor, answers)
    must_be_in_use(activity)
    _must_not_deny(activity, answers)
    if changes := write(activity, answers, version=version):
        history.record(actor=actor, action="processing.edited", target=activity, changes=changes)
        measure([activity])
    return activity


@transaction.atomic
def activity_offer(*, actor: Actor, activity: Activity) -> Activity:
    """Send a draft to whoever keeps the record. ``RuleBroken`` where it says nothing yet, or is sent already."""
    actor.require(EDIT, activity)
    archived, offered = activity.archived_at is not None, activity.offered_at is not None
    if refused := rules.why_not_offer(activity.status, archived=archived, offered=offered, purpose=activity.purpose):
        raise RuleBroken(refused)
    write(activity, {"offered_at": dates.now()})
    history.record(actor=actor, action="processing.offered", target=activity)
    return activity


@transaction.atomic
def activity_send_back(*, actor: Actor, activity: Activity, reason: str) -> Activity:
    """Something is missing in what was sent: its owner goes on with it."""
    actor.require(MANAGE, activity)
    if refused := rules.why_not_send_back(reason, offered=activity.offered_at is not None):
        raise RuleBroken(refused)
    write(activity, {"offered_at": None})
    history.record(actor=actor, action="processing.sent_back", target=activity, reason=reason.strip())
    return activity


@transaction.atomic
def activity_review(*, actor: Actor, activity: Activity, next_review: date, note: str = "") -> Activity:
    """What is written was gone through and holds; look again on ``next_review``."""
    actor.require(EDIT, activity)
    must_be_in_use(activity)
    today = dates.today()
    if next_review <= today:
        raise RuleBroken(rules.NOT_AHEAD)
    changes = write(activity, {"last_reviewed": today, "next_review": next_review})
    history.record(actor=actor, action="processing.reviewed", target=activity, changes=changes, reason=note.strip())
    return activity


@transaction.atomic
def activity_accept(*, actor: Actor, activity: Activity) -> Activity:
    """Take a draft into the record."""
    return _step(actor, activity, "accept", "processing.accepted", offered_at=None)


@transaction.atomic
def activity_end(*, actor: Actor, activity: Activity, reason: str = "") -> Activity:
    """It is done no more. The record keeps what was done."""
    return _step(actor, activity, "end", "processing.ended", reason, ended_on=dates.today())


@transaction.atomic
def activity_resume(*, actor: Actor, activity: Activity, reason: str = "") -> Activity:
    """It is done again."""
    return _step(actor, activity, "resume", "processing.resumed", reason, ended_on=None)


@transaction.atomic
def activity_archive(*, actor: Actor, activity: Activity) -> Activity:
    """Put away: out of lists and the record. Its history and its reference stay."""
    return _put(actor, activity, "processing.archived", dates.now())


@transaction.atomic
def activity_restore(*, actor: Actor, activity: Activity) -> Activity:
    return _put(actor, activity, "processing.restored", None)


def _must_not_deny(activity: Activity, answers: Mapping[str, Any]) -> None:
    """Nobody can say that nobody gets the data while a supplier does."""
    if not answers.get("no_recipients") or activity.no_recipients:
        return
    if ActivitySupplier.objects.filter(activity=activity, part__in=GETS).exists():
        raise RuleBroken(GOES_OUT)


def must_be_in_use(activity: Activity) -> None:
    if activity.archived_at is not None:
        raise RuleBroken(rules.ARCHIVED)


def check(actor: Actor, answers: Mapping[str, Any]) -> None:
    """Refuse what nobody answers by hand, and whatever belongs to another organisation."""
    if wrong := FORBIDDEN & answers.keys():
        raise ValueError(f"not written by hand: {', '.join(sorted(wrong))}")
    for name, value in answers.items():
        for row in _rows(value):
            if isinstance(row, TenantModel) and row.organisation_id != actor.organisation_id:
                raise RuleBroken(N_("Choose one from the list."), name)


def _rows(value: Any) -> Any:
    if isinstance(value, Model):
        return [value]
    return value if isinstance(value, list | tuple | QuerySet) else ()


def _must_be_mine(actor: Actor, owner: Any, unit: Any) -> None:
    """Whoever may write their own only makes nobody else's."""
    made = Activity(organisation_id=actor.organisation_id, owner=owner, unit=unit)
    if actor.may(EDIT) and not actor.may(EDIT, made):
        raise RuleBroken(N_("Choose yourself. You may only write down what you answer for."), "owner")
    actor.require(EDIT, made)


def _step(actor: Actor, activity: Activity, name: str, action: str, reason: str = "", **stamps: Any) -> Activity:
    actor.require(MANAGE, activity)
    held = Activity.objects.select_for_update().get(pk=activity.pk)
    if refused := rules.why_not(name, held.status, archived=held.archived_at is not None):
        raise RuleBroken(refused)
    changes = write(held, {"status": rules.STEPS[name].ends, **stamps})
    measure([held])
    history.record(actor=actor, action=action, target=held, changes=changes, reason=reason.strip())
    return held


def _put(actor: Actor, activity: Activity, action: str, when: datetime | None) -> Activity:
    actor.require(MANAGE, activity)
    if (activity.archived_at is None) == (when is None):
        return activity
    changes = write(activity, {"archived_at": when})
    history.record(actor=actor, action=action, target=activity, changes=changes)
    return activity
