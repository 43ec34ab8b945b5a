from datetime import date, timedelta
from typing import Any

from holger.core import dates
from holger.organisation.models import Organisation
from holger.organisation.services import next_numbers
from holger.privacy.models import RequestStep, SubjectRequest
from holger.privacy.rules import requests as rules


def make_request(
    organisation: Organisation, title: str = "Former employee wants their file", **fields: Any
) -> SubjectRequest:
    """A request for access that was received ten days ago, with its checklist."""
    number = next_numbers(organisation_id=organisation.id, prefix=SubjectRequest.prefix)[0]
    received: date = fields.pop("received", dates.today() - timedelta(days=10))
    rights = fields.pop("rights", ["access"])
    due = rules.last_day(received, extended=fields.get("extended") is not None)
    made = SubjectRequest.objects.create(
        organisation=organisation,
        number=number,
        reference=f"{SubjectRequest.prefix}-{number}",
        title=title,
        received=received,
        rights=rights,
        **{"due": due, **fields},
    )
    RequestStep.objects.bulk_create(
        RequestStep(organisation=organisation, request=made, key=step.key, position=place)
        for place, step in enumerate(rules.steps(rights))
    )
    return made
