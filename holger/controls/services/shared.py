"""What the room's services share."""

from collections.abc import Iterable
from typing import Any

from holger.controls.models import Control
from holger.controls.permissions import EDIT
from holger.controls.signals import control_changed
from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.organisation.models import Person, Unit


def must_be_ours(actor: Actor, *rows: Any) -> None:
    if any(row is not None and row.organisation_id != actor.organisation_id for row in rows):
        raise NotFound


def must_be_in_use(control: Control) -> None:
    if control.archived_at is not None:
        raise RuleBroken(N_("The control is archived. Restore it first."))


def must_make(actor: Actor, *, owner: Person | None, unit: Unit | None) -> None:
    """Whoever may edit their own only makes nobody else's."""
    control = Control(organisation_id=actor.organisation_id, owner=owner, unit=unit)
    if actor.may(EDIT) and not actor.may(EDIT, control):
        raise RuleBroken(N_("Choose yourself. You may only make controls of your own."), "owner")
    actor.require(EDIT, control)


def tell(actor: Actor, controls: list[Control], changes: Iterable[str]) -> None:
    """Who listens hears that something about controls has changed: ``changes`` names what."""
    control_changed.send(sender=Control, actor=actor, controls=controls, changes=frozenset(changes))
