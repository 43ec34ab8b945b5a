"""Suppliers for tests, put straight into the tables: what the services would do is set by hand."""

from typing import Any

from holger.organisation.models import Organisation
from holger.organisation.services import next_numbers
from holger.suppliers.models import Supplier


def make_supplier(organisation: Organisation, title: str = "Bornholm Hosting", **fields: Any) -> Supplier:
    """A supplier; its own criticality counts as its effective one."""
    number = next_numbers(organisation_id=organisation.pk, prefix=Supplier.prefix)[0]
    fields.setdefault("criticality", fields.get("own_criticality"))
    return Supplier.objects.create(
        organisation=organisation, number=number, reference=f"{Supplier.prefix}-{number}", title=title, **fields
    )
