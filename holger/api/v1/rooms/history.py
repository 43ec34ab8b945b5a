"""Who did what, when, through what, from what to what."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from pydantic import Field, create_model

from holger.api.v1.call import Call
from holger.api.v1.operation import operation
from holger.api.v1.resource import Paging, Resource, narrowed, page_at, page_of, parameters_of, subjects
from holger.api.v1.schemas import reads
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


CheckpointOut = reads(
    "CheckpointOut",
    Checkpoint,
    ("number", "size", "note", "signature"),
    head=(str, Field(description="The hash of the last entry that it covers.")),
    root=(str, Field(description="The root of the Merkle tree over all entries that it covers (RFC 9162).")),
    key=(str, Field(description="The fingerprint of the key that signed.")),
    made_at=(datetime, Field()),
)


@operation("GET", "/history/checkpoints", room=ROOM, permission=VIEW, gives=page_of(CheckpointOut), query=Paging)
def checkpoints_list(request: Call, query: Paging) -> Any:
    """Read the signed checkpoints of the history, the newest first

    `note` is the text that `signature` (Ed25519, base64) signs; `size` is how many entries it covers.
    """
    return page_at(request, selectors.checkpoints_for(request.actor), query, CheckpointOut)


@operation("POST", "/history/checkpoints", room=ROOM, permission=SEAL, gives=CheckpointOut)
def checkpoint_make(request: Call) -> Any:
    """Make a checkpoint of the history

    Signs what the history is now. Where nothing is new, the newest checkpoint is the answer.
    """
    made = services.checkpoint_make(actor=request.actor, mail=True)
    transaction.on_commit(partial(services.anchors_deliver, request.actor.organisation_id))
    return CheckpointOut.model_validate(made, from_attributes=True)
