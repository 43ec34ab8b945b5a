from typing import Any

from holger.organisation.models import Organisation
from holger.organisation.services import next_numbers
from holger.privacy.models import Activity, ActivitySupplier, ActivityTransfer, Status
from holger.suppliers.models import Supplier


def make_activity(organisation: Organisation, title: str = "Payroll", **fields: Any) -> Activity:
    """A processing activity, in the record unless told otherwise."""
    number = next_numbers(organisation_id=organisation.id, prefix=Activity.prefix)[0]
    known: dict[str, Any] = {"status": Status.CURRENT, "purpose": "Pay salaries"}
    return Activity.objects.create(
        organisation=organisation,
        number=number,
        reference=f"{Activity.prefix}-{number}",
        title=title,
        **known | fields,
    )


def make_transfer(activity: Activity, country: str = "US", **fields: Any) -> ActivityTransfer:
    return ActivityTransfer.objects.create(
        organisation_id=activity.organisation_id, activity=activity, country=country, **fields
    )


def make_hand(activity: Activity, supplier: Supplier, part: str = "processor", **fields: Any) -> ActivitySupplier:
    """A supplier has a part in it."""
    return ActivitySupplier.objects.create(
        organisation_id=activity.organisation_id, activity=activity, supplier=supplier, part=part, **fields
    )
