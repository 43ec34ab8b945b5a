"""Who did what, when, through what, from what to what."""

from functools import partial
from typing import Any

from django.db import transaction
from pydantic import Field, create_model

from holger.api.v1.call import Call
from holger.api.v1.operation import operation
from holger.api.v1.resource import Paging, Resource, narrowed, page_at, page_of, parameters_of, subjects
from holger.api.v1.schemas import Out, reads
from holger.core.errors import NotFound
from holger.history import selectors, services
from holger.history.filters import HistoryFilter
from holger.history.models import Checkpoint, Event
from holger.history.permissions import OBJECT, SEAL, VIEW

ROOM = "history"
EventOut = reads(
    "EventOut",
    Event,
    (
        *("seq", "at", "actor_id", "actor_label", "channel", "via", "action", "subject_type", "subject_id"),
        *("subject_label", "names_commitment", "payload_commitment", "previous", "hash"),
    ),
    changes=(dict[str, Any], Field(description="Field → [from, to].")),
    reason=(str, Field()),
)
HistoryQuery = create_model(
    "HistoryQuery",
    __base__=Paging,
    q=(str, Field("", max_length=200, description="Words in what was told.")),
    **parameters_of(HistoryFilter),
)


@operation("GET", "/history", room=ROOM, permission=VIEW, gives=page_of(EventOut), query=HistoryQuery)
def history_list(request: Call, query: Any) -> Any:
    """Read the whole organisation's history, the newest first

    Each entry seals the one before: `hash` is the SHA-256 over the entry with `previous` in it. Names and changes are
    empty where they were redacted.
    """
    rows = narrowed(HistoryFilter, request, selectors.events_for(request.actor))
    return page_at(request, selectors.with_words(rows, query.q), query, EventOut)


def _offer(r: Resource) -> None:
    def told(request: Call, reference: str, query: Paging) -> Any:
        subject = r.find(request.actor, reference)
        request.actor.require(OBJECT, subject)
        return page_at(request, selectors.events_about(request.actor, subject), query, EventOut)

    operation(
        "GET", f"/{r.kind}/{{reference}}/history", room=ROOM, permission=OBJECT, gives=page_of(EventOut), query=Paging,
        name=f"{r.slug}_history", summary=f"Read the history of {r.words}",
    )(told)  # fmt: skip


for register in subjects():
    _offer(register)


class CheckpointOut(Out):
    """A signed checkpoint: what the history was at `size` entries."""

    number: int
    size: int = Field(description="How many entries it covers.")
    head: str = Field(description="The hash of the last of them.")
    root: str = Field(description="The root of the Merkle tree over all of them (RFC 9162).")
    at: str
    key: str = Field(description="The fingerprint of the key that signed.")
    note: str = Field(description="The text that is signed.")
    signature: str = Field(description="Ed25519, in base64.")


def _told(row: Checkpoint) -> CheckpointOut:
    said = row.said
    parts = {name: getattr(said, name) for name in ("number", "size", "head", "root", "at", "key")}
    return CheckpointOut(**parts, note=row.note, signature=row.signature)


@operation("GET", "/history/checkpoints/latest", room=ROOM, permission=VIEW, gives=CheckpointOut)
def checkpoint_latest(request: Call) -> Any:
    """Read the newest checkpoint of the history"""
    newest = selectors.checkpoints_for(request.actor).first()
    if newest is None:
        raise NotFound
    return _told(newest)


@operation("POST", "/history/checkpoints", room=ROOM, permission=SEAL, gives=CheckpointOut)
def checkpoint_make(request: Call) -> Any:
    """Make a checkpoint of the history

    Signs what the history is now. Where nothing is new, the newest checkpoint is the answer.
    """
    made = services.checkpoint_make(actor=request.actor, mail=True)
    transaction.on_commit(partial(services.anchors_deliver, request.actor.organisation_id))
    return _told(made)
