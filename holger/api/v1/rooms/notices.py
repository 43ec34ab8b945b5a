"""What one is told and how; and the chats that are told what is overdue."""

from datetime import time
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from holger.api.v1.call import Call
from holger.api.v1.operation import operation
from holger.api.v1.resource import Resource, offer, verb
from holger.api.v1.schemas import Out, creates, edits, reads
from holger.core.actor import Actor
from holger.core.registry import registry
from holger.tasks import services
from holger.tasks.filters.notices import NoticeFilter
from holger.tasks.models import IN_CHATS, Notice, NoticeKind, Reminding, Webhook
from holger.tasks.permissions import NOTICES, SETTINGS
from holger.tasks.selectors.notices import notices_for, reminding_for
from holger.tasks.selectors.webhooks import webhooks_for

ROOM = "tasks"

# Notices

NoticeOut = reads(
    "NoticeOut",
    Notice,
    ("id", "kind", "title", "path", "due", "urgent", "created_at", "read_at"),
    path=(str, Field(description="Where it is done, below /o/{organisation}/.")),
    said=(str, Field(description="Who it is from, or with whom it is late, and their words.")),
)


def _read(*, actor: Actor, notice: Notice) -> None:
    services.notices_read(actor=actor, notices=[notice])


def _unread(*, actor: Actor, notice: Notice) -> None:
    services.notices_unread(actor=actor, notices=[notice])


class Marked(Out):
    count: int = Field(description="How many were marked.")


@operation("POST", "/notices/read", room=ROOM, permission=NOTICES, gives=Marked)
def notices_read_all(request: Call) -> Marked:
    """Mark all notices as read"""
    return Marked(count=services.notices_read_all(actor=request.actor))


notices = offer(
    Resource(
        kind="notices",
        one="notice",
        room=ROOM,
        model=Notice,
        view=NOTICES,
        rows=notices_for,
        filters=NoticeFilter,
        out=NoticeOut,
        searched=("title", "who", "text"),
        sorts=("created_at", "due", "kind", "title"),
        order="-created_at",
    )
)
verb(notices, "read", NOTICES, _read, "Mark a notice as read")
verb(notices, "unread", NOTICES, _unread, "Mark a notice as not read")


# How one is told

REMINDING = ("rhythm", "weekday", "hour", "quiet_from", "quiet_to", "muted")
Muted = Annotated[
    list[Literal[tuple(NoticeKind.values)]],  # type: ignore[valid-type]
    Field(description="Kinds of notices that do not come by mail unless they are urgent.", max_length=50),
]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="Hour and minute: 19:00.")]
Shown = Annotated[Clock | None, BeforeValidator(lambda value: value and f"{value:%H:%M}")]
Quiet = ("quiet_from", "quiet_to")
RemindingOut = reads(
    "RemindingOut", Reminding, REMINDING, muted=(Muted, Field()), **dict.fromkeys(Quiet, (Shown, Field()))
)
RemindingEdit = edits(
    "RemindingEdit", Reminding, REMINDING, muted=(Muted, None), **dict.fromkeys(Quiet, (Clock | None, None))
)


@operation("GET", "/me/reminders", room=ROOM, permission=NOTICES, gives=RemindingOut)
def reminders(request: Call) -> Any:
    """How am I told by mail?"""
    return reminding_for(request.actor)


@operation("PATCH", "/me/reminders", room=ROOM, permission=NOTICES, gives=RemindingOut, body=RemindingEdit)
def reminders_edit(request: Call, body: Any) -> Any:
    """Choose how I am told by mail"""
    answers = body.model_dump(exclude_unset=True)
    answers |= {name: time.fromisoformat(answers[name]) for name in Quiet if answers.get(name)}
    return services.reminding_set(actor=request.actor, **answers)


# Chats

Told = Annotated[
    list[Literal[(*(kind.value for kind in IN_CHATS), *registry.events)]],  # type: ignore[valid-type]
    Field(
        min_length=1,
        max_length=20,
        description="The kinds of notices that a chat, or the events that a program is told of.",
    ),
]
Secret = Annotated[
    str,
    Field(
        max_length=200, description="Of a program: what is sent is signed with it. Kept encrypted, and never answered."
    ),
]
Address = Annotated[str, Field(max_length=2000, description="Kept encrypted, and never answered.")]
WEBHOOK = ("name", "form", "active")
WebhookOut = reads(
    "WebhookOut",
    Webhook,
    ("id", *WEBHOOK, "host", "last_at", "last_error", "created_at", "updated_at", "version"),
    kinds=(Told, Field()),
)


webhooks = offer(
    Resource(
        kind="webhooks",
        one="webhook",
        room=ROOM,
        model=Webhook,
        view=SETTINGS,
        rows=webhooks_for,
        out=WebhookOut,
        searched=("name", "host"),
        sorts=("name", "created_at", "updated_at"),
        order="name",
        body=creates("WebhookCreate", Webhook, WEBHOOK, kinds=(Told, ...), address=(Address, ...), secret=(Secret, "")),
        create=(SETTINGS, services.webhook_create),
        change=edits("WebhookEdit", Webhook, WEBHOOK, kinds=(Told, None), address=(Address, ""), secret=(Secret, "")),
        edit=(SETTINGS, services.webhook_edit),
        delete=(SETTINGS, services.webhook_remove),
        deletes="remove",
    )
)


def _try(*, actor: Actor, webhook: Webhook) -> None:
    services.webhook_test(actor=actor, webhook=webhook)


verb(webhooks, "test", SETTINGS, _try, "Greet the chat, to see whether it arrives")
