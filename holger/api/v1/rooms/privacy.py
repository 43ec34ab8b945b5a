"""The record of processing activities: its lines, their steps, and where their data goes outside the EU/EEA."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext
from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import Answer, operation
from holger.api.v1.references import answers_of, pointer, shown
from holger.api.v1.resource import Resource, offer, verb
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.privacy import selectors, services
from holger.privacy.filters.record import ActivityFilter
from holger.privacy.models import Activity, ActivitySupplier, ActivityTransfer
from holger.privacy.permissions import EDIT, MANAGE, VIEW
from holger.privacy.rules import vocabulary
from holger.privacy.rules.hands import PARTS
from holger.privacy.rules.record import Flag
from holger.suppliers.models import Supplier
from holger.suppliers.models import Transfer as SupplierTransfer

ROOM = "privacy"
KEYS = {
    "data_subjects": vocabulary.DATA_SUBJECTS,
    "special": vocabulary.SPECIAL,
    "protected": vocabulary.PROTECTED,
    "grounds": vocabulary.GROUNDS,
    "special_grounds": vocabulary.SPECIAL_GROUNDS,
    "measures": vocabulary.MEASURES,
}
WRITTEN = (
    *("title", "role", "owner", "unit", "entity", "purpose", "data_subjects", "other_subjects", "people", "categories"),
    *("special", "protected", "sources", "informed", "grounds", "grounds_why", "special_grounds", "special_why"),
    *("protected_ground", "law", "interests_weighed", "recipients", "no_recipients", "no_transfers", "transfers_note"),
    *("retention", "measures", "measures_note", "customers", "joint_with", "joint_arrangement", "joint_note"),
    *("dpia_hint", "dpia_note", "dpia_done", "processes", "systems", "information_types", "next_review"),
)
FOLLOWS = (
    *("status", "complete", "template", "last_reviewed", "offered_at", "ended_on", "created_at", "updated_at"),
    *("archived_at", "version"),
)


def _keys(name: str, default: Any) -> tuple[Any, Any]:
    """Several keys of the vocabulary."""
    kind = Literal[tuple(KEYS[name])]  # type: ignore[valid-type]
    return (list[kind], Field(default, max_length=len(KEYS[name])))  # type: ignore[valid-type]


class Transfer(Out):
    id: UUID
    country: str = Field(description="Two letters, as ISO 3166 has them.")
    receiver: str
    basis: str = Field(description="Empty while nobody has named one.")
    assessed: bool
    note: str


class HandOut(Out):
    """A supplier that has a part in it."""

    id: UUID
    supplier: shown(Supplier)  # type: ignore[valid-type]
    part: Literal[tuple(PARTS)]  # type: ignore[valid-type]
    does: str
    apart: bool = Field(description="Its transfers to third countries do not concern this activity.")


class SentOut(Out):
    """Where a supplier sends data outside the EU/EEA, as its own page says."""

    supplier: shown(Supplier)  # type: ignore[valid-type]
    country: str = Field(description="Two letters, as ISO 3166 has them.")
    basis: str = Field(description="Empty while nobody has named one.")
    assessed_on: date | None


class FlagOut(Out):
    """Something in it that may be unlawful."""

    key: str
    about: str
    title: str
    why: str
    todo: str


def _rows(actor: Actor) -> QuerySet[Activity]:
    return selectors.with_rules(selectors.activities_for(actor))


def _fill(request: Call, rows: Sequence[Any]) -> None:
    """Put on each row its suppliers, its transfers and what is flagged in it."""
    prefetch_related_objects(rows, "transfers")
    flags = selectors.flags_of(request.actor, list(rows), dates.today(request.organisation.zone))
    hands = selectors.hands_among(request.actor, [row.pk for row in rows])
    for row in rows:
        row.flags = [_flag(each) for each in flags[row.pk]]
        row.transferred = list(row.transfers.all())
        row.parts = list(hands.get(row.pk, ()))
        row.sent_on = [_sent(*each) for each in selectors.sent_on(row, row.parts)]


def _sent(hand: ActivitySupplier, each: SupplierTransfer) -> SentOut:
    told = {"country": each.country, "basis": each.basis, "assessed_on": each.assessed_on}
    return SentOut(supplier=hand.supplier, **told)


def _flag(flag: Flag) -> FlagOut:
    words = {name: gettext(getattr(flag, name)) for name in ("title", "why", "todo")}
    return FlagOut(key=flag.key, about=flag.about, **words)


activities = offer(
    Resource(
        kind="processing-activities",
        one="activity",
        called="processing activity",
        room=ROOM,
        model=Activity,
        view=VIEW,
        rows=_rows,
        filters=ActivityFilter,
        out=reads(
            "ProcessingActivityOut",
            Activity,
            ("reference", *WRITTEN, *FOLLOWS),
            **{name: (list[str], Field()) for name in KEYS},
            flags=(list[FlagOut], Field(description="The most serious first.")),
            transferred=(list[Transfer], Field(description="Where data goes outside the EU/EEA.")),
            suppliers=(list[HandOut], Field(validation_alias="parts", description="Those that have a part in it.")),
            sent_on=(list[SentOut], Field(description="Where those suppliers send data outside the EU/EEA.")),
        ),
        searched=("reference", "title", "purpose"),
        sorts=("number", "title", "complete", "next_review", "created_at", "updated_at"),
        related=("processes", "systems", "information_types"),
        fill=_fill,
        body=creates("ProcessingActivityCreate", Activity, WRITTEN, **{name: _keys(name, []) for name in KEYS}),
        create=(EDIT, services.activity_create),
        change=edits("ProcessingActivityEdit", Activity, WRITTEN, **{name: _keys(name, None) for name in KEYS}),
        edit=(EDIT, services.activity_edit),
        delete=(MANAGE, services.activity_archive),
    )
)


# Steps


class ActivityReasonBody(Body):
    reason: str = Field("", max_length=2000)


class SendBackBody(Body):
    reason: str = Field(min_length=1, max_length=2000, description="What is missing.")


class ActivityReviewBody(Body):
    next_review: date = Field(description="When to look again.")
    note: str = Field("", max_length=1000)


verb(activities, "offer", EDIT, services.activity_offer, "Send a draft to whoever keeps the record")
verb(activities, "send-back", MANAGE, services.activity_send_back, "Send back what was sent in", SendBackBody)
verb(activities, "accept", MANAGE, services.activity_accept, "Take a draft into the record")
verb(activities, "end", MANAGE, services.activity_end, "Say that it is done no more", ActivityReasonBody)
verb(activities, "resume", MANAGE, services.activity_resume, "Say that it is done again", ActivityReasonBody)
verb(
    activities, "review", EDIT, services.activity_review, "Say that it holds, until the next review", ActivityReviewBody
)
verb(activities, "restore", MANAGE, services.activity_restore, "Take a processing activity back from the archive")


# Transfers

ONE = "/processing-activities/{reference}/transfers"
Country = Annotated[str, Field(min_length=2, max_length=2, description="Two letters, as ISO 3166 has them.")]
TOLD = ("country", "receiver", "basis", "assessed", "note")
TransferCreate = creates("TransferCreate", ActivityTransfer, TOLD, country=(Country, ...))
TransferEdit = edits("TransferEdit", ActivityTransfer, TOLD, country=(Country, None))


def _find(request: Call, reference: str, key: UUID) -> ActivityTransfer:
    row = activities.find(request.actor, reference)
    found = selectors.transfers_for(request.actor).filter(activity=row, pk=key).first()
    if found is None:
        raise NotFound
    return found


@operation("POST", ONE, room=ROOM, permission=EDIT, gives=Transfer, status=201, body=TransferCreate)
def processing_transfer_add(request: Call, reference: str, body: Any) -> Any:
    """Say where data goes outside the EU/EEA"""
    row = activities.find(request.actor, reference)
    made = services.transfer_add(actor=request.actor, activity=row, **answers_of(request.actor, body))
    return Answer(Transfer.model_validate(made), 201)


@operation("PATCH", f"{ONE}/{{id}}", room=ROOM, permission=EDIT, gives=Transfer, body=TransferEdit)
def processing_transfer_edit(request: Call, reference: str, id: UUID, body: Any) -> Any:  # noqa: A002
    """Change what is said of a transfer"""
    row = _find(request, reference, id)
    changed = services.transfer_edit(actor=request.actor, transfer=row, **answers_of(request.actor, body))
    return Transfer.model_validate(changed)


@operation("DELETE", f"{ONE}/{{id}}", room=ROOM, permission=EDIT, gives=None, status=204)
def processing_transfer_remove(request: Call, reference: str, id: UUID) -> None:  # noqa: A002
    """Take a transfer away"""
    services.transfer_remove(actor=request.actor, transfer=_find(request, reference, id))


# Suppliers

HANDS = "/processing-activities/{reference}/suppliers"
SAID = ("part", "does", "apart")
HandCreate = creates("HandCreate", ActivitySupplier, ("supplier", *SAID), supplier=(pointer(Supplier), ...))
HandEdit = edits("HandEdit", ActivitySupplier, SAID)


def _hand(request: Call, reference: str, key: UUID) -> ActivitySupplier:
    row = activities.find(request.actor, reference)
    found = selectors.hands_for(request.actor).filter(activity=row, pk=key).first()
    if found is None:
        raise NotFound
    return found


@operation("POST", HANDS, room=ROOM, permission=EDIT, gives=HandOut, status=201, body=HandCreate)
def processing_supplier_add(request: Call, reference: str, body: Any) -> Any:
    """Say that a supplier has a part in it"""
    row = activities.find(request.actor, reference)
    made = services.hand_add(actor=request.actor, activity=row, **answers_of(request.actor, body))
    return Answer(HandOut.model_validate(made), 201)


@operation("PATCH", f"{HANDS}/{{id}}", room=ROOM, permission=EDIT, gives=HandOut, body=HandEdit)
def processing_supplier_edit(request: Call, reference: str, id: UUID, body: Any) -> Any:  # noqa: A002
    """Change which part a supplier has in it"""
    row = _hand(request, reference, id)
    changed = services.hand_edit(actor=request.actor, hand=row, **answers_of(request.actor, body))
    return HandOut.model_validate(changed)


@operation("DELETE", f"{HANDS}/{{id}}", room=ROOM, permission=EDIT, gives=None, status=204)
def processing_supplier_remove(request: Call, reference: str, id: UUID) -> None:  # noqa: A002
    """Say that a supplier has no part in it any more"""
    services.hand_remove(actor=request.actor, hand=_hand(request, reference, id))
