"""Contracts: made, edited, taken from one state to the next, decided about, put away and taken back."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.core import dates, saving
from holger.core.actor import Actor
from holger.core.changes import Changes, write
from holger.core.errors import RuleBroken
from holger.core.models import TenantModel
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Organisation
from holger.organisation.services import next_numbers
from holger.suppliers.models import Contract, ContractStatus
from holger.suppliers.permissions import CONTRACTS_CREATE, CONTRACTS_DELETE, CONTRACTS_EDIT
from holger.suppliers.rules.contract_states import ARCHIVED, NO_START, STEPS, why_not_notice, why_not_step
from holger.suppliers.rules.deciding import next_decision, over_on

ACTIONS = {
    "activate": "contract.activated",
    "give_notice": "contract.notice_given",
    "take_notice_back": "contract.notice_taken_back",
    "end": "contract.ended",
    "reopen": "contract.reopened",
}
TOLD = frozenset(
    (
        *("title", "supplier", "kind", "part_of", "their_reference", "party", "unit", "owner", "covers", "secrecy"),
        *("signed", "starts", "renewal", "ends", "renews", "notice", "notice_unit", "notice_month_end"),
        *("value", "currency", "incident_hours", "next_review", "notes"),
    )
)
"""What is told of a contract by hand; everything else has a verb of its own, or is worked out."""
MOST_DEEP = 20
"""So many contracts lie under each other at most."""


def today_in(organisation_id: UUID) -> date:
    """The day it is where the organisation is."""
    return dates.today(Organisation.objects.only("zone").get(pk=organisation_id).zone)


def follow(contract: Contract, today: date) -> bool:
    """Put on the contract what its terms come to on a day; answers whether anything is another. It is not saved."""
    before = contract.notice_by, contract.exit_ends
    decision = next_decision(contract.told, today) if contract.status == ContractStatus.ACTIVE else None
    contract.notice_by, contract.exit_ends = (decision.by, decision.ends) if decision else (None, None)
    return (contract.notice_by, contract.exit_ends) != before


@transaction.atomic
def contract_create(*, actor: Actor, status: str = ContractStatus.DRAFT, **answers: Any) -> Contract:
    """A new contract. ``status``: draft or active, where it begins."""
    check(actor, answers)
    actor.require(CONTRACTS_CREATE, Contract(organisation_id=actor.organisation_id, unit=answers.get("unit")))
    if status not in (ContractStatus.DRAFT, ContractStatus.ACTIVE):
        raise RuleBroken(N_("A new contract is a draft or in force."), "status")
    if status == ContractStatus.ACTIVE and not answers.get("starts"):
        raise RuleBroken(NO_START, "starts")
    _standing_supplier(answers.get("supplier"))
    _check_place(None, answers)
    number = next_numbers(organisation_id=actor.organisation_id, prefix=Contract.prefix)[0]
    supplier = answers.pop("supplier")
    contract = Contract(
        organisation_id=actor.organisation_id,
        number=number,
        reference=f"{Contract.prefix}-{number}",
        status=status,
        supplier=supplier,
    )
    changes = {"supplier": [None, str(supplier)]} | _write(contract, answers)
    history.record(actor=actor, action="contract.created", target=contract, changes=changes)
    return contract


@transaction.atomic
def contract_edit(*, actor: Actor, contract: Contract, version: int | None = None, **answers: Any) -> Contract:
    """``version`` is what the writer read: ``Conflict`` where somebody saved in between."""
    actor.require(CONTRACTS_EDIT, contract)
    check(actor, answers)
    standing(contract)
    if "supplier" in answers and answers["supplier"] != contract.supplier:
        _standing_supplier(answers["supplier"])
    _check_place(contract, answers)
    if "starts" in answers and not answers["starts"] and contract.status != ContractStatus.DRAFT:
        raise RuleBroken(NO_START, "starts")
    changes = _write(contract, answers, version=version)
    if changes:
        history.record(actor=actor, action="contract.edited", target=contract, changes=changes)
    return contract


@transaction.atomic
def contract_step(*, actor: Actor, contract: Contract, step: str, reason: str = "") -> Contract:
    """Take a named step of ``rules.contract_states``. Notice is given by ``contract_give_notice``, which knows when."""
    actor.require(CONTRACTS_EDIT, contract)
    if step not in STEPS or step == "give_notice":
        raise RuleBroken(N_("There is no such step."), "step")
    contract = _held(contract)
    if contract.status == STEPS[step].ends:
        return contract
    _may_step(contract, step, reason)
    if step == "activate" and contract.starts is None:
        raise RuleBroken(NO_START)
    answers: dict[str, Any] = {"status": STEPS[step].ends}
    if STEPS[step].ends == ContractStatus.ACTIVE:
        answers |= {"given_on": None, "over_on": None}
    changes = _write(contract, answers)
    history.record(actor=actor, action=ACTIONS[step], target=contract, changes=changes, reason=reason.strip())
    return contract


@transaction.atomic
def contract_give_notice(
    *, actor: Actor, contract: Contract, given_on: date, over_on: date | None = None, reason: str = ""
) -> Contract:
    """Notice was given. Without ``over_on`` it is over when its terms say; where they do not, that is asked for."""
    actor.require(CONTRACTS_EDIT, contract)
    contract = _held(contract)
    _may_step(contract, "give_notice", reason)
    over = over_on or over_of(contract, given_on)
    if over is None:
        raise RuleBroken(N_("The terms do not say when it is over. Write the day."), "over_on")
    if refused := why_not_notice(given_on, over, today_in(actor.organisation_id)):
        raise RuleBroken(refused)
    told = {"status": ContractStatus.NOTICE_GIVEN, "given_on": given_on, "over_on": over, "kept_for": None}
    changes = _write(contract, told)
    history.record(actor=actor, action="contract.notice_given", target=contract, changes=changes, reason=reason.strip())
    return contract


def over_of(contract: Contract, given_on: date) -> date | None:
    return over_on(contract.told, given_on)


@transaction.atomic
def contract_keep(*, actor: Actor, contract: Contract, reason: str = "") -> Contract:
    """It is decided to let it go on beyond this term: nobody is reminded of it again until the next."""
    actor.require(CONTRACTS_EDIT, contract)
    contract = _held(contract)
    standing(contract)
    follow(contract, today_in(actor.organisation_id))
    if contract.exit_ends is None:
        raise RuleBroken(N_("There is nothing to decide about it now."))
    if contract.kept_for == contract.exit_ends:
        return contract
    changes = _write(contract, {"kept_for": contract.exit_ends})
    history.record(actor=actor, action="contract.kept", target=contract, changes=changes, reason=reason.strip())
    return contract


@transaction.atomic
def contract_reconsider(*, actor: Actor, contract: Contract, reason: str = "") -> Contract:
    """What was decided is open again."""
    actor.require(CONTRACTS_EDIT, contract)
    contract = _held(contract)
    standing(contract)
    changes = _write(contract, {"kept_for": None})
    if changes:
        history.record(
            actor=actor, action="contract.reconsidered", target=contract, changes=changes, reason=reason.strip()
        )
    return contract


@transaction.atomic
def contract_archive(*, actor: Actor, contract: Contract) -> Contract:
    """Put away: out of lists, the calendar and reminders. Its history stays."""
    return _put(actor, contract, "contract.archived", dates.now())


@transaction.atomic
def contract_restore(*, actor: Actor, contract: Contract) -> Contract:
    return _put(actor, contract, "contract.restored", None)


@transaction.atomic
def contracts_give(*, actor: Actor, contracts: Iterable[Contract], owner: Any) -> int:
    """Another owner for several contracts; answers how many that changed."""
    changed = 0
    for contract in contracts:
        before = contract.version
        contract_edit(actor=actor, contract=contract, owner=owner)
        changed += contract.version != before
    return changed


@transaction.atomic
def contracts_follow(organisation_id: UUID) -> int:
    """Time goes: what has passed its day is counted to the next. Answers how many got another day."""
    today = today_in(organisation_id)
    rows = Contract.objects.select_for_update().filter(
        organisation_id=organisation_id, status=ContractStatus.ACTIVE, notice_by__lt=today
    )
    changed = [row for row in rows if follow(row, today)]
    saving.update_many(changed, ["notice_by", "exit_ends"])
    return len(changed)


def standing(contract: Contract) -> None:
    if contract.archived_at is not None:
        raise RuleBroken(ARCHIVED)


def _held(contract: Contract) -> Contract:
    return Contract.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=contract.pk)


def _may_step(contract: Contract, step: str, reason: str) -> None:
    if refused := why_not_step(step, contract.status, reason, archived=contract.archived_at is not None):
        raise RuleBroken(refused)


def _write(contract: Contract, answers: Mapping[str, Any], version: int | None = None) -> Changes:
    """Write what is told together with what it comes to, which history need not tell."""
    today = today_in(contract.organisation_id)
    changes = write(contract, answers, version=version)
    if follow(contract, today):
        contract.save(update_fields=["notice_by", "exit_ends"])
    return changes


def _put(actor: Actor, contract: Contract, action: str, when: datetime | None) -> Contract:
    actor.require(CONTRACTS_DELETE, contract)
    if (contract.archived_at is None) == (when is None):
        return contract
    changes = write(contract, {"archived_at": when})
    history.record(actor=actor, action=action, target=contract, changes=changes)
    return contract


def _standing_supplier(supplier: Any) -> None:
    if supplier is None:
        raise RuleBroken(N_("Say with which supplier it is."), "supplier")
    if supplier.archived_at is not None:
        raise RuleBroken(N_("The supplier is archived. Restore it first."), "supplier")


def _check_place(contract: Contract | None, answers: Mapping[str, Any]) -> None:
    """A contract lies under another of the same supplier's, and under none of its own parts."""
    above = answers.get("part_of", contract.part_of if contract else None)
    supplier = answers.get("supplier", contract.supplier if contract else None)
    if above is None:
        return
    if supplier is not None and above.supplier_id != supplier.pk:
        raise RuleBroken(N_("Choose a contract with the same supplier."), "part_of")
    for _deep in range(MOST_DEEP):
        if above is None:
            return
        if contract is not None and above.pk == contract.pk:
            break
        above = above.part_of
    raise RuleBroken(N_("It lies under that contract already, so that one cannot lie under it."), "part_of")


def check(actor: Actor, answers: Mapping[str, Any]) -> None:
    """Refuse what nobody tells by hand, and whatever belongs to another organisation."""
    if wrong := answers.keys() - TOLD:
        raise ValueError(f"not told of a contract: {', '.join(sorted(wrong))}")
    for name, value in answers.items():
        if isinstance(value, TenantModel) and value.organisation_id != actor.organisation_id:
            raise RuleBroken(N_("Choose one from the list."), name)
