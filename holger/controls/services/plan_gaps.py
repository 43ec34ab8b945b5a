"""From gaps to a plan, in one go."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.controls.models import PlanItem
from holger.controls.permissions import PLAN
from holger.controls.rules.plan_gaps import REQUIREMENT, REST
from holger.controls.rules.quarters import Quarter
from holger.controls.selectors.plan import CLOSES
from holger.controls.selectors.plan_gaps import Gap, Proposal, gaps_of, items_proposed
from holger.controls.services.plan_checks import hold, must_make
from holger.controls.services.plan_priorities import priorities_set
from holger.controls.services.shared import must_be_ours
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.models import labelled
from holger.core.words import N_
from holger.frameworks.models import Scope
from holger.history import services as history
from holger.history.services import Entry
from holger.organisation.models import Organisation, Person
from holger.organisation.services import next_numbers


@transaction.atomic
def plan_from_gaps(
    *,
    actor: Actor,
    scope: Scope,
    requirement_ids: Collection[UUID],
    rest: str = REQUIREMENT,
    owner: Person | None = None,
    quarter: Quarter | None = None,
) -> list[PlanItem]:
    """Make plan items of what is not met in a scope: one for each control that closes several, and for the ``rest`` one
    for each requirement or part.

    What is planned already is left out, so that a requirement never is closed by two open items. Without an owner, each
    is the control's owner's, else whoever's answers for the scope.
    """
    actor.require(PLAN, scope)
    must_be_ours(actor, owner)
    if rest not in REST:
        raise ValueError(f"there is no such way to put together the rest: {rest}")
    hold(actor.organisation_id)
    gaps = _chosen(gaps_of(actor, scope), set(requirement_ids))
    language = Organisation.objects.values_list("language", flat=True).get(pk=actor.organisation_id)
    found = items_proposed(actor, scope, gaps, rest=rest, language=language)
    items = [_item(actor, scope, each, owner, quarter) for each in found]
    _save(actor, items, found)
    return items


def _chosen(gaps: Iterable[Gap], wanted: set[UUID]) -> list[Gap]:
    if not wanted:
        raise RuleBroken(N_("Choose at least one gap."), "requirements")
    found = [gap for gap in gaps if gap.requirement.pk in wanted]
    if len(found) < len(wanted):
        raise RuleBroken(N_("Some of these are met by now, or do not apply. Look again."), "requirements")
    left = [gap for gap in found if not gap.planned]
    if not left:
        raise RuleBroken(N_("All of it is planned already."), "requirements")
    return left


def _item(actor: Actor, scope: Scope, found: Proposal, owner: Person | None, quarter: Quarter | None) -> PlanItem:
    dates: dict[str, Any] = {"starts": quarter.first, "due": quarter.last} if quarter else {}
    item = PlanItem(
        organisation_id=actor.organisation_id,
        title=found.title,
        control=found.control,
        owner=owner or (found.control.owner if found.control else None) or scope.owner,
        unit=scope.unit,
        **dates,
    )
    must_make(actor, item.owner, item.unit)
    return item


def _save(actor: Actor, items: Sequence[PlanItem], found: Sequence[Proposal]) -> None:
    """Many at once, each with its own entry in the history."""
    numbers = next_numbers(organisation_id=actor.organisation_id, prefix=PlanItem.prefix, count=len(items))
    for item, number in zip(items, numbers, strict=True):
        item.number, item.reference = number, f"{PlanItem.prefix}-{number}"
    PlanItem.objects.bulk_create(items, batch_size=500)
    pairs = [(item, row) for item, each in zip(items, found, strict=True) for row in each.requirements]
    CLOSES.objects.bulk_create([CLOSES(planitem=item, requirement=row) for item, row in pairs], batch_size=500)
    entries = [Entry("plan_item.created", item, _told(item, each)) for item, each in zip(items, found, strict=True)]
    history.record_many(actor=actor, entries=entries)
    priorities_set(actor.organisation_id, items)


def _told(item: PlanItem, found: Proposal) -> dict[str, list[Any]]:
    names = ("title", "control", "owner", "unit", "starts", "due")
    told = {name: [None, labelled(value)] for name in names if (value := getattr(item, name)) is not None}
    return {**told, "requirements": [[], labelled(list(found.requirements))]}
