"""Checkpoints: what the chain was at a moment, as the root of a tree over all entries, signed."""

from datetime import UTC
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from holger.core import dates
from holger.core.actor import Actor, Channel, Grant
from holger.core.errors import RuleBroken
from holger.core.permissions import Role
from holger.core.tenancy import inside
from holger.core.words import N_
from holger.history import keys, permissions, rules, verification
from holger.history.models import Chain, Checkpoint
from holger.history.rules import Start, Walk, merkle, notes
from holger.history.services import anchoring
from holger.history.services.recording import Entry, hold, record_many

BROKEN = N_("The history does not hold, so no checkpoint of it is signed. Run: holger verify")


@transaction.atomic
def checkpoint_make(*, actor: Actor, mail: bool = False) -> Checkpoint:
    """Sign what the chain is now and prepare its anchors; where nothing is new, the newest checkpoint is the answer.

    Only the entries since the last checkpoint are read, and each of them is checked. ``mail``: send the auditors this
    one, also when they have had one today.
    """
    actor.require(permissions.SEAL)
    head = hold(actor.organisation_id)
    last = latest(actor.organisation_id)
    if not head.seq:
        raise RuleBroken(N_("Nothing has happened yet that could be sealed."))
    if last is None or head.seq > last.size + 1:  # the entry after a checkpoint tells of it, and is nothing new
        last = _make(actor, head, last)
    anchoring.prepare(last, mail=mail)
    return last


def hourly(organisation_id: UUID) -> str:
    """The recurring work: seal what is new, and lay down what is not yet laid down."""
    with inside(organisation_id):
        head = Chain.objects.filter(organisation_id=organisation_id).first()
        made = checkpoint_make(actor=keeper(organisation_id)) if head and head.seq else None
    faults = [anchor.fault for anchor in anchoring.anchors_deliver(organisation_id) if anchor.fault]
    if made is None:
        return " ".join([_("Nothing to seal."), *faults])
    said = _("Checkpoint %(number)s of %(size)s entries.") % {"number": made.number, "size": made.size}
    return " ".join([said, *faults])


def keeper(organisation_id: UUID) -> Actor:
    """holger itself, keeping the history."""
    return Actor(organisation_id, None, None, "holger", (Grant(Role.OWNER),), Channel.SYSTEM)


def latest(organisation_id: UUID) -> Checkpoint | None:
    return Checkpoint.objects.filter(organisation_id=organisation_id).order_by("-number").first()


def _make(actor: Actor, head: Chain, last: Checkpoint | None) -> Checkpoint:
    walk = _walked(head, last)
    said = notes.Note(
        organisation=str(head.organisation_id),
        number=last.number + 1 if last else 1,
        size=walk.seq,
        head=walk.hash,
        root=merkle.fold(walk.frontier).hex(),
        at=dates.now().astimezone(UTC).isoformat(timespec="seconds"),
        key=keys.fingerprint(),
        previous=last.said.digest if last else rules.FIRST,
    )
    made = Checkpoint.objects.create(
        organisation_id=head.organisation_id,
        number=said.number,
        size=said.size,
        note=said.text,
        signature=keys.sign(said.text),
        frontier=[root.hex() for root in walk.frontier],
    )
    facts = {"checkpoint": said.number, "size": said.size, "root": said.root, "key": said.key}
    record_many(actor=actor, entries=[Entry(rules.walking.CHECKPOINT, facts=facts)])
    return made


def _walked(head: Chain, last: Checkpoint | None) -> Walk:
    """The way from the last checkpoint to the head, with everything on it in order."""
    start = Start()
    if last:
        start = verification.start_at(last)
        public = keys.known().get(last.said.key)
        if start.seq != last.size or public is None or not keys.is_signed(last.note, last.signature, public):
            raise RuleBroken(BROKEN)
    walk = Walk(start, checkpoints=last.number if last else 0)
    broken = walk.step_through(verification.rows(head.organisation_id, start.seq, head.seq))
    if broken or (walk.seq, walk.hash) != (head.seq, head.hash):
        raise RuleBroken(BROKEN)
    return walk
