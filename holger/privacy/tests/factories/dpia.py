from typing import Any

from holger.organisation.services import next_numbers
from holger.privacy import library
from holger.privacy.models import Activity, Dpia


def make_dpia(activity: Activity, title: str = "Cameras at the gate", *, full: bool = False, **fields: Any) -> Dpia:
    """A draft; ``full``: with an answer to every question."""
    number = next_numbers(organisation_id=activity.organisation_id, prefix=Dpia.prefix)[0]
    answers = dict.fromkeys((each.key for each in library.assessment().questions), "Said.") if full else {}
    return Dpia.objects.create(
        organisation_id=activity.organisation_id,
        activity=activity,
        number=number,
        reference=f"{Dpia.prefix}-{number}",
        title=title,
        **{"answers": answers, **fields},
    )
