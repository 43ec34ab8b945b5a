"""The ready policies as they are proposed to an organisation: what they serve here, who would answer, and which are there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from holger.core.actor import Actor
from holger.core.registry import Asked as Demand
from holger.frameworks.selectors import asked_of
from holger.policies import library
from holger.policies.models import Policy
from holger.policies.permissions import WRITE
from holger.policies.rules import ready
from holger.policies.rules.ready import Asked, Proposal, There
from holger.policies.selectors.policies import policies_for
from holger.tasks.selectors import role_holders_for


@dataclass(frozen=True)
class Offered:
    """What is proposed, and what the keys in it stand for. ``holders`` are the names of those who hold a role."""

    proposals: Sequence[Proposal[UUID]]
    demands: Mapping[UUID, Demand]
    there: Mapping[UUID, Policy]
    holders: Mapping[str, str]


def ready_offered(actor: Actor) -> Offered:
    """The ready policies, by number, for somebody who may write policies."""
    actor.require(WRITE)
    demands = {each.id: each for each in asked_of(actor)}
    asked = [Asked(each.id, each.framework, each.code, each.met) for each in demands.values()]
    rows = policies_for(actor).filter(archived_at=None).order_by("number")
    there = {row.pk: row for row in rows.only("organisation", "reference", "title_da", "title_en", "template")}
    known = [There(row.pk, row.template, row.titles) for row in there.values()]
    holders = {row.role: row.person.name for row in role_holders_for(actor).filter(unit=None)}
    return Offered(ready.proposals(library.entries(), asked, known), demands, there, holders)
