"""What services ask before they write."""

from typing import Any

from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.risks.models import Risk


def must_be_open(risk: Risk) -> None:
    if risk.closed_at is not None or risk.archived_at is not None:
        raise RuleBroken(N_("The risk is closed. Reopen it first."))


def must_be_ours(actor: Actor, *rows: Any) -> None:
    if any(row is not None and row.organisation_id != actor.organisation_id for row in rows):
        raise NotFound
