"""What services ask before they write."""

from collections.abc import Iterable
from typing import Any

from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.privacy.models import Activity
from holger.privacy.selectors import activities_for
from holger.risks.models import Risk


def must_be_open(risk: Risk) -> None:
    if risk.closed_at is not None or risk.archived_at is not None:
        raise RuleBroken(N_("The risk is closed. Reopen it first."))


def must_be_ours(actor: Actor, *rows: Any) -> None:
    if any(row is not None and row.organisation_id != actor.organisation_id for row in rows):
        raise NotFound


def activities_chosen(actor: Actor, chosen: Iterable[Activity], risk: Risk | None = None) -> list[Activity]:
    """What was chosen, each seen by the actor or there already; and what is there and the actor was not shown, or is archived: nobody
    takes off what no form offered them."""
    wanted = {each.pk: each for each in chosen}
    there = {each.pk: each for each in risk.activities.all()} if risk is not None else {}
    asked = {*wanted, *there}
    seen = set(activities_for(actor).filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()
    if wanted.keys() - there.keys() - seen:
        raise RuleBroken(N_("Choose one from the list."), "activities")
    kept = [each for each in there.values() if each.pk not in seen or each.archived_at is not None]
    return list({each.pk: each for each in [*wanted.values(), *kept]}.values())
