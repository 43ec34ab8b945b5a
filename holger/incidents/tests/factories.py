from holger.incidents.models import Incident
from holger.organisation.services import next_numbers


def make_incident(organisation, title="Ransomware", **fields):
    number = next_numbers(organisation_id=organisation.id, prefix=Incident.prefix)[0]
    return Incident.objects.create(
        organisation=organisation, number=number, reference=f"{Incident.prefix}-{number}", title=title, **fields
    )
