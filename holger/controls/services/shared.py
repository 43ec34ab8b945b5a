"""What the room's services share."""

from typing import Any

from holger.controls.models import Control
from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_


def must_be_ours(actor: Actor, *rows: Any) -> None:
    if any(row is not None and row.organisation_id != actor.organisation_id for row in rows):
        raise NotFound


def must_be_in_use(control: Control) -> None:
    if control.archived_at is not None:
        raise RuleBroken(N_("The control is archived. Restore it first."))
