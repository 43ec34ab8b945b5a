"""Taking ready policies as drafts of one's own. Those that are there already are made no second time."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from holger.audience.services import Chosen
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.frameworks.selectors import requirements_for
from holger.organisation.models import Organisation, Person, Unit
from holger.organisation.services import guards
from holger.policies.models import Policy
from holger.policies.permissions import WRITE
from holger.policies.rules import ready
from holger.policies.rules.ready import Proposal
from holger.policies.rules.ready_entry import EVERYBODY, MANAGERS, Entry
from holger.policies.selectors.ready import Holders, ready_offered, ready_texts
from holger.policies.services.links import links_add
from holger.policies.services.policies import policy_create


@transaction.atomic
def ready_take(
    *, actor: Actor, keys: Collection[str], owner: Person | None = None, unit: Unit | None = None
) -> list[Policy]:
    """Make drafts of the ready policies with these keys, in both languages, linked to the requirements they serve here.

    ``owner`` answers for them all; without one it is whoever holds the role that each names.
    """
    actor.require(WRITE)
    guards.own(actor, owner, unit)
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=actor.organisation_id)  # or two make two
    offered = ready_offered(actor)
    try:
        entries = ready.to_make(offered.proposals, keys)
    except LookupError as unknown:
        raise RuleBroken(N_("“%(name)s” is not proposed here."), "take", {"name": str(unknown)[:80]}) from unknown
    by_key = {each.entry.key: each for each in offered.proposals}
    answers = {"language": organisation.language, "unit": unit}
    made = [
        _take(actor, entry, owner or offered.holders.get(entry.owner), offered.holders, answers) for entry in entries
    ]
    _link(actor, made, [by_key[entry.key] for entry in entries])
    return made


def _take(actor: Actor, entry: Entry, owner: Person | None, holders: Holders, answers: dict[str, Any]) -> Policy:
    return policy_create(
        actor=actor,
        audience=_audience(entry),
        texts=ready_texts(actor, entry, owner, holders),
        template=entry.key,
        type=entry.kind,
        owner=owner,
        confirm=entry.confirm,
        review_months=entry.review_months,
        **answers,
    )


def _audience(entry: Entry) -> Chosen:
    if entry.audience[0] == EVERYBODY:
        return Chosen(everybody=True)
    return Chosen(managers=True) if entry.audience[0] == MANAGERS else Chosen(roles=entry.audience)


def _link(actor: Actor, made: Iterable[Policy], proposals: Iterable[Proposal[Any]]) -> None:
    """To the requirements that each serves among those that apply and that the actor sees."""
    pairs = list(zip(made, proposals, strict=True))
    rows = requirements_for(actor).in_bulk([ask.key for _policy, each in pairs for ask in each.asked])
    for policy, each in pairs:
        links_add(actor, policy, [rows[ask.key] for ask in each.asked if ask.key in rows])
