"""Saying which suppliers have a part in an activity, and which."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from holger.core.actor import Actor
from holger.core.changes import Changes, write
from holger.core.errors import NotFound, RuleBroken
from holger.core.models import hanging_on
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.services import guards
from holger.privacy.models import Activity, ActivitySupplier
from holger.privacy.permissions import EDIT
from holger.privacy.rules import hands as rules
from holger.privacy.selectors.hands import hands_for
from holger.privacy.services.measuring import measure
from holger.privacy.services.record import must_be_in_use
from holger.suppliers.models import Supplier
from holger.suppliers.permissions import EDIT as SUPPLIER_EDIT
from holger.suppliers.selectors.register import suppliers_for
from holger.suppliers.services import supplier_edit

TOLD = frozenset(("part", "does", "apart"))


@transaction.atomic
def hand_add(*, actor: Actor, activity: Activity, supplier: Supplier, **answers: Any) -> ActivitySupplier:
    """A supplier has a part in an activity. One that processes on our instruction is marked as a processor from now on, where the
    actor may write that; so its supervision is not forgotten."""
    _may(actor, activity)
    seen = suppliers_for(actor).filter(pk=supplier.pk).first()
    if seen is None:
        raise RuleBroken(N_("Choose one from the list."), "supplier")
    if seen.archived_at is not None:
        raise RuleBroken(rules.PUT_AWAY)
    made = ActivitySupplier(organisation_id=actor.organisation_id, activity=activity, supplier=seen)
    changes = _write(made, answers)
    told = {"supplier": [None, str(seen)], **changes}
    _tell(actor, made, "processing.supplier_added", told)
    return made


@transaction.atomic
def hand_edit(*, actor: Actor, hand: ActivitySupplier, **answers: Any) -> ActivitySupplier:
    row = _fresh(actor, hand)
    if changes := _write(row, answers):
        _tell(actor, row, "processing.supplier_edited", {"supplier": [str(row.supplier)] * 2, **changes})
    return row


@transaction.atomic
def hand_remove(*, actor: Actor, hand: ActivitySupplier) -> None:
    """The supplier has no such part any more. That it is a processor stays: it may be one elsewhere."""
    row = _fresh(actor, hand)
    told: Changes = {"supplier": [str(row.supplier), None], "part": [row.part, None], "does": [row.does or None, None]}
    row.delete()
    history.record(actor=actor, action="processing.supplier_removed", target=row.activity, changes=told)
    measure([Activity.objects.get(pk=row.activity_id)])


def _write(row: ActivitySupplier, answers: Mapping[str, Any]) -> Changes:
    if unknown := answers.keys() - TOLD:
        raise ValueError(f"not told of a supplier's part: {', '.join(sorted(unknown))}")
    part = answers.get("part", row.part)
    others = hanging_on(ActivitySupplier, activity=row.activity).filter(supplier=row.supplier_id, part=part)
    if others.exclude(pk=row.pk).exists():
        raise RuleBroken(rules.THERE_ALREADY)
    return write(row, answers)


def _fresh(actor: Actor, hand: ActivitySupplier) -> ActivitySupplier:
    """As it stands, if the actor sees both its ends and may write the activity."""
    guards.own(actor, hand)
    row = hands_for(actor).filter(pk=hand.pk).first()
    if row is None:
        raise NotFound
    _may(actor, row.activity)
    return row


def _may(actor: Actor, activity: Activity) -> None:
    actor.require(EDIT, activity)
    guards.own(actor, activity)
    must_be_in_use(activity)


def _tell(actor: Actor, row: ActivitySupplier, action: str, changes: Changes) -> None:
    """Whoever gets the data settles whether anybody does."""
    activity = row.activity
    if row.part in rules.GETS and activity.no_recipients:
        write(activity, {"no_recipients": False})
    history.record(actor=actor, action=action, target=activity, changes=changes)
    if rules.ours(row.part, activity.role):
        mark(actor, row.supplier)
    measure([Activity.objects.get(pk=activity.pk)])


def mark(actor: Actor, supplier: Supplier) -> None:
    """It is a processor of ours, if the actor may write that: otherwise its page says that the record thinks so."""
    if not supplier.processor and actor.may(SUPPLIER_EDIT, supplier):
        supplier_edit(actor=actor, supplier=supplier, processor=True)
