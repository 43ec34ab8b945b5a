"""The register of information as a workbook: the templates of (EU) 2024/2956 that are filled from contracts and suppliers.

The columns carry the templates' own numbers, so that they can be taken over into the authority's form. Values are those of the
templates in words; what holger does not know is left empty. Check it against the form before it is sent.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext

from holger.core.registry import registry
from holger.exchange.papers.paper import Cell, Note, Paper, Section, Table
from holger.exchange.papers.sending import front
from holger.suppliers.models import Contract, DoraEntry
from holger.suppliers.papers.dora_parts import FOREVER, code_of, functions, providers, supply_chain, template
from holger.suppliers.rules.contracts import Unit
from holger.suppliers.selectors.chain import chains_of

DAYS_A_MONTH = 30
Told = Callable[[Contract, DoraEntry, str], Cell]


def register_paper(request: Any, language: str, rows: Sequence[Contract], lei: str) -> Paper:
    """Whoever calls has found the contracts for whoever asks; each has an entry."""
    told = {name: _table(name, columns, rows, lei) for name, columns in TEMPLATES.items()}
    told["B_05.01"] = providers(rows)
    told["B_05.02"] = supply_chain(rows, chains_of(request.actor, rows))
    told["B_06.01"] = functions(rows, lei, [each for source in registry.functions for each in source(request.actor)])
    sections = [Section(name, [told[name]]) for name in sorted(told)]
    note = Note(gettext("Check it against the authority’s form before you send it."))
    return Paper(
        kind="dora-register",
        title=gettext("Register of information"),
        subtitle="(EU) 2022/2554 art. 28(3)",
        sections=[Section(gettext("What to know"), [note]), *sections],
        landscape=True,
        **front(request, language),
    )


def _table(name: str, columns: Sequence[tuple[str, str, Told]], rows: Sequence[Contract], lei: str) -> Table:
    told = [[read(row, row.dora, lei) for _number, _title, read in columns] for row in rows]
    return template(name, [(number, title) for number, title, _read in columns], told)


def _ends(row: Contract) -> str:
    if row.over_on:
        return row.over_on.isoformat()
    return row.ends.isoformat() if row.renewal == "ends" and row.ends else FOREVER


def _notice_days(row: Contract) -> int | None:
    if row.notice is None:
        return None
    return row.notice if row.notice_unit == Unit.DAYS else row.notice * DAYS_A_MONTH


def _words(name: str) -> Told:
    return lambda row, entry, lei: str(getattr(entry, f"get_{name}_display")()) if getattr(entry, name) else ""


def _own(name: str) -> Told:
    return lambda row, entry, lei: getattr(entry, name)


def _iso(name: str) -> Told:
    return lambda row, entry, lei: getattr(row, name).isoformat() if getattr(row, name) else ""


def _reference(row: Contract, entry: DoraEntry, lei: str) -> Cell:
    return row.reference


def _code(row: Contract, entry: DoraEntry, lei: str) -> Cell:
    return code_of(row.supplier)[0]


def _code_kind(row: Contract, entry: DoraEntry, lei: str) -> Cell:
    return code_of(row.supplier)[1]


TEMPLATES: dict[str, Sequence[tuple[str, str, Told]]] = {
    "B_02.01": (
        ("0010", "Contractual arrangement reference number", _reference),
        ("0020", "Type of contractual arrangement", _words("arrangement")),
        ("0030", "Overarching contractual arrangement reference number", lambda row, entry, lei: row.part_of.reference if row.part_of else ""),
        ("0040", "Currency", lambda row, entry, lei: row.currency),
        ("0050", "Annual expense or estimated cost", lambda row, entry, lei: row.value),
    ),
    "B_02.02": (
        ("0010", "Contractual arrangement reference number", _reference),
        ("0020", "LEI of the entity making use of the ICT services", lambda row, entry, lei: lei),
        ("0030", "Identification code of the provider", _code),
        ("0040", "Type of code", _code_kind),
        ("0050", "Function identifier", _own("function")),
        ("0060", "Type of ICT services", _own("service")),
        ("0070", "Start date", _iso("starts")),
        ("0080", "End date", lambda row, entry, lei: _ends(row)),
        ("0090", "Reason of the termination", lambda row, entry, lei: ""),
        ("0100", "Notice period for the entity", lambda row, entry, lei: _notice_days(row)),
        ("0110", "Notice period for the provider", _own("provider_notice_days")),
        ("0120", "Country of the governing law", _own("law_country")),
        ("0130", "Country of provision of the ICT services", _own("service_country")),
        ("0140", "Storage of data", _words("stores_data")),
        ("0150", "Location of the data at rest", _own("data_country")),
        ("0160", "Location of management of the data", _own("processing_country")),
        ("0170", "Sensitiveness of the data", _words("sensitiveness")),
        ("0180", "Level of reliance", _words("reliance")),
    ),
    "B_07.01": (
        ("0010", "Contractual arrangement reference number", _reference),
        ("0020", "Identification code of the provider", _code),
        ("0030", "Type of code", _code_kind),
        ("0040", "Type of ICT services", _own("service")),
        ("0050", "Substitutability", _words("substitution")),
        ("0060", "Reason where not substitutable", _own("substitution_why")),
        ("0070", "Date of the last audit", lambda row, entry, lei: entry.last_audit.isoformat() if entry.last_audit else ""),
        ("0080", "Existence of an exit plan", _words("exit_plan")),
        ("0090", "Possibility of reintegration", _words("reintegration")),
        ("0100", "Impact of discontinuing", _words("impact")),
        ("0110", "Alternatives identified", _words("alternatives")),
        ("0120", "Identification of alternatives", _own("alternatives_named")),
    ),
}  # fmt: skip
"""By template: its column's number, what it asks for, and where that is read. The names are the regulation's, in English."""
