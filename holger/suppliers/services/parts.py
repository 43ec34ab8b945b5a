"""What belongs to a supplier: contacts, links of the chain, transfers, certificates and reports. Its history tells of them all."""

from typing import Any

from django.db import transaction

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.suppliers.models import Assurance, Contact, Supplier, SupplyLink, Transfer
from holger.suppliers.models.contact import OfSupplier
from holger.suppliers.permissions import EDIT
from holger.suppliers.selectors.register import suppliers_for
from holger.suppliers.services import weighing
from holger.suppliers.signals import transfers_changed

ARCHIVED = N_("The supplier is archived. Restore it first.")
CONTACT = frozenset(("name", "role", "mail", "phone", "security", "note"))
LINK = frozenset(("kind", "service", "data", "approved_on"))
TRANSFER = frozenset(("country", "data", "basis", "assessed_on", "note"))
ASSURANCE = frozenset(
    ("kind", "title", "issuer", "scope", "starts", "ends", "expires", "read_on", "reading", "exceptions")
)


# Contacts


@transaction.atomic
def contact_add(*, actor: Actor, supplier: Supplier, **answers: Any) -> Contact:
    return _add(actor, Contact(supplier=_held(actor, supplier)), "contact_added", CONTACT, answers)


@transaction.atomic
def contact_edit(*, actor: Actor, contact: Contact, version: int | None = None, **answers: Any) -> Contact:
    return _edit(actor, contact, "contact_changed", CONTACT, answers, version)


@transaction.atomic
def contact_drop(*, actor: Actor, contact: Contact) -> None:
    _drop(actor, contact, "contact_dropped")


# The chain


@transaction.atomic
def link_add(*, actor: Actor, supplier: Supplier, sub: Supplier, **answers: Any) -> SupplyLink:
    """``sub`` delivers to ``supplier``, and is at least as critical from now on."""
    held = _held(actor, supplier)
    if not suppliers_for(actor).filter(pk=sub.pk, archived_at=None).exists():
        raise RuleBroken(N_("Choose one from the list."), "sub")
    weighing.hold(actor.organisation_id)
    made = _add(actor, SupplyLink(supplier=held, sub=sub), "link_added", LINK, answers, {"sub": [None, str(sub)]})
    weighing.follow(actor)
    return made


@transaction.atomic
def link_edit(*, actor: Actor, link: SupplyLink, version: int | None = None, **answers: Any) -> SupplyLink:
    return _edit(actor, link, "link_changed", LINK, answers, version)


@transaction.atomic
def link_drop(*, actor: Actor, link: SupplyLink) -> None:
    weighing.hold(actor.organisation_id)
    _drop(actor, link, "link_dropped")
    weighing.follow(actor)


# Transfers


@transaction.atomic
def transfer_add(*, actor: Actor, supplier: Supplier, **answers: Any) -> Transfer:
    made = _add(actor, Transfer(supplier=_held(actor, supplier)), "transfer_added", TRANSFER, answers)
    tell_transfers(actor, supplier)
    return made


@transaction.atomic
def transfer_edit(*, actor: Actor, transfer: Transfer, version: int | None = None, **answers: Any) -> Transfer:
    changed = _edit(actor, transfer, "transfer_changed", TRANSFER, answers, version)
    tell_transfers(actor, transfer.supplier)
    return changed


@transaction.atomic
def transfer_drop(*, actor: Actor, transfer: Transfer) -> None:
    _drop(actor, transfer, "transfer_dropped")
    tell_transfers(actor, transfer.supplier)


def tell_transfers(actor: Actor, *suppliers: Supplier) -> None:
    """Rooms above look at where suppliers send data."""
    keys = [supplier.pk for supplier in suppliers]
    transfers_changed.send(sender=Transfer, organisation_id=actor.organisation_id, supplier_ids=keys)


# Certificates and reports


@transaction.atomic
def assurance_add(*, actor: Actor, supplier: Supplier, **answers: Any) -> Assurance:
    return _add(actor, Assurance(supplier=_held(actor, supplier)), "assurance_added", ASSURANCE, answers)


@transaction.atomic
def assurance_edit(*, actor: Actor, assurance: Assurance, version: int | None = None, **answers: Any) -> Assurance:
    return _edit(actor, assurance, "assurance_changed", ASSURANCE, answers, version)


@transaction.atomic
def assurance_drop(*, actor: Actor, assurance: Assurance) -> None:
    """It was put down by mistake; one that has expired stays, since it tells what was known when."""
    _drop(actor, assurance, "assurance_dropped")


# What they have alike


def _held(actor: Actor, supplier: Supplier) -> Supplier:
    """The supplier, if the actor may change it now."""
    found = suppliers_for(actor).filter(pk=supplier.pk).first()
    if found is None:
        raise NotFound
    actor.require(EDIT, found)
    if found.archived_at is not None:
        raise RuleBroken(ARCHIVED)
    return found


def _add[M: OfSupplier](
    actor: Actor, row: M, verb: str, fields: frozenset[str], answers: dict[str, Any], also: dict[str, Any] | None = None
) -> M:
    _only(answers, fields)
    row.organisation_id = actor.organisation_id
    changes = write(row, answers) | (also or {})
    history.record(actor=actor, action=f"supplier.{verb}", target=row.supplier, changes=changes)
    return row


def _edit[M: OfSupplier](
    actor: Actor, row: M, verb: str, fields: frozenset[str], answers: dict[str, Any], version: int | None
) -> M:
    _only(answers, fields)
    supplier = _held(actor, row.supplier)
    before = str(row)
    if changes := write(row, answers, version=version):
        told = {"about": [before, str(row)], **changes}
        history.record(actor=actor, action=f"supplier.{verb}", target=supplier, changes=told)
    return row


def _drop(actor: Actor, row: OfSupplier, verb: str) -> None:
    supplier = _held(actor, row.supplier)
    changes = {"about": [str(row), None]}
    row.delete()
    history.record(actor=actor, action=f"supplier.{verb}", target=supplier, changes=changes)


def _only(answers: dict[str, Any], fields: frozenset[str]) -> None:
    if wrong := answers.keys() - fields:
        raise ValueError(f"not told of it: {', '.join(sorted(wrong))}")
