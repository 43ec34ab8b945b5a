"""Mail: written down together with what it tells of, sent by a worker once that is committed."""

import hashlib
import json
import logging
import smtplib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from datetime import timedelta
from email.utils import parseaddr
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.db import transaction
from uuid_utils.compat import uuid7

from holger.core import dates, sealing
from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.tenancy import inside
from holger.core.words import N_
from holger.jobs import permissions, rules, troubles
from holger.jobs.models import Mail, State
from holger.jobs.signals import mail_sent, tried_again

log = logging.getLogger(__name__)
PURPOSE = "outbox"
"""Mail that waits is kept locked: the links in it let people in, and are known nowhere else."""


@transaction.atomic
def mail_put(
    *,
    organisation_id: UUID | None,
    recipient: str,
    subject: str,
    body: str,
    html: str = "",
    about: str = "",
    slot: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Mail:
    """Write a mail down. With a ``slot``, the mail that is already there for it is answered instead.

    Whoever reads mail tells two by their Message-ID: it comes of the slot, so that whatever is written again is the same mail.
    ``headers`` are those that say how to be told no more, or what a mail belongs to. While a demo's past is told nothing is
    written down: what was sent then was read long ago.
    """
    if slot is not None:
        known = Mail.objects.filter(slot=slot).first()
        if known is not None:
            return known
    number = uuid7()
    content = {"body": body, "html": html, "headers": dict(headers or {})}
    mail = Mail(
        id=number,
        concerns=organisation_id,
        recipient=recipient,
        subject=" ".join(subject.split())[:300],
        sealed=sealing.seal(json.dumps(content), PURPOSE),
        message_id=_message_id(slot or str(number)),
        about=about,
        slot=slot,
    )
    if dates.turned_back():
        return mail
    if not _is_first(mail):
        return Mail.objects.get(slot=slot)
    if settings.MAIL_AT_ONCE:
        transaction.on_commit(partial(deliver, mail.pk))
    return mail


def _is_first(mail: Mail) -> bool:
    """Write it down, unless another has written one for the slot in the meantime: the database knows."""
    if mail.slot is None:
        mail.save(force_insert=True)
        return True
    Mail.objects.bulk_create([mail], ignore_conflicts=True)
    return Mail.objects.filter(pk=mail.pk).exists()


@transaction.atomic
def mail_retry(*, actor: Actor, mail: Mail) -> Mail:
    """Try now, and from the beginning, to send what has not gone out."""
    if mail.concerns is None:
        raise NotFound
    actor.require(permissions.RETRY, mail)  # type: ignore[arg-type]  # it has an organisation, as was just seen
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    if mail.state == State.DONE or not mail.sealed:
        raise RuleBroken(N_("Only what has failed can be tried again."))
    mail.state, mail.attempts, mail.next_try = State.WAITING, 0, dates.now()
    mail.save(update_fields=["state", "attempts", "next_try"])
    tried_again.send(sender=Mail, actor=actor, target=mail)
    return mail


def deliver_due(limit: int = 20) -> int:
    """Send what is due, oldest first; how many were tried. A server that does not answer ends the round."""
    tried = 0
    due = Mail.objects.filter(state=State.WAITING, next_try__lte=dates.now()).order_by("next_try")
    if waiting := list(due.values_list("pk", flat=True)[:limit]):
        with _line() as line:
            for pk in waiting:
                tried += 1
                if not deliver(pk, line):
                    break
    return tried


def deliver(pk: UUID, line: Any = None) -> bool:
    """Send one mail, unless somebody else has it in hand. False when the server could not be reached at all.

    ``line`` is a connection to the server that is kept open for several.
    """
    mail = _take(pk)
    if mail is None:
        return True
    try:
        message = _message(mail)
        if line is None:
            message.send()
        else:
            line.open()
            line.send_messages([message])
    except sealing.Unreadable as error:
        _failed(mail, error, final=True)
    except smtplib.SMTPResponseException as error:
        _failed(mail, error, final=error.smtp_code >= 500 and not isinstance(error, smtplib.SMTPConnectError))
    except smtplib.SMTPRecipientsRefused as error:
        _failed(mail, error, final=all(code >= 500 for code, _text in error.recipients.values()))
    except OSError as error:  # no connection, no answer, and the rest of smtplib's errors
        _failed(mail, error)
        return False
    else:
        _sent(mail)
    return True


@contextmanager
def _line() -> Iterator[Any]:
    """A connection to the mail server for a round of mails, opened by the first."""
    line = mailers.default
    try:
        yield line
    finally:
        with suppress(OSError):
            line.close()


def _take(pk: UUID) -> Mail | None:
    """Take the lease, or None when another has it: of all that try, one moves ``next_try`` on."""
    now = dates.now()
    mail = Mail.objects.filter(pk=pk, state=State.WAITING, next_try__lte=now).first()
    if mail is None:
        return None
    lease = now + rules.MAIL_LEASE
    mine = Mail.objects.filter(pk=pk, state=State.WAITING, next_try=mail.next_try)
    if not mine.update(next_try=lease, attempts=mail.attempts + 1):
        return None
    mail.next_try, mail.attempts = lease, mail.attempts + 1
    return mail


def _message(mail: Mail) -> EmailMultiAlternatives:
    content = json.loads(sealing.unseal(mail.sealed, PURPOSE))
    headers = {"Auto-Submitted": "auto-generated", **content.get("headers", {}), "Message-ID": mail.message_id}
    message = EmailMultiAlternatives(mail.subject, content["body"], None, [mail.recipient], headers=headers)
    if content["html"]:
        message.attach_alternative(content["html"], "text/html")
    return message


def _sent(mail: Mail) -> None:
    """What has gone out is forgotten, all but that it has."""
    with _around(mail):
        mail.state, mail.sent_at, mail.error, mail.trouble, mail.sealed = State.DONE, dates.now(), "", "", ""
        mail.save(update_fields=["state", "sent_at", "error", "trouble", "sealed"])
        mail_sent.send(sender=Mail, mail=mail)


def _failed(mail: Mail, error: BaseException, *, final: bool = False) -> None:
    wait: timedelta | None = None if final else rules.wait_after(mail.attempts, rules.MAIL_WAITS)
    said = _said(error)
    log.warning("Mail %s did not go out (try %d): %s", mail.pk, mail.attempts, said)
    Mail.objects.filter(pk=mail.pk, next_try=mail.next_try).update(
        error=said,
        trouble="sealed" if isinstance(error, sealing.Unreadable) else troubles.trouble_of(error),
        state=State.WAITING if wait else State.FAILED,
        next_try=dates.now() + (wait or timedelta(0)),
    )


def _said(error: BaseException) -> str:
    """The mail server's own words where it has any, else the error in a line."""
    answers: list[tuple[int, bytes | str]] = []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = list(error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        answers = [(error.smtp_code, error.smtp_error)]
    words = [f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}" for code, text in answers]
    return " ".join(" ".join(words).split())[: rules.LONGEST_ERROR] or rules.in_short(error)


@contextmanager
def _around(mail: Mail) -> Iterator[None]:
    with inside(mail.concerns) if mail.concerns else nullcontext(), transaction.atomic():
        yield


def _message_id(key: str) -> str:
    """The same for the same key, whatever goes wrong, and nothing that tells what the key says."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{_domain()}>"


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "holger.invalid"
