"""Suppliers: made, edited, reviewed, taken from one state to the next, put away and taken back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.models import TenantModel
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.services import next_numbers
from holger.suppliers.models import Supplier
from holger.suppliers.permissions import CREATE, DELETE, EDIT, MANAGE
from holger.suppliers.rules.spelling import key_of
from holger.suppliers.rules.states import STEPS, why_not_step
from holger.suppliers.selectors.register import suppliers_for
from holger.suppliers.services import weighing

ACTIONS = {
    "activate": "supplier.activated",
    "phase_out": "supplier.phased_out",
    "end": "supplier.ended",
    "resume": "supplier.resumed",
}
TOLD = frozenset(
    (
        *("title", "category", "aliases", "delivers", "owner", "deputy", "unit", "parent", "tags"),
        *("cvr", "vat", "lei", "registration", "country", "countries", "address", "website"),
        *("processor", "controller", "own_group", "essential", "ict", "access", "data", "people_count", "insurance"),
        *("own_criticality", "replaceable", "alternatives", "exit_plan", "exit_tested"),
        *("last_reviewed", "next_review", "notes"),
    )
)
"""What is told of a supplier by hand; everything else has a verb of its own, or is worked out."""


@transaction.atomic
def supplier_create(*, actor: Actor, status: str = "active", **answers: Any) -> Supplier:
    """A new supplier. ``status``: planned or active, where it begins."""
    check(actor, answers)
    actor.require(CREATE, Supplier(organisation_id=actor.organisation_id, unit=answers.get("unit")))
    if status not in ("planned", "active"):
        raise RuleBroken(N_("A new supplier is planned or active."), "status")
    number = next_numbers(organisation_id=actor.organisation_id, prefix=Supplier.prefix)[0]
    supplier = Supplier(
        organisation_id=actor.organisation_id, number=number, reference=f"{Supplier.prefix}-{number}", status=status
    )
    supplier.criticality = answers.get("own_criticality")
    changes = write(supplier, answers)
    history.record(actor=actor, action="supplier.created", target=supplier, changes=changes)
    return supplier


@transaction.atomic
def supplier_edit(*, actor: Actor, supplier: Supplier, version: int | None = None, **answers: Any) -> Supplier:
    """``version`` is what the writer read: ``Conflict`` where somebody saved in between."""
    actor.require(EDIT, supplier)
    check(actor, answers)
    _standing(supplier)
    weighing.hold(actor.organisation_id, supplier)
    changes = write(supplier, answers, version=version)
    if changes:
        history.record(actor=actor, action="supplier.edited", target=supplier, changes=changes)
    if "own_criticality" in changes:
        weighing.follow(actor)
        weighing.read_again(supplier)
    return supplier


@transaction.atomic
def supplier_override(*, actor: Actor, supplier: Supplier, level: int, reason: str) -> Supplier:
    """Let a level that a person answers for stand in place of what the chain says, and hand that on."""
    actor.require(MANAGE, supplier)
    _standing(supplier)
    if not reason.strip():
        raise RuleBroken(N_("Say why it is overridden."), "reason")
    return _override(actor, supplier, "supplier.overridden", level, reason.strip())


@transaction.atomic
def supplier_override_clear(*, actor: Actor, supplier: Supplier) -> Supplier:
    actor.require(MANAGE, supplier)
    return _override(actor, supplier, "supplier.override_cleared", None, "")


def _override(actor: Actor, supplier: Supplier, action: str, level: int | None, reason: str) -> Supplier:
    weighing.hold(actor.organisation_id, supplier)
    changes = write(supplier, {"override_criticality": level, "override_reason": reason})
    if changes:
        changes.pop("override_reason", None)  # told as the reason
        history.record(actor=actor, action=action, target=supplier, changes=changes, reason=reason)
        weighing.follow(actor)
        weighing.read_again(supplier)
    return supplier


def complete(supplier: Supplier) -> None:
    """What follows from what a file says: of one that is new, how critical it is before anything leans on it."""
    supplier.tidy_numbers()
    if supplier._state.adding:
        supplier.criticality = supplier.own_criticality


@transaction.atomic
def supplier_step(*, actor: Actor, supplier: Supplier, step: str, reason: str = "") -> Supplier:
    """Take a named step of ``rules.states``: activate, phase_out, end or resume, which takes a reason."""
    actor.require(EDIT, supplier)
    if step not in STEPS:
        raise RuleBroken(N_("There is no such step."), "step")
    supplier = Supplier.objects.select_for_update().get(pk=supplier.pk)
    if supplier.status == STEPS[step].ends:
        return supplier
    if refused := why_not_step(step, supplier.status, reason, archived=supplier.archived_at is not None):
        raise RuleBroken(refused)
    changes = write(supplier, {"status": STEPS[step].ends})
    history.record(actor=actor, action=ACTIONS[step], target=supplier, changes=changes, reason=reason.strip())
    return supplier


@transaction.atomic
def supplier_review(*, actor: Actor, supplier: Supplier, today: date, next_review: date, note: str = "") -> Supplier:
    """The facts were gone through and hold; look again on ``next_review``."""
    actor.require(EDIT, supplier)
    _standing(supplier)
    if next_review <= today:
        raise RuleBroken(N_("Choose a date after today."), "next_review")
    changes = write(supplier, {"last_reviewed": today, "next_review": next_review})
    history.record(actor=actor, action="supplier.reviewed", target=supplier, changes=changes, reason=note)
    return supplier


@transaction.atomic
def supplier_archive(*, actor: Actor, supplier: Supplier) -> Supplier:
    """Put away: out of lists, and nothing is inherited through it. Its history and references stay."""
    return _put(actor, supplier, "supplier.archived", dates.now())


@transaction.atomic
def supplier_restore(*, actor: Actor, supplier: Supplier) -> Supplier:
    if supplier.merged_into_id is not None:
        raise RuleBroken(N_("It was merged into another supplier. Take them apart again instead."))
    return _put(actor, supplier, "supplier.restored", None)


def _put(actor: Actor, supplier: Supplier, action: str, when: datetime | None) -> Supplier:
    actor.require(DELETE, supplier)
    if (supplier.archived_at is None) == (when is None):
        return supplier
    weighing.hold(actor.organisation_id, supplier)
    changes = write(supplier, {"archived_at": when})
    history.record(actor=actor, action=action, target=supplier, changes=changes)
    weighing.follow(actor)
    weighing.read_again(supplier)
    return supplier


def _standing(supplier: Supplier) -> None:
    if supplier.archived_at is not None:
        raise RuleBroken(N_("The supplier is archived. Restore it first."))


def check(actor: Actor, answers: Mapping[str, Any]) -> None:
    """Refuse what nobody tells by hand, and whatever belongs to another organisation."""
    if wrong := answers.keys() - TOLD:
        raise ValueError(f"not told of a supplier: {', '.join(sorted(wrong))}")
    for name, value in answers.items():
        rows = (
            [value]
            if isinstance(value, models.Model)
            else value
            if isinstance(value, list | tuple | models.QuerySet)
            else []
        )
        for row in rows:
            if isinstance(row, TenantModel) and row.organisation_id != actor.organisation_id:
                raise RuleBroken(N_("Choose one from the list."), name)


TOGETHER = frozenset({"owner", "deputy", "unit", "category", "next_review"})
"""What may be set on many at once: no rule looks at several of these together."""


@transaction.atomic
def suppliers_bulk_edit(*, actor: Actor, suppliers: Sequence[Supplier], **answers: Any) -> int:
    """Set the same answers on all; returns how many that changed."""
    if wrong := answers.keys() - TOGETHER:
        raise ValueError(f"not for many at once: {', '.join(sorted(wrong))}")
    check(actor, answers)
    entries = []
    for supplier in suppliers:
        actor.require(EDIT, supplier)
        if changes := write(supplier, answers):
            entries.append(history.Entry("supplier.edited", supplier, changes))
    history.record_many(actor=actor, entries=entries)
    return len(entries)


@transaction.atomic
def suppliers_bulk_archive(*, actor: Actor, suppliers: Sequence[Supplier]) -> int:
    """Put them away together; how critical the rest is, is worked out once."""
    weighing.hold(actor.organisation_id)
    entries, now = [], dates.now()
    for supplier in suppliers:
        actor.require(DELETE, supplier)
        if supplier.archived_at is None:
            changes = write(supplier, {"archived_at": now})
            entries.append(history.Entry("supplier.archived", supplier, changes))
    history.record_many(actor=actor, entries=entries)
    weighing.follow(actor)
    return len(entries)


@transaction.atomic
def suppliers_named(*, actor: Actor, names: Sequence[str]) -> dict[str, Any]:
    """The suppliers of these names, however they are spelled; those that are in no register yet are added. Name → key."""
    known: dict[str, Any] = {}
    for supplier in suppliers_for(actor).filter(archived_at=None).order_by("-number").only("title", "aliases"):
        known |= {
            key_of(name): supplier.pk for name in (*supplier.aliases.splitlines(), supplier.title) if name.strip()
        }
    found = {}
    for name in names:
        key = key_of(name)
        if key not in known:
            known[key] = supplier_create(actor=actor, title=name.strip()).pk
        found[name] = known[key]
    return found
