"""Policies from files that somebody has written elsewhere: each becomes a draft."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from holger.audience.services import Chosen
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.prose import LONGEST
from holger.core.words import N_
from holger.exchange.documents import Document, read_document
from holger.exchange.unreadable import Unreadable
from holger.organisation.models import Person, Unit
from holger.organisation.services import guards
from holger.policies.models import Policy
from holger.policies.permissions import IMPORT
from holger.policies.rules.content import Said
from holger.policies.services.policies import policy_create

MOST = 30
"""Files at once: each is read in a process of its own, one after the other."""
File = tuple[str, bytes]


def policies_from_files(
    *,
    actor: Actor,
    files: Sequence[File],
    language: str,
    type: str,  # noqa: A002 - as the field is called
    owner: Person | None = None,
    unit: Unit | None = None,
    everybody: bool = False,
) -> list[tuple[Policy, int]]:
    """A draft of each file, all or none; with how many pictures were left out of it.

    ``files`` are names and contents. ``RuleBroken`` names the file that cannot be read, and why.
    """
    actor.require(IMPORT)
    guards.own(actor, owner, unit)
    if len(files) > MOST:
        raise RuleBroken(N_("At most %(most)s files at once."), "documents", {"most": MOST})
    found = [_read(*file) for file in files]
    answers = {"language": language, "type": type, "owner": owner, "unit": unit}
    with transaction.atomic():
        return [
            (_create(actor, document, Chosen(everybody=everybody), answers), document.pictures) for document in found
        ]


def _read(name: str, content: bytes) -> Document:
    try:
        document = read_document(content, name)
    except Unreadable as error:
        reason = error.reason
        raise RuleBroken(reason.text, "documents", {**reason.params, "file": name[:80]}) from error
    if len(document.text) > LONGEST:
        raise RuleBroken(N_("The text is too long: at most %(most)s letters."), "documents", {"most": LONGEST})
    return document


def _create(actor: Actor, document: Document, audience: Chosen, answers: dict[str, Any]) -> Policy:
    said = Said(document.title, "", document.text)
    return policy_create(actor=actor, audience=audience, texts={answers["language"]: said}, **answers)
