"""What the organisation decides about its history: who gets the checkpoints, and how long entries are kept."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holger.core import changes, dates
from holger.core.actor import Actor
from holger.core.tenancy import inside
from holger.history import permissions
from holger.history.models import Chain, Checkpoint, Event, Keeping, Permit
from holger.history.rules import walking
from holger.history.services.checkpoints import keeper
from holger.history.services.recording import Entry, hold, record, record_many

YEAR = timedelta(days=365.25)


@transaction.atomic
def keeping_set(*, actor: Actor, **answers: Any) -> Keeping:
    actor.require(permissions.KEEPING)
    keeping = Keeping.objects.filter(organisation_id=actor.organisation_id).first()
    keeping = keeping or Keeping(organisation_id=actor.organisation_id)
    told = changes.write(
        keeping, answers | ({"auditors": _addresses(answers["auditors"])} if "auditors" in answers else {})
    )
    if told:
        record(actor=actor, action="history.settings_changed", target=keeping, changes=told)
    return keeping


def _addresses(text: str) -> str:
    found = text.replace(",", "\n").replace(";", "\n").split()
    for address in found:
        try:
            validate_email(address)
        except ValidationError:
            said = _("“%(text)s” is not an e-mail address.") % {"text": address}
            raise ValidationError({"auditors": said}) from None
    return "\n".join(dict.fromkeys(found))


@transaction.atomic
def prune(*, actor: Actor) -> int:
    """Remove the entries that are older than the organisation keeps them; how many they were.

    They go up to a checkpoint, which stays: what comes after it is proved from there on. Without such a checkpoint
    nothing goes.
    """
    actor.require(permissions.KEEPING)
    organisation_id = actor.organisation_id
    keeping = Keeping.objects.filter(organisation_id=organisation_id).first()
    if keeping is None or keeping.years is None:
        return 0
    head = hold(organisation_id)
    kept = _last_before(organisation_id, head, dates.now() - keeping.years * YEAR)
    if kept is None:
        return 0
    facts = {"upto": kept.size, "checkpoint": kept.number}
    record_many(actor=actor, entries=[Entry(walking.PRUNED, facts=facts)])
    Permit.objects.create(organisation_id=organisation_id, act="prune", upto=kept.size)
    gone, _kinds = Event.objects.filter(organisation_id=organisation_id, seq__lte=kept.size).delete()
    Permit.objects.filter(organisation_id=organisation_id).delete()
    Chain.objects.filter(organisation_id=organisation_id).update(start=kept.size)
    return gone


def _last_before(organisation_id: UUID, head: Chain, moment: Any) -> Checkpoint | None:
    """The newest checkpoint that covers nothing but entries from before the moment."""
    events = Event.objects.filter(organisation_id=organisation_id)
    first_kept = events.filter(at__gte=moment).order_by("seq").values_list("seq", flat=True).first()
    upto = head.seq if first_kept is None else first_kept - 1
    checkpoints = Checkpoint.objects.filter(organisation_id=organisation_id, size__gt=head.start, size__lte=upto)
    return checkpoints.order_by("-number").first()


def nightly(organisation_id: UUID) -> str:
    """The recurring work: let go of what is old enough."""
    with inside(organisation_id):
        gone = prune(actor=keeper(organisation_id))
    if not gone:
        return _("Nothing to remove.")
    return ngettext("%(count)s entry removed.", "%(count)s entries removed.", gone) % {"count": gone}
