"""What is written on the employee's page."""

from typing import Any

from django.db import transaction

from holger.core.actor import Actor
from holger.core.changes import write
from holger.desk.models import DeskSettings
from holger.desk.permissions import SETTINGS
from holger.desk.selectors import settings_of
from holger.history import services as history


@transaction.atomic
def desk_settings_set(*, actor: Actor, version: int | None = None, **answers: Any) -> DeskSettings:
    """Write whom to ask, and what to do when something has happened."""
    actor.require(SETTINGS)
    row = settings_of(actor)
    changes = write(row, answers, version=None if row._state.adding else version)
    if changes:
        history.record(actor=actor, action="desk.changed", target=row, changes=changes)
    return row
