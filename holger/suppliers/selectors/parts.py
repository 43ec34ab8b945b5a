"""What belongs to a supplier: its contacts, transfers and assurance, seen by an actor."""

from datetime import date

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.suppliers.models import Assurance, Contact, Supplier, Transfer
from holger.suppliers.models.contact import OfSupplier
from holger.suppliers.permissions import VIEW
from holger.suppliers.selectors.register import suppliers_for


def _seen[M: OfSupplier](rows: QuerySet[M], actor: Actor) -> QuerySet[M]:
    found = rows.filter(organisation_id=actor.organisation_id)
    if not actor.reach(VIEW).everything:
        found = found.filter(supplier__in=suppliers_for(actor).order_by().values("pk"))
    return found.select_related("supplier")


def _of[M: OfSupplier](supplier: Supplier, rows: QuerySet[M]) -> QuerySet[M]:
    """Those of one that is at hand, and need not be read again with each."""
    return rows.filter(supplier=supplier).select_related(None)


def contacts_for(actor: Actor) -> QuerySet[Contact]:
    return _seen(Contact.objects.all(), actor)


def transfers_for(actor: Actor) -> QuerySet[Transfer]:
    return _seen(Transfer.objects.all(), actor)


def assurances_for(actor: Actor) -> QuerySet[Assurance]:
    return _seen(Assurance.objects.all(), actor)


def contacts_of(actor: Actor, supplier: Supplier) -> QuerySet[Contact]:
    return _of(supplier, contacts_for(actor))


def transfers_of(actor: Actor, supplier: Supplier) -> QuerySet[Transfer]:
    return _of(supplier, transfers_for(actor))


def assurances_of(actor: Actor, supplier: Supplier) -> QuerySet[Assurance]:
    return _of(supplier, assurances_for(actor))


def expiring(actor: Actor, by: date) -> QuerySet[Assurance]:
    """Whose successor is due by then, at suppliers that still deliver."""
    rows = assurances_for(actor).filter(expires__lte=by, supplier__archived_at=None)
    return rows.exclude(supplier__status="ended").order_by("expires", "id")
