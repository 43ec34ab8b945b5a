"""Taking ready policies as drafts of one's own. Those that are there already are made no second time."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction

from holger.audience.services import Chosen
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.prose import literal
from holger.core.words import LANGUAGES, N_
from holger.frameworks.selectors import requirements_for
from holger.organisation.models import Organisation, Person, Unit
from holger.organisation.selectors import is_here
from holger.organisation.services import guards
from holger.policies.models import Policy
from holger.policies.permissions import WRITE
from holger.policies.rules import ready
from holger.policies.rules.content import Said
from holger.policies.rules.ready import Proposal
from holger.policies.rules.ready_entry import EVERYBODY, MANAGERS, Entry
from holger.policies.rules.ready_filling import CALLED, filled, named
from holger.policies.selectors.ready import ready_offered
from holger.policies.services.links import links_add
from holger.policies.services.policies import policy_create
from holger.tasks.models import RoleHolder

Holders = Mapping[str, Person]


@transaction.atomic
def ready_take(
    *, actor: Actor, keys: Collection[str], owner: Person | None = None, unit: Unit | None = None
) -> list[Policy]:
    """Make drafts of the ready policies with these keys, in both languages, linked to the requirements they serve here.

    ``owner`` answers for them all; without one it is whoever holds the role that each names.
    """
    actor.require(WRITE)
    guards.own(actor, owner, unit)
    Organisation.objects.select_for_update(no_key=True).get(
        pk=actor.organisation_id
    )  # two at once would make two of each
    offered = ready_offered(actor)
    try:
        entries = ready.to_make(offered.proposals, keys)
    except LookupError as unknown:
        raise RuleBroken(N_("“%(name)s” is not proposed here."), "take", {"name": str(unknown)[:80]}) from unknown
    by_key = {each.entry.key: each for each in offered.proposals}
    holders = _holders(actor)
    made = [_take(actor, entry, owner or holders.get(entry.owner), unit, holders) for entry in entries]
    _link(actor, made, [by_key[entry.key] for entry in entries])
    return made


def ready_texts(organisation: Organisation, entry: Entry, owner: Person | None, holders: Holders) -> dict[str, Said]:
    """What a ready policy says in each language, with its places filled."""
    return {language: _said(organisation, entry, language, owner, holders) for language in LANGUAGES}


def _said(organisation: Organisation, entry: Entry, language: str, owner: Person | None, holders: Holders) -> Said:
    values: dict[str, Any] = {
        "organisation": organisation.name,
        "policy.owner": _answering(entry, language, owner),
        "policy.review_months": entry.review_months,
        **{f"role.{role}": named(role, language, _told(holders.get(role))) for role in CALLED},
    }
    marked = {name: literal(str(value)) for name, value in values.items()}
    return Said(entry.title[language], filled(entry.for_you[language], values), filled(entry.body[language], marked))


def _answering(entry: Entry, language: str, owner: Person | None) -> str:
    """Whoever answers is named even where their role is one that many hold."""
    told = _told(owner)
    return named(entry.owner, language, None) if told is None else f"{told[0]} ({told[1]})" if told[1] else told[0]


def _told(person: Person | None) -> tuple[str, str] | None:
    return (person.name, person.job_title) if person is not None else None


def _holders(actor: Actor) -> dict[str, Person]:
    """Who holds a role in the whole organisation, else in the unit that comes first."""
    rows = RoleHolder.objects.filter(organisation_id=actor.organisation_id).select_related("person", "unit")
    found: dict[str, Person] = {}
    for row in sorted(rows, key=lambda row: (row.unit_id is not None, row.unit.name if row.unit else "")):
        if is_here(row.person):
            found.setdefault(row.role, row.person)
    return found


def _take(actor: Actor, entry: Entry, owner: Person | None, unit: Unit | None, holders: Holders) -> Policy:
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    return policy_create(
        actor=actor,
        audience=_audience(entry),
        texts=ready_texts(organisation, entry, owner, holders),
        template=entry.key,
        type=entry.kind,
        language=organisation.language,
        owner=owner,
        unit=unit,
        confirm=entry.confirm,
        review_months=entry.review_months,
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
