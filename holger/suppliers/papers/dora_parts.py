"""The templates of the register of information whose rows are not contracts: providers, their chain, and functions.

The numbers and the order of columns are those of annex I of (EU) 2024/2956.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from holger.core.registry import Function
from holger.exchange.papers.paper import Cell, Column, Kind, Table
from holger.suppliers.models import Contract, DoraEntry, Supplier
from holger.suppliers.models.agreements import Sensitive, YesNo
from holger.suppliers.rules.chains import Step

FOREVER = "9999-12-31"
"""How the template writes the end of what has none, and the date of what has not been done."""
NOT_APPLICABLE = "Not applicable"
"""Whoever delivers to nobody but us has no other recipient; the template wants these words then."""
COUNTED = ("Annual", "Total", "Notice period", "Rank", "Recovery")
IMPACTS = {1: Sensitive.LOW, 2: Sensitive.MEDIUM, 3: Sensitive.HIGH, 4: Sensitive.HIGH}

PROVIDERS = (
    *(("0010", "Identification code"), ("0020", "Type of code")),
    *(("0030", "Additional identification code"), ("0040", "Type of additional code")),
    *(("0050", "Legal name"), ("0060", "Name in Latin alphabet"), ("0070", "Type of person")),
    *(("0080", "Country of headquarters"), ("0090", "Currency"), ("0100", "Total annual expense")),
    ("0110", "Identification code of the ultimate parent"),
    ("0120", "Type of code of the ultimate parent"),
)
CHAIN = (
    *(("0010", "Contractual arrangement reference number"), ("0020", "Type of ICT services")),
    *(("0030", "Identification code of the provider"), ("0040", "Type of code"), ("0050", "Rank")),
    ("0060", "Identification code of the recipient of sub-contracted ICT services"),
    ("0070", "Type of code of the recipient"),
)
FUNCTIONS = (
    *(("0010", "Function identifier"), ("0020", "Licensed activity"), ("0030", "Function name")),
    *(("0040", "LEI of the entity"), ("0050", "Criticality or importance assessment")),
    *(("0060", "Reasons for criticality or importance"), ("0070", "Date of the last assessment")),
    *(("0080", "Recovery time objective"), ("0090", "Recovery point objective")),
    ("0100", "Impact of discontinuing the function"),
)


def template(name: str, columns: Iterable[tuple[str, str]], told: Sequence[Sequence[Cell]]) -> Table:
    heads = [Column(f"c{number} {title}", 1.5, _kind(title)) for number, title in columns]
    return Table(heads, told, name=name, empty=gettext("Nothing in the register."))


def _kind(title: str) -> Kind:
    return Kind.NUMBER if title.startswith(COUNTED) else Kind.TEXT


def codes_of(supplier: Supplier) -> list[tuple[str, str]]:
    """The numbers that identify a provider, and what kind of number each is: a LEI, or a country's own."""
    land = supplier.country or "DK"
    known = (
        (supplier.lei, "LEI"),
        (supplier.cvr, "DK_CRN"),
        (supplier.registration, f"{land}_CRN"),
        (supplier.vat, f"{supplier.vat[:2]}_VAT"),
    )
    return [(number, kind) for number, kind in known if number]


def code_of(supplier: Supplier) -> tuple[str, str]:
    return next(iter(codes_of(supplier)), ("", ""))


# B_05.01


def providers(rows: Sequence[Contract]) -> Table:
    """Each provider once, with what it costs in each currency."""
    costs: dict[tuple[UUID, str], Decimal] = {}
    known: dict[UUID, Supplier] = {}
    for row in rows:
        known[row.supplier_id] = row.supplier
        key = (row.supplier_id, row.currency if row.value is not None else "")
        costs[key] = costs.get(key, Decimal(0)) + (row.value or Decimal(0))
    told = [_provider(known[pk], currency, cost) for (pk, currency), cost in costs.items()]
    return template("B_05.01", PROVIDERS, told)


def _provider(supplier: Supplier, currency: str, cost: Decimal) -> list[Cell]:
    codes = codes_of(supplier)
    first, second = (*codes, ("", ""), ("", ""))[:2]
    return [
        *(*first, *second, supplier.title, "", "", supplier.country, currency, cost if currency else None),
        *code_of(supplier.parent or supplier),
    ]


# B_05.02


def supply_chain(rows: Sequence[Contract], below: Mapping[UUID, Sequence[Step[Supplier]]]) -> Table:
    """Who delivers under each contract, and to whom: the provider itself, and those below it, a rank further down each."""
    return template("B_05.02", CHAIN, [line for row in rows for line in _chain(row, below.get(row.pk, ()))])


def _chain(row: Contract, steps: Sequence[Step[Supplier]]) -> list[list[Cell]]:
    told: list[list[Cell]] = []
    if row.dora.rank == 1:
        told.append([*_link(row, row.supplier, 1), NOT_APPLICABLE, NOT_APPLICABLE])
    elif not any(step.node == row.supplier for step in steps):
        told.append([*_link(row, row.supplier, row.dora.rank), "", ""])
    return told + [[*_link(row, step.node, step.rank), *code_of(step.recipient)] for step in steps]


def _link(row: Contract, supplier: Supplier, rank: int) -> list[Cell]:
    return [row.reference, row.dora.service, *code_of(supplier), rank]


# B_06.01


def functions(rows: Sequence[Contract], lei: str, known: Iterable[Function]) -> Table:
    """Each function once: what its contracts say of it, and where none says anything, the process of that number or name."""
    named: dict[str, Function] = {}
    for each in known:
        for word in (each.reference, each.title):
            named.setdefault(word.casefold(), each)
    together: dict[str, list[DoraEntry]] = {}
    for row in rows:
        if key := row.dora.function or row.dora.function_name:
            together.setdefault(key.casefold(), []).append(row.dora)
    return template("B_06.01", FUNCTIONS, [_function(entries, lei, named) for entries in together.values()])


def _function(entries: Sequence[DoraEntry], lei: str, named: Mapping[str, Function]) -> list[Cell]:
    words = (_first(entries, "function").casefold(), _first(entries, "function_name").casefold())
    found = next((named[word] for word in words if word in named), None)
    on = _first(entries, "assessed_on") or (found and found.assessed_on)
    critical, impact = _first(entries, "critical"), _first(entries, "function_impact")
    if not impact and found and found.impact:
        impact = IMPACTS[found.impact]
    return [
        *(_first(entries, "function"), _first(entries, "licensed_activity")),
        _first(entries, "function_name") or (found.title if found else ""),
        *(lei, str(YesNo(critical).label) if critical else "", _first(entries, "critical_why")),
        *(on.isoformat() if on else FOREVER, *(_hours(entries, found, name) for name in ("rto_hours", "rpo_hours"))),
        str(Sensitive(impact).label) if impact else "",
    ]


def _first(entries: Sequence[DoraEntry], name: str) -> Any:
    return next((value for entry in entries if (value := getattr(entry, name)) not in ("", None)), "")


def _hours(entries: Sequence[DoraEntry], found: Function | None, name: str) -> int:
    """The template writes what is less than an hour as 1, and what nobody has decided as 0."""
    own = _first(entries, name)
    told = own if own != "" else getattr(found, name, None)
    return 0 if told is None else max(1, told)
