"""What this room does when something has happened elsewhere."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from holger.assets.signals import map_changed
from holger.controls.models import Control
from holger.controls.signals import control_changed
from holger.core.actor import Actor
from holger.organisation.models import Organisation
from holger.organisation.signals import organisation_created
from holger.risks import services


@receiver(organisation_created)
def give_library(sender: Any, organisation: Organisation, actor: Actor, **kwargs: Any) -> None:
    """A new organisation starts with the ready threats and a method."""
    if actor.may("risks.method"):
        services.library_install(actor=actor, language=organisation.language)


@receiver(map_changed)
def score_again(sender: Any, organisation_id: UUID, asset_ids: Collection[UUID] | None, **kwargs: Any) -> None:
    """Risk scores follow the map."""
    if asset_ids is None:
        services.scores_rebuild(organisation_id=organisation_id)
    else:
        services.scores_update(organisation_id=organisation_id, asset_ids=asset_ids, moved=True)


@receiver(control_changed)
def weigh_again(
    sender: Any, actor: Actor, controls: Sequence[Control], changes: Collection[str], **kwargs: Any
) -> None:
    """A control that is put away takes nothing off any more. That one has come into place moves no risk: its page and the
    overview ask for a new look."""
    if "archived_at" in changes:
        control_ids = [control.pk for control in controls]
        services.reductions_update(organisation_id=actor.organisation_id, control_ids=control_ids)
