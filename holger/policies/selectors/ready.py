"""The ready policies as they are proposed to an organisation: what they serve here, who would answer, and which are there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from holger.core.actor import Actor
from holger.core.prose import literal
from holger.core.registry import Asked as Demand
from holger.core.words import LANGUAGES
from holger.frameworks.selectors import asked_of
from holger.organisation.models import Organisation, Person
from holger.organisation.selectors import is_here
from holger.policies import library
from holger.policies.models import Policy
from holger.policies.permissions import WRITE
from holger.policies.rules import ready
from holger.policies.rules.content import Said
from holger.policies.rules.ready import Asked, Proposal, There
from holger.policies.rules.ready_entry import Entry
from holger.policies.rules.ready_filling import CALLED, filled, named
from holger.policies.selectors.policies import policies_for
from holger.tasks.models import RoleHolder

Holders = Mapping[str, Person]


@dataclass(frozen=True)
class Offered:
    """What is proposed, and what the keys in it stand for. ``holders`` are those who hold a role."""

    proposals: Sequence[Proposal[UUID]]
    demands: Mapping[UUID, Demand]
    there: Mapping[UUID, Policy]
    holders: Holders


def ready_offered(actor: Actor) -> Offered:
    """The ready policies, by number, for somebody who may write policies."""
    actor.require(WRITE)
    demands = {each.id: each for each in asked_of(actor)}
    asked = [Asked(each.id, each.framework, each.code, each.met) for each in demands.values()]
    rows = policies_for(actor).filter(archived_at=None).order_by("number")
    there = {row.pk: row for row in rows.only("organisation", "reference", "title_da", "title_en", "template")}
    known = [There(row.pk, row.template, row.titles) for row in there.values()]
    return Offered(ready.proposals(library.entries(), asked, known), demands, there, role_holders(actor))


def role_holders(actor: Actor) -> Holders:
    """Who holds a role in the whole organisation, else in the unit that comes first: for those who write policies."""
    actor.require(WRITE)
    rows = RoleHolder.objects.filter(organisation_id=actor.organisation_id).select_related("person", "unit")
    found: dict[str, Person] = {}
    for row in sorted(rows, key=lambda row: (row.unit_id is not None, row.unit.name if row.unit else "")):
        if is_here(row.person):
            found.setdefault(row.role, row.person)
    return found


# What one says here


def ready_texts(actor: Actor, entry: Entry, owner: Person | None, holders: Holders) -> dict[str, Said]:
    """What a ready policy says in each language, with its places filled."""
    name = Organisation.objects.values_list("name", flat=True).get(pk=actor.organisation_id)
    return {language: _said(name, entry, language, owner, holders) for language in LANGUAGES}


def _said(organisation: str, entry: Entry, language: str, owner: Person | None, holders: Holders) -> Said:
    values: dict[str, Any] = {
        "organisation": organisation,
        "policy.owner": _answering(entry, language, owner),
        "policy.review_months": entry.review_months,
        **{f"role.{role}": named(role, language, _told(holders.get(role))) for role in CALLED},
    }
    marked = {place: literal(str(value)) for place, value in values.items()}
    return Said(entry.title[language], filled(entry.for_you[language], values), filled(entry.body[language], marked))


def _answering(entry: Entry, language: str, owner: Person | None) -> str:
    """Whoever answers is named even where their role is one that many hold."""
    if owner is None:
        return named(entry.owner, language, None)
    return f"{owner.name} ({owner.job_title})" if owner.job_title else owner.name


def _told(person: Person | None) -> tuple[str, str] | None:
    return (person.name, person.job_title) if person is not None else None
