"""What somebody has read in a contract: its clauses, its amendments, its data processing agreement, its fields under DORA."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from holger.core.actor import Actor
from holger.core.changes import Changes, write
from holger.core.errors import NotFound, RuleBroken
from holger.core.models import hanging_on
from holger.core.words import N_
from holger.evidence.models import Evidence
from holger.evidence.selectors import evidence_on
from holger.history import services as history
from holger.suppliers.models import (
    Amendment,
    Contract,
    ContractClause,
    ContractSettings,
    DataAgreement,
    DoraEntry,
    Held,
)
from holger.suppliers.permissions import CONTRACTS_EDIT, CONTRACTS_SETTINGS
from holger.suppliers.rules import numbers
from holger.suppliers.rules.clauses import BY_KEY
from holger.suppliers.selectors.contracts import settings_of
from holger.suppliers.services.contracts import standing

AGREED = frozenset(
    (
        *("annex_a", "annex_b", "annex_c", "annex_d", "instruction_version", "instruction_date"),
        *("concept", "supervision_note", "subprocessor_days"),
    )
)
REGISTERED = frozenset(
    (
        *("arrangement", "function", "function_name", "critical", "service", "rank", "provider_notice_days"),
        *("law_country", "service_country", "stores_data", "data_country", "processing_country", "sensitiveness"),
        *("reliance", "substitution", "substitution_why", "last_audit", "exit_plan", "reintegration", "impact"),
        *("alternatives", "alternatives_named", "licensed_activity", "critical_why", "assessed_on", "rto_hours"),
        *("rpo_hours", "function_impact"),
    )
)
MOST_AMENDMENTS = 200


@dataclass(frozen=True)
class Read:
    """What was found about one clause. ``held`` is empty where nobody has looked."""

    held: str = ""
    paragraph: str = ""
    note: str = ""

    @property
    def said(self) -> str:
        return " · ".join(part for part in (self.paragraph, self.note) if part)


@transaction.atomic
def clauses_set(*, actor: Actor, contract: Contract, read: Mapping[str, Read]) -> Contract:
    """Write down what was read about some clauses; those that are not named stay as they are."""
    actor.require(CONTRACTS_EDIT, contract)
    standing(contract)
    before = {row.key: row for row in ContractClause.objects.select_for_update().filter(contract=contract)}
    changed: dict[str, tuple[Read, Read]] = {}
    for key, found in read.items():
        _check_clause(key, found)
        row = before.get(key)
        old = Read(row.held, row.paragraph, row.note) if row else Read()
        if old != found:
            changed[key] = old, found
            _put_clause(contract, key, found, row)
    if changed:
        history.record(actor=actor, action="contract.clauses_read", target=contract, changes=_told(changed))
    return contract


def _told(changed: Mapping[str, tuple[Read, Read]]) -> Changes:
    """What was found by the clauses' titles, before and after; where it stands beside."""
    titled = {BY_KEY[key].title: pair for key, pair in changed.items()}
    held = [{title: pair[at].held or None for title, pair in titled.items()} for at in (0, 1)]
    notes = [{title: pair[at].said for title, pair in titled.items() if pair[at].said} or None for at in (0, 1)]
    return {"clauses": held} | ({"clause_notes": notes} if any(notes) else {})


def _check_clause(key: str, found: Read) -> None:
    if key not in BY_KEY:
        raise RuleBroken(N_("There is no such clause."), key)
    if found.held not in ("", *Held.values):
        raise RuleBroken(N_("Choose one from the list."), f"held_{key}")
    if not found.held and (found.paragraph or found.note):
        raise RuleBroken(N_("Say whether it is there."), f"held_{key}")
    if len(found.paragraph) > 60:
        raise RuleBroken(N_("At most 60 characters."), f"paragraph_{key}")


def _put_clause(contract: Contract, key: str, found: Read, row: ContractClause | None) -> None:
    if not found.held:
        if row is not None:
            row.delete()
        return
    row = row or ContractClause(organisation_id=contract.organisation_id, contract=contract, key=key)
    row.held, row.paragraph, row.note = found.held, found.paragraph, found.note
    row.full_clean(exclude=["organisation", "contract"])
    row.save()


# Amendments


@transaction.atomic
def amendment_add(
    *,
    actor: Actor,
    contract: Contract,
    what: str,
    holds_from: date,
    signed: date | None = None,
    document: Evidence | None = None,
) -> Amendment:
    """``document`` is one of the files that prove something about the contract."""
    actor.require(CONTRACTS_EDIT, contract)
    standing(contract)
    if document is not None and not evidence_on(actor, contract).filter(pk=document.pk).exists():
        raise RuleBroken(N_("Choose one of the contract’s own documents."), "document")
    rows = hanging_on(Amendment, contract=contract)
    Contract.objects.select_for_update().get(pk=contract.pk)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_AMENDMENTS:
        raise RuleBroken(N_("There are so many amendments that a new contract tells more."))
    row = Amendment(
        organisation_id=contract.organisation_id,
        contract=contract,
        number=last + 1,
        what=what.strip(),
        holds_from=holds_from,
        signed=signed,
        document=document,
    )
    row.full_clean(exclude=["organisation", "contract", "document"])
    row.save()
    changes = {"amendment": [None, f"{row.number}: {row.what}"], "holds_from": [None, holds_from.isoformat()]}
    history.record(actor=actor, action="contract.amended", target=contract, changes=changes)
    return row


@transaction.atomic
def amendment_remove(*, actor: Actor, amendment: Amendment) -> None:
    """It was a slip. What it said stays in the history."""
    contract = amendment.contract
    actor.require(CONTRACTS_EDIT, contract)
    standing(contract)
    told = f"{amendment.number}: {amendment.what}"
    amendment.delete()
    history.record(
        actor=actor, action="contract.amendment_removed", target=contract, changes={"amendment": [told, None]}
    )


# The data processing agreement, and DORA


@transaction.atomic
def agreement_set(*, actor: Actor, contract: Contract, version: int | None = None, **answers: Any) -> DataAgreement:
    """What the data processing agreement says that the contract is, or has as an annex."""
    row: DataAgreement = _of_contract(
        actor, contract, DataAgreement, AGREED, "contract.agreement_read", version, answers
    )
    return row


@transaction.atomic
def agreement_remove(*, actor: Actor, contract: Contract) -> None:
    """There is none in this contract after all."""
    actor.require(CONTRACTS_EDIT, contract)
    standing(contract)
    row = DataAgreement.objects.filter(contract=contract).first()
    if row is None:
        raise NotFound
    row.delete()
    history.record(actor=actor, action="contract.agreement_removed", target=contract)


@transaction.atomic
def dora_set(*, actor: Actor, contract: Contract, version: int | None = None, **answers: Any) -> DoraEntry:
    """What the register of information wants to know of a contract; only where the organisation keeps one."""
    if not settings_of(actor.organisation_id).dora:
        raise NotFound
    row: DoraEntry = _of_contract(actor, contract, DoraEntry, REGISTERED, "contract.dora_set", version, answers)
    return row


def _of_contract(
    actor: Actor,
    contract: Contract,
    model: Any,
    known: frozenset[str],
    action: str,
    version: int | None,
    answers: Mapping[str, Any],
) -> Any:
    actor.require(CONTRACTS_EDIT, contract)
    standing(contract)
    if wrong := answers.keys() - known:
        raise ValueError(f"not told of it: {', '.join(sorted(wrong))}")
    row = model.objects.filter(contract=contract).first()
    new = row is None
    row = row or model(organisation_id=contract.organisation_id)
    row.contract = contract
    changes = write(row, answers, version=None if new else version)
    if changes or new:
        history.record(actor=actor, action=action, target=contract, changes=changes)
    return row


@transaction.atomic
def contract_settings_set(*, actor: Actor, version: int | None = None, **answers: Any) -> ContractSettings:
    """``dora``: keep the register of information. ``entity_lei``: the organisation's own LEI."""
    actor.require(CONTRACTS_SETTINGS)
    if wrong := answers.keys() - {"dora", "entity_lei"}:
        raise ValueError(f"no such settings: {', '.join(sorted(wrong))}")
    if text := answers.get("entity_lei", ""):
        if reason := numbers.why_not(numbers.Number.LEI, text):
            raise RuleBroken(reason.text, "entity_lei", reason.params)
        answers["entity_lei"] = numbers.tidy(numbers.Number.LEI, text)
    row = settings_of(actor.organisation_id)
    changes = write(row, answers, version=None if row._state.adding else version)
    if changes:
        history.record(actor=actor, action="contracts.settings_set", target=row, changes=changes)
    return row
