"""Contracts for tests, put straight into the tables: what the services would do is set by hand."""

from typing import Any

from holger.core import dates
from holger.organisation.models import Organisation
from holger.organisation.services import next_numbers
from holger.suppliers.models import Contract, Supplier
from holger.suppliers.services.contracts import follow
from holger.suppliers.tests.factories.register import make_supplier


def make_contract(
    organisation: Organisation, title: str = "Operation", supplier: Supplier | None = None, **fields: Any
) -> Contract:
    """A contract in force; its latest notice date is worked out."""
    number = next_numbers(organisation_id=organisation.pk, prefix=Contract.prefix)[0]
    contract = Contract(
        organisation=organisation,
        number=number,
        reference=f"{Contract.prefix}-{number}",
        title=title,
        supplier=supplier or make_supplier(organisation),
        **{"status": "active", **fields},
    )
    follow(contract, dates.today(organisation.zone))
    contract.save()
    return contract
