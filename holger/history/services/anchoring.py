"""Anchors: a checkpoint laid down where whoever keeps the database cannot reach it.

What cannot be laid down now is tried again every hour, and shown until it succeeds.
"""

import base64
import logging
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from holger.core import dates
from holger.core.errors import RuleBroken
from holger.core.tenancy import inside
from holger.core.words import N_
from holger.history import verification
from holger.history.models import Anchor, Checkpoint, Keeping

log = logging.getLogger(__name__)
Kind = Anchor.Kind


def prepare(checkpoint: Checkpoint, *, mail: bool = False) -> None:
    """Note where the checkpoint is to be laid down. One that is still waiting for an earlier checkpoint gives way."""
    organisation_id = checkpoint.organisation_id
    for kind, target in _targets(organisation_id, mail=mail):
        same = Anchor.objects.filter(organisation_id=organisation_id, kind=kind, target=target)
        if not same.filter(number=checkpoint.number).exists():
            same.filter(done_at=None).delete()
            Anchor.objects.create(organisation_id=organisation_id, number=checkpoint.number, kind=kind, target=target)


def _targets(organisation_id: UUID, *, mail: bool) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if settings.ANCHOR_FOLDER:
        found.append((Kind.FILE, str(settings.ANCHOR_FOLDER)))
    if settings.TIMESTAMP_URL:
        found.append((Kind.TIMESTAMP, settings.TIMESTAMP_URL))
    keeping = Keeping.objects.filter(organisation_id=organisation_id).first()
    for address in keeping.addresses if keeping else ():
        today = Anchor.objects.filter(organisation_id=organisation_id, kind=Kind.MAIL, target=address)
        if mail or not today.filter(created_at__date=dates.today()).exists():
            found.append((Kind.MAIL, address))
    return found


def anchors_deliver(organisation_id: UUID) -> list[Anchor]:
    """Lay down what waits, outside any transaction, as others may take their time; how each went is kept."""
    with inside(organisation_id):
        waiting = list(Anchor.objects.filter(organisation_id=organisation_id, done_at=None))
    for anchor in waiting:
        _deliver(anchor)
    return waiting


def _deliver(anchor: Anchor) -> None:
    with inside(anchor.organisation_id):
        checkpoint = Checkpoint.objects.get(organisation_id=anchor.organisation_id, number=anchor.number)
    try:
        anchor.receipt, anchor.fault = WAYS[Kind(anchor.kind)](anchor, checkpoint), ""
        anchor.done_at = dates.now()
    except (OSError, RuleBroken, ImportError, ValueError) as error:
        anchor.fault = str(error)[:500] or type(error).__name__
        log.warning("checkpoint %s could not be laid down (%s): %s", anchor.number, anchor.kind, anchor.fault)
    anchor.tries += 1
    with inside(anchor.organisation_id):
        Anchor.objects.filter(pk=anchor.pk).update(
            receipt=anchor.receipt, fault=anchor.fault, done_at=anchor.done_at, tries=anchor.tries
        )


def _by_file(anchor: Anchor, checkpoint: Checkpoint) -> str:
    """A new file that nobody may write to. One of that name that says something else is no anchor."""
    path = Path(anchor.target) / f"{checkpoint.organisation_id}-{checkpoint.number:06}.json"
    content = verification.exported(checkpoint).encode() + b"\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    except FileExistsError:
        if path.read_bytes() != content:
            raise RuleBroken(N_("%(name)s is already there, and says something else."), params={"name": path}) from None
        return ""
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        os.fchmod(file.fileno(), 0o444)
    return ""


def _by_mail(anchor: Anchor, checkpoint: Checkpoint) -> str:
    organisation = apps.get_model("organisation.Organisation").objects.get(pk=checkpoint.organisation_id)
    known = {"organisation": organisation, "checkpoint": checkpoint, "said": checkpoint.said}
    with override(organisation.language):
        subject = render_to_string("history/mail/checkpoint_subject.txt", known).strip()
        message = EmailMessage(subject, render_to_string("history/mail/checkpoint.txt", known), to=[anchor.target])
    name = f"{organisation.slug}-checkpoint-{checkpoint.number}.json"
    message.attach(name, verification.exported(checkpoint), "application/json")
    message.send()
    return ""


def _by_timestamp(anchor: Anchor, checkpoint: Checkpoint) -> str:
    """A time stamp after RFC 3161 over the signed note; the receipt is the whole answer."""
    stamps = import_module("rfc3161_client")  # the extra "timestamps"
    algorithm = stamps.base.HashAlgorithm.SHA256
    asked = stamps.TimestampRequestBuilder().data(checkpoint.note.encode()).hash_algorithm(algorithm)
    request = asked.cert_request(cert_request=True).build()
    answer = fetch(anchor.target, request.as_bytes())
    response = stamps.decode_timestamp_response(answer)
    imprint = response.tst_info.message_imprint.message if response.status == 0 else b""
    if imprint != request.message_imprint.message or response.tst_info.nonce != request.nonce:
        raise RuleBroken(N_("The time stamp authority answered, but not with a stamp of this checkpoint."))
    return base64.b64encode(answer).decode()


def fetch(url: str, body: bytes) -> bytes:
    """Ask the time stamp authority, through the one client for requests that holger sends to others."""
    outgoing = import_module("holger.core.outgoing")
    kinds = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    answer = outgoing.request("POST", url, body=body, headers=kinds)
    if answer.status != 200:
        raise RuleBroken(N_("The time stamp authority answered %(status)s."), params={"status": answer.status})
    return answer.body


WAYS: dict[Anchor.Kind, Callable[[Anchor, Checkpoint], str]] = {
    Kind.FILE: _by_file,
    Kind.MAIL: _by_mail,
    Kind.TIMESTAMP: _by_timestamp,
}
