"""What chats are told: written down together with the notices, sent by the worker, tried again like mail."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext, ngettext, override

from holger.core import dates, outgoing, sealing, tenancy
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.jobs.rules import MAIL_LEASE, MAIL_WAITS, wait_after
from holger.organisation.models import Organisation
from holger.tasks.models import NoticeKind, Post, Webhook
from holger.tasks.rules import chats, signing
from holger.ui import days

if TYPE_CHECKING:
    from holger.tasks.services.telling import Draft

MOST = 50
"""Messages that are sent in one round."""
UNKNOWN = N_("The chat knows no such address any more. Make a new one there, and put it in here.")
FORBIDDEN = N_("The chat does not let holger write there any more. Make a new address there, and put it in here.")
ANSWERED = N_("The chat answers %(status)s instead of taking the message.")
LOCKED = N_("The address was locked with another secret key. Put it in once more.")


class Refused(RuleBroken):
    """The chat did not take it. ``final``: nor will it."""

    def __init__(self, reason: str, *, final: bool, **params: Any):
        super().__init__(reason, params=params)
        self.final = final


def posts_put(organisation_id: UUID, drafts: Iterable["Draft"]) -> None:
    """Write down what each chat is to be told of new notices. Of one thing it is told once, however many people are."""
    fresh = [draft for draft in drafts if draft.said]
    if not fresh:
        return
    for webhook in Webhook.objects.filter(organisation_id=organisation_id, active=True):
        lines: dict[tuple[str, str], dict[str, Any]] = {}
        for draft in fresh:
            if draft.kind in webhook.kinds:
                lines.setdefault((draft.kind, draft.duty), _line(draft))
        if lines:
            first = next(draft for draft in fresh if draft.kind in webhook.kinds)
            post = Post(organisation_id=organisation_id, webhook=webhook, slot=first.slot, lines=list(lines.values()))
            Post.objects.bulk_create([post], ignore_conflicts=True)


def _line(draft: "Draft") -> dict[str, Any]:
    due = draft.due.isoformat() if draft.due else ""
    return {"kind": draft.kind, "title": draft.said[:300], "path": draft.said_path or draft.path, "due": due}


def event_put(organisation_id: UUID, event: str, slot: str, told: Mapping[str, Any]) -> int:
    """Write down that programs are to be told of an event; how many. ``slot`` names it for good, so that it is told once."""
    rows = Webhook.objects.filter(organisation_id=organisation_id, active=True, form=Webhook.Form.PROGRAM)
    line = {"event": event, "id": slot, "at": dates.now().isoformat(), **told}
    posts = [
        Post(organisation_id=organisation_id, webhook=row, slot=slot, lines=[line])
        for row in rows
        if event in row.kinds
    ]
    Post.objects.bulk_create(posts, ignore_conflicts=True)
    return len(posts)


def events_stop(organisation_id: UUID, slots: str) -> int:
    """Send nothing more of what is named so at the beginning: it may not be told any more."""
    rows = Post.objects.filter(organisation_id=organisation_id, slot__startswith=slots, next_try__isnull=False)
    return rows.update(next_try=None, lines=[])


def posts_send(organisation_id: UUID) -> int:
    """Send what is due, and how many arrived. A chat that does not answer is left alone for this round."""
    with tenancy.answering(organisation_id):
        rows = Post.objects.filter(organisation_id=organisation_id, next_try__lte=dates.now()).order_by("created_at")
        due = list(rows.values_list("pk", "webhook")[:MOST])
    sent, silent = 0, set()
    for key, webhook in due:
        if webhook in silent:
            continue
        arrived = _send(organisation_id, key)
        sent += arrived is True
        if arrived is False:
            silent.add(webhook)
    return sent


def _send(organisation_id: UUID, key: UUID) -> bool | None:
    """True when it arrived, False when not, None when there was nothing to do. Nothing is held while the chat takes its time."""
    with tenancy.inside(organisation_id):
        post = _take(key)
        if post is None:
            return None
        webhook, house = post.webhook, Organisation.objects.get(pk=organisation_id)
    try:
        deliver(webhook, house, post)
    except RuleBroken as refusal:
        with tenancy.inside(organisation_id):
            _failed(post, refusal)
        return False
    with tenancy.inside(organisation_id):
        now = dates.now()
        Post.objects.filter(pk=post.pk).update(next_try=None, sent_at=now, error="")
        Webhook.objects.filter(pk=webhook.pk).update(last_at=now, last_error="")
    return True


def _take(key: UUID) -> Post | None:
    """Take the lease; of all that try, one moves ``next_try`` on. What is no longer wanted is sent nowhere."""
    now = dates.now()
    post = Post.objects.select_related("webhook").filter(pk=key, next_try__lte=now).first()
    if post is None:
        return None
    mine = Post.objects.filter(pk=key, next_try=post.next_try)
    if not post.webhook.active:
        mine.update(next_try=None)
        return None
    post.next_try, post.attempts = now + MAIL_LEASE, post.attempts + 1
    return post if mine.update(next_try=post.next_try, attempts=post.attempts) else None


def _failed(post: Post, refusal: RuleBroken) -> None:
    final = isinstance(refusal, Refused) and refusal.final
    wait: timedelta | None = None if final else wait_after(post.attempts, MAIL_WAITS)
    again = dates.now() + wait if wait else None
    Post.objects.filter(pk=post.pk, next_try=post.next_try).update(next_try=again, error=refusal.message[:500])
    Webhook.objects.filter(pk=post.webhook_id).update(last_error=refusal.message[:500])


def deliver(webhook: Webhook, house: Organisation, post: Post) -> None:
    """Send what waits to where it goes. Raises ``RuleBroken`` with a sentence about why it did not arrive."""
    if webhook.is_program:
        say_signed(webhook, post.lines[0] | {"organisation": house.slug})
    else:
        say(webhook, message_of(house, post.lines))


def say(webhook: Webhook, message: chats.Message) -> None:
    """Tell a chat. Raises ``RuleBroken`` with a sentence about why it did not arrive."""
    _send_body(webhook, json.dumps(chats.FORMS[webhook.form](message)).encode(), {})


def say_signed(webhook: Webhook, event: Mapping[str, Any]) -> None:
    """Tell a program, signed: it can see that holger wrote this, when, and that nobody has changed it or sends it again."""
    body = json.dumps(event, ensure_ascii=False, sort_keys=True).encode()
    at = str(int(dates.now().timestamp()))
    _send_body(webhook, body, signing.headers(_unsealed(webhook.sealed_key, webhook.key_purpose), at, body))


def _unsealed(sealed: str, purpose: str) -> str:
    try:
        return sealing.unseal(sealed, purpose)
    except sealing.Unreadable as wrong:
        raise Refused(LOCKED, final=True) from wrong


def _send_body(webhook: Webhook, body: bytes, headers: Mapping[str, str]) -> None:
    address = _unsealed(webhook.sealed, webhook.purpose)
    answer = outgoing.request("POST", address, body=body, headers={"Content-Type": "application/json", **headers})
    if answer.status in (404, 410):
        raise Refused(UNKNOWN, final=True)
    if answer.status in (401, 403):
        raise Refused(FORBIDDEN, final=True)
    if not 200 <= answer.status < 300:
        raise Refused(ANSWERED, final=chats.is_over(answer.status), status=answer.status)


def message_of(house: Organisation, lines: list[Mapping[str, Any]]) -> chats.Message:
    """In the language of the house: what, when it was due, and the way to it."""
    base = f"{settings.BASE_URL}/o/{house.slug}/"
    with override(house.language):
        shown = [_said(base, line) for line in lines[: chats.SHOWN]]
        left = len(lines) - len(shown)
        more = ngettext("and one more", "and %(count)s more", left) % {"count": left} if left else ""
        count = ngettext("%(count)s thing to see to", "%(count)s things to see to", len(lines)) % {"count": len(lines)}
        return chats.Message(f"{house.name}: {count}", shown, more, gettext("Open holger"), f"{base}work/")


def _said(base: str, line: Mapping[str, Any]) -> chats.Line:
    kind = str(NoticeKind(line["kind"]).label)
    due = gettext("(due %(day)s)") % {"day": days.day(date.fromisoformat(line["due"]))} if line["due"] else ""
    return chats.Line(kind, line["title"], base + line["path"], due)


def greeting(house: Organisation) -> chats.Message:
    """What is sent to see whether it arrives."""
    with override(house.language):
        text = gettext("holger can write here: what is overdue at %(name)s will be told in this chat.")
        return chats.Message(
            text % {"name": house.name}, [], "", gettext("Open holger"), f"{settings.BASE_URL}/o/{house.slug}/"
        )
