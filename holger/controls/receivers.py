"""What this room does when something happens in the rooms below."""

from collections.abc import Collection, Sequence
from typing import Any

from django.dispatch import receiver

from holger.controls.models import Control
from holger.controls.services import plan_priorities_update
from holger.controls.signals import control_changed
from holger.frameworks.models import Scope, Standing
from holger.frameworks.signals import scope_changed, standings_changed

MATTER = {"requirements", "archived_at"}
"""What priorities follow from, of a control's own; how much risk it takes away is told by the room that knows risks."""


@receiver(control_changed)
def prioritise_again(sender: Any, controls: Sequence[Control], changes: Collection[str], **kwargs: Any) -> None:
    """What a control answers is what it is planned for."""
    if not MATTER.intersection(changes):
        return
    for organisation_id in {control.organisation_id for control in controls}:
        plan_priorities_update(organisation_id=organisation_id, controls=[control.pk for control in controls])


@receiver(standings_changed)
def prioritise_what_closes(sender: Any, standings: Sequence[Standing], **kwargs: Any) -> None:
    """What is missing of a requirement, and what drives it, is why it is planned for."""
    wanted: dict[Any, list[Any]] = {}
    for standing in standings:
        wanted.setdefault(standing.organisation_id, []).append(standing.requirement_id)
    for organisation_id, requirements in wanted.items():
        plan_priorities_update(organisation_id=organisation_id, requirements=requirements)


@receiver(scope_changed)
def prioritise_a_framework(sender: Any, scope: Scope, **kwargs: Any) -> None:
    """What is wanted in a scope, and aimed at, may have changed for any of it."""
    plan_priorities_update(organisation_id=scope.organisation_id, framework=scope.framework_id)
