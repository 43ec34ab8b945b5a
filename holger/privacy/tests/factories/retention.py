from typing import Any

from holger.organisation.models import Organisation
from holger.organisation.services import next_numbers
from holger.privacy.models import RetentionRule


def make_retention(organisation: Organisation, title: str = "Applications", **about: Any) -> RetentionRule:
    """Half a year after the case was closed. It wants an activity, an information type or a system."""
    number = next_numbers(organisation_id=organisation.id, prefix=RetentionRule.prefix)[0]
    known = {
        "count": 6,
        "time_unit": "months",
        "starts_from": "decided",
        "basis": "Complaints come within half a year.",
    }
    return RetentionRule.objects.create(
        organisation=organisation,
        number=number,
        reference=f"{RetentionRule.prefix}-{number}",
        title=title,
        **known | about,
    )
