"""Where data of an activity goes outside the EU/EEA."""

from typing import Any

from django.db import transaction

from holger.core.actor import Actor
from holger.core.changes import Changes, write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.services import guards
from holger.privacy.models import Activity, ActivityTransfer
from holger.privacy.permissions import EDIT
from holger.privacy.rules.vocabulary import EEA
from holger.privacy.services.measuring import measure
from holger.privacy.services.record import must_be_in_use


@transaction.atomic
def transfer_add(*, actor: Actor, activity: Activity, **answers: Any) -> ActivityTransfer:
    """Data goes to a country outside the EU/EEA. ``RuleBroken`` for a country within."""
    _may(actor, activity)
    made = ActivityTransfer(organisation_id=actor.organisation_id, activity=activity)
    _must_be_outside(answers.get("country", ""))
    changes = write(made, answers)
    _tell(actor, activity, "processing.transfer_added", changes)
    return made


@transaction.atomic
def transfer_edit(*, actor: Actor, transfer: ActivityTransfer, **answers: Any) -> ActivityTransfer:
    _may(actor, transfer.activity)
    _must_be_outside(answers.get("country", transfer.country))
    if changes := write(transfer, answers):
        _tell(actor, transfer.activity, "processing.transfer_edited", changes)
    return transfer


@transaction.atomic
def transfer_remove(*, actor: Actor, transfer: ActivityTransfer) -> None:
    activity = transfer.activity
    _may(actor, activity)
    told: Changes = {name: [getattr(transfer, name), None] for name in ("country", "receiver", "basis")}
    transfer.delete()
    _tell(actor, activity, "processing.transfer_removed", told)


def _may(actor: Actor, activity: Activity) -> None:
    actor.require(EDIT, activity)
    guards.own(actor, activity)
    must_be_in_use(activity)


def _must_be_outside(country: str) -> None:
    if country in EEA:
        raise RuleBroken(
            N_("That is within the EU/EEA: data may go there freely. Name the receiver as a recipient."), "country"
        )


def _tell(actor: Actor, activity: Activity, action: str, changes: Changes) -> None:
    """What is said of transfers settles whether there are any."""
    if activity.no_transfers and action == "processing.transfer_added":
        write(activity, {"no_transfers": False})
    history.record(actor=actor, action=action, target=activity, changes=changes)
    measure([Activity.objects.get(pk=activity.pk)])
