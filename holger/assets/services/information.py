from typing import Any

from django.db import transaction

from holger.assets.models import InformationType
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.history import services as history


@transaction.atomic
def information_type_create(*, actor: Actor, **answers: Any) -> InformationType:
    actor.require("information_types.edit")
    information = InformationType(organisation_id=actor.organisation_id)
    changes = write(information, answers)
    history.record(actor=actor, action="information_type.created", target=information, changes=changes)
    return information


@transaction.atomic
def information_type_edit(*, actor: Actor, information: InformationType, **answers: Any) -> InformationType:
    _require(actor, information)
    changes = write(information, answers)
    if changes:
        history.record(actor=actor, action="information_type.edited", target=information, changes=changes)
    return information


@transaction.atomic
def information_type_delete(*, actor: Actor, information: InformationType) -> None:
    """Only one that nothing holds; otherwise the map would lose what it knows."""
    _require(actor, information)
    if count := information.assets.count():
        raise RuleBroken(N_("%(count)s objects hold it. Take it off them first."), params={"count": count})
    history.record(actor=actor, action="information_type.deleted", target=information)
    information.delete()


def _require(actor: Actor, information: InformationType) -> None:
    if information.organisation_id != actor.organisation_id:
        raise NotFound
    actor.require("information_types.edit")
