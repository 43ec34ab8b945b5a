"""The ledger of erasures, outside the database: a restored backup must forget again whom it was told to forget.

A line holds ids only: what was erased, in which organisation, when, and by whom.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from holger.core import dates, files
from holger.core.actor import Actor


def ledger() -> Path:
    return settings.DATA_DIR / "erasures.jsonl"


def erasure_note(*, actor: Actor, what: str, whom: UUID) -> None:
    """Written before the transaction ends: one line too many is carried out again, one too few would be a broken promise."""
    told = {
        "at": dates.now().isoformat(timespec="seconds"),
        "organisation": str(actor.organisation_id),
        "what": what,
        "id": str(whom),
        "by": str(actor.person_id) if actor.person_id else None,
    }
    files.add_line(ledger(), json.dumps(told))


def erasures_noted() -> Iterator[dict[str, str]]:
    """Every erasure there ever was, the oldest first."""
    if ledger().exists():
        for line in ledger().read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)
