"""Who did what, when, through what, from what to what."""

from typing import Any

from pydantic import Field, create_model

from holger.api.v1.call import Call
from holger.api.v1.operation import operation
from holger.api.v1.resource import Paging, Resource, narrowed, page_at, page_of, parameters_of, subjects
from holger.api.v1.schemas import reads
from holger.history import selectors
from holger.history.filters import HistoryFilter
from holger.history.models import Event
from holger.history.permissions import OBJECT, VIEW

ROOM = "history"
EventOut = reads(
    "EventOut",
    Event,
    (
        *("seq", "at", "actor_id", "actor_label", "channel", "via", "action", "subject_type", "subject_id"),
        *("subject_label", "previous", "hash"),
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

    Each entry seals the one before: `hash` is the SHA-256 over the entry with `previous` in it.
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
