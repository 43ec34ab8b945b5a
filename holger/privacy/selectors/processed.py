"""What the record tells of a processor, for whoever says how closely it must be looked after (``registry.processed``)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from holger.core.actor import Actor
from holger.privacy.models import Screening
from holger.privacy.rules.kinds import special_kinds
from holger.privacy.selectors.hands import current_of
from holger.suppliers.rules.supervision import Processed


def processed(actor: Actor, supplier: Any) -> Sequence[Processed]:
    """Of each activity in the record that it is processor for: how many people, which kinds of data worthy of protection, and what the last
    screening said of the kind of processing. As far as the actor sees them."""
    rows = list(current_of(actor, supplier.pk))
    screened = _screened([row.pk for row in rows])
    return [Processed(row.people, row.special, row.protected, screened.get(row.pk)) for row in rows]


def _screened(keys: Collection[UUID]) -> Mapping[UUID, Collection[str] | None]:
    """By activity that somebody has screened, the last time."""
    rows = Screening.objects.filter(activity__in=keys).order_by("entered_at", "id")
    return {row.activity_id: special_kinds(row.answers) for row in rows}
