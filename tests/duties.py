"""What somebody has to do, as their own list tells it."""

from holger.core import dates
from holger.core.registry import Duty
from holger.organisation.models import Person
from holger.tasks.selectors import work_of
from tests.cast import actor_of


def duties_of(person: Person, kind: str = "") -> list[Duty]:
    """The person's duties, the most urgent first; with ``kind`` those of one room."""
    found = work_of(actor_of(person), dates.today())
    return [line.duty for line in found if not kind or line.source.key == kind]
