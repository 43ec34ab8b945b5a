from typing import Any

from holger.incidents.models import Incident, Status
from holger.organisation.models import Organisation
from holger.organisation.services import next_numbers


def make_incident(organisation: Organisation, title: str = "Ransomware", **fields: Any) -> Incident:
    number = next_numbers(organisation_id=organisation.pk, prefix=Incident.prefix)[0]
    fields.setdefault("status", Status.OPEN)
    return Incident.objects.create(
        organisation=organisation, number=number, reference=f"{Incident.prefix}-{number}", title=title, **fields
    )
