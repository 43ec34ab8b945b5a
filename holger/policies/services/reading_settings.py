"""How long people have to read."""

from django.db import transaction

from holger.core.actor import Actor
from holger.core.changes import write
from holger.history import services as history
from holger.policies.models import ReadingSettings
from holger.policies.permissions import ASK


@transaction.atomic
def reading_settings_set(*, actor: Actor, days: int) -> ReadingSettings:
    """Set it for what people are asked from now on."""
    actor.require(ASK)
    found = ReadingSettings.objects.filter(organisation_id=actor.organisation_id).first()
    row = found or ReadingSettings(organisation_id=actor.organisation_id)
    if changes := write(row, {"days": days}):
        history.record(actor=actor, action="reading.days_set", target=row, changes=changes)
    return row
