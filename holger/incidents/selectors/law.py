"""What an organisation is before the law, the rules that it goes by, whom it tells, and what it has agreed."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.core.words import Words
from holger.frameworks.rules.faults import Unreadable
from holger.incidents import library
from holger.incidents.models.law import Agreement, LegalProfile, OwnRecipient, OwnRule
from holger.incidents.permissions import VIEW
from holger.incidents.rules import clock_rules
from holger.incidents.rules.clock_entry import Rule, applying
from holger.incidents.rules.periods import Place
from holger.incidents.rules.rule_sets import Own, effective
from holger.organisation.models import Organisation
from holger.tasks.rules.workdays import Workdays

KEPT = 500
"""Rules of organisations' own that stay read."""


def profile_of(organisation_id: UUID) -> LegalProfile:
    """What it has said of itself; one that is not saved, and says nothing, where there is none."""
    found = LegalProfile.objects.filter(organisation_id=organisation_id).first()
    return found or LegalProfile(pk=organisation_id, organisation_id=organisation_id)


def place_of(organisation: Organisation, profile: LegalProfile) -> Place:
    country = profile.country
    return Place(ZoneInfo(organisation.zone), country, frozenset(profile.kinds), Workdays(country, customary=False))


@lru_cache(maxsize=KEPT)
def _read(told: str, known: frozenset[str]) -> Rule | None:
    try:
        return clock_rules.read(told.encode(), library.LANGUAGES, known)[0]
    except (Unreadable, IndexError):
        return None


def own_rules(organisation_id: UUID) -> list[tuple[OwnRule, Own | None]]:
    """Each with what it says; None where that can no longer be read, in which case the library's wording holds."""
    rows = list(OwnRule.objects.filter(organisation_id=organisation_id))
    known = frozenset({rule.key for rule in library.clocks()} | {row.key for row in rows})
    return [(row, _own(row, known)) for row in rows]


def _own(row: OwnRule, known: frozenset[str]) -> Own | None:
    if not row.told:
        return Own(row.key, row.valid_from, row.enabled)
    rule = _read(json.dumps(row.told, sort_keys=True), known)
    return Own(row.key, row.valid_from, row.enabled, rule) if rule is not None else None


def all_rules(organisation_id: UUID) -> list[Rule]:
    """Those turned off among them."""
    return effective(library.clocks(), [own for _row, own in own_rules(organisation_id) if own is not None])


@dataclass(frozen=True)
class Law:
    """What the clocks of an organisation are worked out with, asked once for all its incidents."""

    profile: LegalProfile
    place: Place
    rules: Sequence[Rule]
    """Those that can concern it, as they read there."""
    whole: Sequence[Rule] = ()
    """All of them, as they are written, those turned off among them."""
    agreements: Mapping[UUID, Agreement] = field(default_factory=dict)
    """What was agreed in contracts, also what is not in force any more, by key."""


def law_of(organisation: Organisation) -> Law:
    profile = profile_of(organisation.pk)
    place = place_of(organisation, profile)
    whole = all_rules(organisation.pk)
    agreed = {row.pk: row for row in Agreement.objects.filter(organisation_id=organisation.pk)}
    return Law(profile, place, applying(whole, place), whole, agreed)


@dataclass(frozen=True)
class Listed:
    """A rule as the page of rules shows it. ``row``: what the organisation has said of it; ``ours``: is it in the library?"""

    rule: Rule
    row: OwnRule | None
    ours: bool
    unreadable: bool = False


def listed_rules(actor: Actor) -> list[Listed]:
    actor.require(VIEW)
    own = own_rules(actor.organisation_id)
    rows = {(row.key, row.valid_from): (row, each) for row, each in own}
    ours = {(rule.key, rule.valid_from) for rule in library.clocks()}
    found = []
    for rule in effective(library.clocks(), [each for _row, each in own if each is not None]):
        row, each = rows.pop((rule.key, rule.valid_from), (None, None))
        found.append(Listed(rule, row, (rule.key, rule.valid_from) in ours, row is not None and each is None))
    return found


def listed_rule(actor: Actor, key: str, valid_from: str) -> Listed | None:
    return next(
        (
            each
            for each in listed_rules(actor)
            if (each.rule.key, each.rule.valid_from.isoformat()) == (key, valid_from)
        ),
        None,
    )


# Whom to tell


@dataclass(frozen=True)
class Address:
    """Whom to tell, as the organisation has it."""

    key: str
    country: str
    sector: Words
    name: str
    channel: str
    contact: str
    regimes: Sequence[str]
    check: bool
    """Nobody here has checked it, and it was not seen in the law itself."""
    row: OwnRecipient | None = None
    hidden: bool = False


def recipients_for(actor: Actor) -> list[Address]:
    """The library's, as the organisation has corrected them, and its own; those that are not for it last."""
    actor.require(VIEW)
    rows = {row.key: row for row in OwnRecipient.objects.filter(organisation_id=actor.organisation_id)}
    ours = [
        _address(rows.pop(each.key))
        if each.key in rows
        else Address(each.key, each.country, each.sector, each.name, each.channel, "", each.regimes, each.check)
        for each in library.recipients()
    ]
    return sorted([*ours, *map(_address, rows.values())], key=lambda each: each.hidden)


def _address(row: OwnRecipient) -> Address:
    sector = {"da": row.title_da, "en": row.title_en}
    return Address(
        row.key,
        row.country,
        sector,
        row.name,
        row.channel,
        row.contact,
        row.regimes,
        row.checked_on is None,
        row,
        row.hidden,
    )


def recipients_under(actor: Actor, regime: str, country: str) -> list[Address]:
    """Those that are told under a law in a country."""
    return [
        each for each in recipients_for(actor) if not each.hidden and each.country == country and regime in each.regimes
    ]


def agreements_for(actor: Actor) -> QuerySet[Agreement]:
    """All of the organisation's, for whoever sees any incident: they lie in no unit and are nobody's own."""
    rows = Agreement.objects.filter(organisation_id=actor.organisation_id)
    return rows if actor.may(VIEW) else rows.none()


def agreements_in(organisation_id: UUID, only: Collection[UUID] | None = None) -> QuerySet[Agreement]:
    rows = Agreement.objects.filter(organisation_id=organisation_id, active=True)
    return rows if only is None else rows.filter(pk__in=only)
