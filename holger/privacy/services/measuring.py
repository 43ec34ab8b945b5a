"""How complete activities are, and what is flagged in them, kept on the rows so that lists can be sorted by it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import batched
from uuid import UUID

from holger.core import dates
from holger.privacy.models import Activity, Status
from holger.privacy.rules import record as rules
from holger.privacy.selectors.facts import facts_of

BATCH = 500


def measure(rows: Sequence[Activity]) -> None:
    """Compute both anew for these rows, and save what has changed: a statement for all that come to the same."""
    today = dates.today()
    facts = facts_of(rows, today)
    alike: dict[tuple[int, str], list[UUID]] = defaultdict(list)
    for row in rows:
        known = facts[row.pk]
        found = (rules.gauge(known).percent, "" if row.status == Status.ENDED else _marks(known, today))
        if found != (row.complete, row.marks):
            row.complete, row.marks = found
            alike[found].append(row.pk)
    for (complete, marks), keys in alike.items():
        for some in batched(keys, BATCH):
            Activity.objects.filter(pk__in=some).update(complete=complete, marks=marks)


def _marks(known: rules.Activity, today: date) -> str:
    keys = dict.fromkeys(flag.key for flag in rules.flags(known, today) if flag.key not in rules.DAILY)
    return f",{','.join(keys)}," if keys else ""
