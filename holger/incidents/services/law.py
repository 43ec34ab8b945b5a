"""Saying what an organisation is before the law, and changing what the library says: rules, recipients, agreements."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.frameworks.rules.faults import Fault, Unreadable
from holger.history import services as history
from holger.incidents import library
from holger.incidents.models import Incident
from holger.incidents.models.law import Agreement, CaseAgreements, LegalProfile, OwnRecipient, OwnRule
from holger.incidents.permissions import DECIDE, LAW
from holger.incidents.rules import clock_rules
from holger.incidents.rules.clock_entry import Rule
from holger.incidents.rules.clock_writing import told
from holger.incidents.selectors.law import Listed, agreements_for, listed_rule, profile_of
from holger.incidents.services.standing import held
from holger.organisation.services import guards

PROFILE = frozenset(
    (
        *("country", "kinds", "management", "entity_name", "entity_number", "entity_address", "entity_sector"),
        *("entity_lei", "contact_name", "contact_email", "contact_phone", "dpo_contact"),
    )
)


class RuleUnreadable(RuleBroken):
    """A rule cannot be read; ``faults`` tell where, by line."""

    def __init__(self, faults: Collection[Fault]):
        super().__init__(N_("The rule cannot be read."), "text")
        self.faults = list(faults)


@transaction.atomic
def profile_set(*, actor: Actor, version: int | None = None, **answers: Any) -> LegalProfile:
    """Say what the organisation is and how it is reached. Every clock that runs is worked out by it from now on."""
    actor.require(LAW)
    if unknown := answers.keys() - PROFILE:
        raise ValueError(f"not told of an organisation: {unknown}")
    guards.own(actor, *answers.get("management", ()))
    row = profile_of(actor.organisation_id)
    new, many = row._state.adding, answers.pop("management", None)
    changes = write(row, answers, version=None if new else version)
    if many is not None:
        changes |= write(row, {"management": many})
    if changes:
        history.record(actor=actor, action="incidents.profile_set", target=row, changes=changes)
    return row


# Rules


@transaction.atomic
def rule_copy(*, actor: Actor, key: str, valid_from: str) -> OwnRule:
    """Make a rule of the library the organisation's own, to change it. It stands in the library's place from then on."""
    listed = _listed(actor, key, valid_from)
    if listed.row is not None and listed.row.told:
        raise RuleBroken(N_("It is your own already."))
    row = listed.row or OwnRule(organisation_id=actor.organisation_id)
    rule = listed.rule
    wording = told([rule])
    answers = {"key": rule.key, "valid_from": rule.valid_from, "told": wording, "enabled": rule.enabled}
    changes = write(row, answers)
    history.record(actor=actor, action="incidents.rule_copied", target=row, changes=_briefly(changes))
    return row


@transaction.atomic
def rule_edit(*, actor: Actor, rule: OwnRule, text: str, reason: str = "", version: int | None = None) -> OwnRule:
    """Change a rule of the organisation's own. ``text`` is the rule as YAML or JSON; RuleUnreadable tells what is wrong, by line."""
    actor.require(LAW)
    guards.own(actor, rule)
    read = _read(actor, text)
    answers = {"key": read.key, "valid_from": read.valid_from, "told": told([read]), "reason": reason.strip()}
    if changes := write(rule, {**answers, "enabled": read.enabled}, version=version):
        history.record(
            actor=actor, action="incidents.rule_edited", target=rule, changes=_briefly(changes), reason=reason.strip()
        )
    return rule


@transaction.atomic
def rule_add(*, actor: Actor, text: str, reason: str = "") -> OwnRule:
    """Add a rule of the organisation's own: a new law, or a new version of one that is there. ``text`` as in ``rule_edit``."""
    actor.require(LAW)
    read = _read(actor, text)
    if listed_rule(actor, read.key, read.valid_from.isoformat()) is not None:
        raise RuleBroken(
            N_("There is a rule of this key from this day already. Change that, or choose another day."), "text"
        )
    row = OwnRule(organisation_id=actor.organisation_id)
    answers = {"key": read.key, "valid_from": read.valid_from, "told": told([read]), "reason": reason.strip()}
    changes = write(row, {**answers, "enabled": read.enabled})
    history.record(actor=actor, action="incidents.rule_added", target=row, changes=_briefly(changes), reason=row.reason)
    return row


@transaction.atomic
def rule_switch(*, actor: Actor, key: str, valid_from: str, enabled: bool, reason: str) -> OwnRule:
    """Turn a rule on or off, with the reason. The library's wording stays the library's."""
    listed = _listed(actor, key, valid_from)
    if listed.rule.enabled == enabled:
        raise RuleBroken(N_("It is so already."))
    if not reason.strip():
        raise RuleBroken(N_("Write why. An authority may ask for it."), "reason")
    row = listed.row or OwnRule(
        organisation_id=actor.organisation_id, key=listed.rule.key, valid_from=listed.rule.valid_from
    )
    changes = write(row, {"enabled": enabled, "reason": reason.strip()})
    action = "incidents.rule_turned_on" if enabled else "incidents.rule_turned_off"
    history.record(actor=actor, action=action, target=row, changes=_briefly(changes), reason=row.reason)
    return row


@transaction.atomic
def rule_drop(*, actor: Actor, rule: OwnRule, reason: str) -> None:
    """Let go of a rule of the organisation's own; the library's holds again, where there is one."""
    actor.require(LAW)
    guards.own(actor, rule)
    if not reason.strip():
        raise RuleBroken(N_("Write why. An authority may ask for it."), "reason")
    history.record(actor=actor, action="incidents.rule_dropped", target=rule, reason=reason.strip())
    rule.delete()


def _listed(actor: Actor, key: str, valid_from: str) -> Listed:
    actor.require(LAW)
    found = listed_rule(actor, key, valid_from)
    if found is None:
        raise NotFound
    return found


def _read(actor: Actor, text: str) -> Rule:
    known = {rule.key for rule in library.clocks()}
    known |= set(OwnRule.objects.filter(organisation_id=actor.organisation_id).values_list("key", flat=True))
    try:
        found = clock_rules.read(text.encode(), library.LANGUAGES, known)
    except Unreadable as unreadable:
        raise RuleUnreadable(unreadable.faults) from unreadable
    if len(found) != 1:
        raise RuleBroken(N_("One rule is wanted here."), "text")
    return found[0]


def _briefly(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The wording is long and has many parts: history tells that it changed, and the rest word for word."""
    return {name: ["…", "…"] if name == "told" else value for name, value in changes.items()}


# Whom to tell


@transaction.atomic
def recipient_set(
    *, actor: Actor, key: str = "", recipient: OwnRecipient | None = None, version: int | None = None, **answers: Any
) -> OwnRecipient:
    """Add somebody to tell, correct one, or (with the ``key`` of one of the library's) put one's own in its place."""
    actor.require(LAW)
    guards.own(actor, recipient)
    row = recipient or OwnRecipient(organisation_id=actor.organisation_id, key=key or _free_key(actor))
    if recipient is None and key and key not in {each.key for each in library.recipients()}:
        raise NotFound
    if changes := write(row, answers, version=version if recipient else None):
        history.record(actor=actor, action="incidents.recipient_set", target=row, changes=changes)
    return row


@transaction.atomic
def recipient_drop(*, actor: Actor, recipient: OwnRecipient) -> None:
    """Let go of one's own; the library's stands again, where there is one."""
    actor.require(LAW)
    guards.own(actor, recipient)
    history.record(actor=actor, action="incidents.recipient_dropped", target=recipient)
    recipient.delete()


def _free_key(actor: Actor) -> str:
    taken = OwnRecipient.objects.filter(organisation_id=actor.organisation_id, key__startswith="own-").values_list(
        "key", flat=True
    )
    numbers = [int(key.removeprefix("own-")) for key in taken if key.removeprefix("own-").isdigit()]
    return f"own-{max(numbers, default=0) + 1}"


# What contracts ask


@transaction.atomic
def agreement_create(*, actor: Actor, **answers: Any) -> Agreement:
    """Add a party that is to be told within an agreed time."""
    actor.require(LAW)
    row = Agreement(organisation_id=actor.organisation_id)
    changes = write(row, answers)
    history.record(actor=actor, action="incidents.agreement_added", target=row, changes=changes)
    return row


@transaction.atomic
def agreement_edit(*, actor: Actor, agreement: Agreement, version: int | None = None, **answers: Any) -> Agreement:
    """Change what was agreed, or (``active``) let it end. Running clocks are worked out by it from now on."""
    actor.require(LAW)
    guards.own(actor, agreement)
    if changes := write(agreement, answers, version=version):
        history.record(actor=actor, action="incidents.agreement_edited", target=agreement, changes=changes)
    return agreement


@transaction.atomic
def case_agreements_set(*, actor: Actor, incident: Incident, agreements: Collection[Agreement]) -> CaseAgreements:
    """Say which agreements an incident touches. Until somebody has, it is taken to touch all."""
    held(actor, incident, DECIDE)
    guards.own(actor, *agreements)
    seen = set(agreements_for(actor).filter(pk__in=[each.pk for each in agreements]).values_list("pk", flat=True))
    if seen != {each.pk for each in agreements}:
        raise NotFound
    rows = CaseAgreements.objects.filter(organisation_id=actor.organisation_id, incident=incident)
    row = rows.first() or CaseAgreements(organisation_id=actor.organisation_id, incident=incident)
    if row._state.adding:
        write(row, {})
    changes = write(row, {"agreements": list(agreements)})
    history.record(actor=actor, action="incident.agreements_chosen", target=incident, changes=changes)
    return row
