"""Contracts, seen by an actor: the register, what must be decided when, and what they come to in each currency."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, F, IntegerField, Q, QuerySet, Sum, Value, When

from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.models import hanging_on, visible
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.suppliers.models import (
    Amendment,
    Contract,
    ContractClause,
    ContractKind,
    ContractSettings,
    ContractStatus,
    DataAgreement,
    DoraEntry,
    Held,
    Supplier,
)
from holger.suppliers.permissions import CONTRACTS_VIEW
from holger.suppliers.rules.clauses import BY_KEY, Clause, wanted
from holger.suppliers.rules.contracts import REMIND
from holger.suppliers.rules.deciding import Decision, next_decision

ICON = "file-certificate"
SEARCHED = ("title", "reference", "their_reference", "supplier__title")
FIRST_REMINDER = timedelta(days=REMIND[0])
LIVE = (ContractStatus.ACTIVE, ContractStatus.NOTICE_GIVEN)
Sums = Sequence[tuple[str, Decimal]]
"""Currency and amount. Amounts in different currencies are never added up."""


def contracts_for(actor: Actor) -> QuerySet[Contract]:
    """All that the actor may see, archived ones too."""
    return visible(Contract.objects.all(), actor, CONTRACTS_VIEW, own=Q(owner_id=actor.person_id))


def contract_of(actor: Actor, reference: str) -> Contract:
    """The contract with this reference; ``NotFound`` where the actor sees none."""
    rows = contracts_for(actor).select_related("owner", "unit", "supplier", "part_of", "agreement", "dora")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def pickable(actor: Actor) -> QuerySet[Contract]:
    """What can be chosen in forms: nothing archived."""
    return contracts_for(actor).filter(archived_at=None).order_by("title", "pk")


def search(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Contracts with every word of ``text`` in a title, number or the supplier's name, exact ones first."""
    words = text.split()[:6]
    if not words:
        return []
    first = Case(
        When(Q(reference__iexact=text) | Q(their_reference__iexact=text), then=Value(0)),
        When(title__istartswith=text, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = contracts_for(actor).filter(words_in(words, SEARCHED), archived_at=None).select_related("supplier")
    return [hit(row) for row in rows.annotate(first=first).order_by("first", "title", "pk")[:limit]]


def hit(row: Contract) -> Hit:
    kind = row.get_kind_display()
    return Hit(row.reference, row.title, row.path, kind, ICON, row.supplier.title, id=str(row.pk))


def settings_of(organisation_id: UUID) -> ContractSettings:
    """How the organisation keeps contracts; what it is without anybody having said."""
    found = ContractSettings.objects.filter(organisation_id=organisation_id).first()
    return found or ContractSettings(organisation_id=organisation_id)


# Deciding


def undecided(rows: QuerySet[Contract], until: date) -> QuerySet[Contract]:
    """In force, with a day by which somebody must make up their mind until then, who has not."""
    rows = rows.filter(status=ContractStatus.ACTIVE, archived_at=None, notice_by__lte=until)
    return rows.exclude(kept_for__isnull=False, kept_for=F("exit_ends"))


@dataclass(frozen=True)
class Due:
    """A day in the renewal calendar. ``what``: notice, expiry, or over, where notice has been given."""

    contract: Contract
    what: str
    day: date
    ends: date
    kept: bool = False


OVER = "over"


def calendar(actor: Actor, first: date, last: date) -> list[Due]:
    """What must be decided, and what is over, from one day to another, in order."""
    passed = Q(notice_by__lt=first)  # counted on to the next at night; until then, here
    return _dues(actor, _inside(first, last) | passed, first, last)


def days_known(actor: Actor, first: date, last: date) -> list[Due]:
    """Of those, the ones whose day is the next of its contract: for any period, near or far."""
    return _dues(actor, _inside(first, last), first, last)


def _inside(first: date, last: date) -> Q:
    return Q(notice_by__range=(first, last)) | Q(over_on__range=(first, last))


def _dues(actor: Actor, which: Q, first: date, last: date) -> list[Due]:
    rows = contracts_for(actor).filter(which, archived_at=None, status__in=LIVE).select_related("supplier", "owner")
    found = [due for row in rows if (due := _due(row, first)) and first <= due.day <= last]
    return sorted(found, key=lambda due: (due.day, due.contract.number))


def _due(row: Contract, today: date) -> Due | None:
    if row.status == ContractStatus.NOTICE_GIVEN:
        return Due(row, OVER, row.over_on, row.over_on) if row.over_on else None
    decision = next_decision(row.told, today)
    return Due(row, decision.what, decision.by, decision.ends, row.kept_for == decision.ends) if decision else None


def decision_of(row: Contract, today: date) -> Decision | None:
    """What must be decided about a contract next; nothing where it is not in force."""
    return next_decision(row.told, today) if row.status == ContractStatus.ACTIVE else None


def sums(rows: QuerySet[Contract]) -> Sums:
    """What contracts come to a year, in each currency."""
    found = rows.filter(value__isnull=False).order_by().values_list("currency").annotate(sum=Sum("value"))
    return sorted(found)


def sums_of(contracts: Iterable[Contract]) -> Sums:
    found: dict[str, Decimal] = {}
    for row in contracts:
        if row.value is not None:
            found[row.currency] = found.get(row.currency, Decimal(0)) + row.value
    return sorted(found.items())


# Clauses


@dataclass(frozen=True)
class ClauseLine:
    clause: Clause
    row: ContractClause | None
    elsewhere: Contract | None = None
    """Another contract with the same supplier in which it is present."""

    @property
    def held(self) -> str:
        return self.row.held if self.row else ""


def clause_lines(actor: Actor, contract: Contract) -> list[ClauseLine]:
    """The clauses that such a supplier's contracts should have between them, and what was found here of each.

    What was found although nobody asks for it is shown as well.
    """
    supplier = contract.supplier
    rows = {row.key: row for row in ContractClause.objects.filter(contract=contract)}
    asked = wanted(processor=supplier.processor or has_agreement(contract), criticality=supplier.criticality or 1)
    asked_keys = {each.key for each in asked}
    clauses = [*asked, *(BY_KEY[key] for key in rows if key in BY_KEY and key not in asked_keys)]
    others = _elsewhere(actor, contract)
    return [ClauseLine(clause, rows.get(clause.key), others.get(clause.key)) for clause in clauses]


def _elsewhere(actor: Actor, contract: Contract) -> dict[str, Contract]:
    others = contracts_for(actor).filter(supplier=contract.supplier_id, status__in=LIVE, archived_at=None)
    rows = ContractClause.objects.filter(contract__in=others.exclude(pk=contract.pk), held=Held.PRESENT)
    return {row.key: row.contract for row in rows.select_related("contract").order_by("-contract__number")}


def has_agreement(contract: Contract) -> bool:
    return contract.is_dpa or DataAgreement.objects.filter(contract=contract).exists()


def amendments_of(contract: Contract) -> QuerySet[Amendment]:
    return hanging_on(Amendment, contract=contract).select_related("document").order_by("number")


# Data processing agreements


@dataclass(frozen=True)
class DpaStanding:
    """``state``: in_force, incomplete (annexes or the instruction are missing), draft, or none."""

    state: str
    contract: Contract | None = None
    agreement: DataAgreement | None = None


IN_FORCE, INCOMPLETE, DRAFTED, NONE = "in_force", "incomplete", "draft", "none"


def dpa_of(actor: Actor, supplier: Supplier) -> DpaStanding:
    """How it stands with the data processing agreement with a supplier, as far as the actor sees it."""
    rows = contracts_for(actor).filter(supplier=supplier, archived_at=None).exclude(status=ContractStatus.ENDED)
    rows = rows.filter(Q(kind=ContractKind.DPA) | Q(agreement__isnull=False)).select_related("agreement")
    found = sorted(rows, key=lambda row: (row.status == ContractStatus.DRAFT, -row.number))
    if not found:
        return DpaStanding(NONE)
    best = found[0]
    agreement = getattr(best, "agreement", None)
    if best.status == ContractStatus.DRAFT:
        return DpaStanding(DRAFTED, best, agreement)
    whole = agreement is not None and not agreement.missing_annexes and agreement.instruction_version
    return DpaStanding(IN_FORCE if whole else INCOMPLETE, best, agreement)


# The register of information


def in_register(actor: Actor) -> QuerySet[Contract]:
    """The contracts that the register of information holds: with an entry, and not drafts."""
    rows = contracts_for(actor).filter(archived_at=None, dora__isnull=False).exclude(status=ContractStatus.DRAFT)
    return rows.select_related("supplier__parent", "part_of", "dora").order_by("number")


def of_supplier(actor: Actor, supplier_id: UUID) -> QuerySet[Contract]:
    """The contracts with a supplier, the newest first."""
    return contracts_for(actor).filter(supplier=supplier_id, archived_at=None).order_by("-number")


def entry_of(contract: Contract) -> DoraEntry | None:
    return getattr(contract, "dora", None)
