"""What contracts show: on their own page, on the supplier's, on what the supplier delivers, and on the overview."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext

from holger.core import dates
from holger.core.requests import Request
from holger.evidence.selectors import evidence_on
from holger.suppliers.models import Contract, ContractClause, Held, Supplier
from holger.suppliers.models.agreements import ANNEXES, DoraEntry
from holger.suppliers.permissions import CONTRACTS_CREATE, CONTRACTS_EDIT
from holger.suppliers.rules.clauses import missing
from holger.suppliers.rules.supervision import remarks
from holger.suppliers.selectors import contracts as selectors
from holger.suppliers.selectors.supervision import assessment_of
from holger.suppliers.tables.contracts import dpa_badge, held_badge, status_badge
from holger.suppliers.words.contracts import money
from holger.suppliers.words.supervision import concept_word, said
from holger.ui import http

SHOWN, ON_CARD = 6, 5
SOON = timedelta(days=90)


def _may(request: Request, contract: Contract) -> bool:
    return request.actor.may(CONTRACTS_EDIT, contract) and contract.archived_at is None


def _to(request: Request, name: str, contract: Contract, **more: Any) -> str:
    return http.link(request, f"suppliers:{name}", reference=contract.reference, **more)


def _action(request: Request, contract: Contract, name: str, text: str) -> dict[str, str] | None:
    return {"url": _to(request, name, contract), "text": text} if _may(request, contract) else None


# On the contract's own page


def clauses(request: Request, contract: Contract) -> dict[str, Any]:
    lines = selectors.clause_lines(request.actor, contract)
    lacking = sum(line.held in ("", Held.MISSING) and line.elsewhere is None for line in lines)
    return {
        "lines": [
            (line, held_badge(line.held), gettext(line.clause.title), gettext(line.clause.why)) for line in lines
        ],
        "count": lacking or None,
        "action": _action(request, contract, "clauses-edit", gettext("Go through them")),
    }


def amendments(request: Request, contract: Contract) -> dict[str, Any]:
    rows = list(selectors.amendments_of(contract))
    may = _may(request, contract)
    keys = [row.document_id for row in rows if row.document_id]
    seen = {row.pk: row for row in evidence_on(request.actor, contract).filter(pk__in=keys)} if keys else {}
    for row in rows:
        row.shown_document = seen.get(row.document_id) if row.document_id else None  # type: ignore[attr-defined]
        row.remove_url = _to(request, "amendment-remove", contract, pk=row.pk) if may else ""  # type: ignore[attr-defined]
    return {
        "rows": rows,
        "count": len(rows) or None,
        "action": _action(request, contract, "amendment-add", gettext("New amendment")),
    }


def agreement(request: Request, contract: Contract) -> dict[str, Any] | None:
    """Where the contract is a data processing agreement, holds one, or is with somebody who handles personal data."""
    row = getattr(contract, "agreement", None)
    if row is None and not contract.is_dpa and not contract.supplier.processor:
        return None
    return {
        "row": row,
        "there": row is not None,
        "annexes": [(row._meta.get_field(name).verbose_name, held_badge(getattr(row, name))) for name in ANNEXES]
        if row
        else [],
        "concept": concept_word(row.concept) if row else "",
        "flags": _flags(request, contract) if row else [],
        "remove_url": _to(request, "agreement-remove", contract) if row and _may(request, contract) else "",
        "action": _action(request, contract, "agreement-edit", gettext("Write") if row is None else gettext("Edit")),
    }


def _flags(request: Request, contract: Contract) -> list[str]:
    """Where less is agreed about supervision than is needed."""
    found = assessment_of(request.actor, contract.supplier)
    return [said(reason) for reason in remarks(found.required_concept, contract.agreement.concept)] if found else []


def dora(request: Request, contract: Contract) -> dict[str, Any] | None:
    if not selectors.settings_of(request.actor.organisation_id).dora:
        return None
    entry = selectors.entry_of(contract)
    names = (
        *("arrangement", "service", "rank", "function", "function_name", "licensed_activity", "critical"),
        *("assessed_on", "function_impact", "reliance", "substitution"),
    )
    facts = [(entry._meta.get_field(name).verbose_name, _shown(entry, name)) for name in names] if entry else []
    return {
        "facts": [(label, value) for label, value in facts if value],
        "action": _action(request, contract, "dora-edit", gettext("Edit") if entry else gettext("Write")),
    }


def _shown(entry: DoraEntry, name: str) -> Any:
    return getattr(entry, f"get_{name}_display")() if entry._meta.get_field(name).choices else getattr(entry, name)


# Elsewhere


def on_supplier(request: Request, supplier: Supplier) -> dict[str, Any] | None:
    """The contracts with a supplier, how it stands with the data processing agreement, and what none of them says."""
    actor = request.actor
    rows = list(selectors.of_supplier(actor, supplier.pk)[: SHOWN + 1])
    dpa = selectors.dpa_of(actor, supplier) if supplier.processor or rows else None
    shown = dpa if dpa and (supplier.processor or dpa.contract) else None
    new = f"{http.link(request, 'suppliers:contract-create')}?supplier={supplier.reference}"
    may = actor.may(CONTRACTS_CREATE) and supplier.archived_at is None
    return {
        **_listed(request, rows, supplier),
        "dpa": dpa_badge(shown.state) if shown else "",
        "dpa_contract": shown.contract if shown else None,
        "missing": _missing(request, supplier) if rows else [],
        "action": {"url": new, "text": gettext("New contract")} if may else None,
    }


def _listed(request: Request, rows: list[Contract], supplier: Supplier) -> dict[str, Any]:
    return {
        "rows": [(row, status_badge(row), money(row.value, row.currency)) for row in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
        "all_url": f"{http.link(request, 'suppliers:contract-list')}?supplier={supplier.pk}",
        "count": len(rows) if 0 < len(rows) <= SHOWN else None,
    }


def _missing(request: Request, supplier: Supplier) -> list[str]:
    live = selectors.of_supplier(request.actor, supplier.pk).filter(status__in=selectors.LIVE)
    held = ContractClause.objects.filter(contract__in=live.order_by().values("pk")).exclude(held=Held.MISSING)
    present = set(held.values_list("key", flat=True))
    found = missing(present, processor=supplier.processor, criticality=supplier.criticality or 1)
    return [gettext(clause.title) for clause in found]


def on_delivered(request: Request, subject: Any) -> dict[str, Any] | None:
    """On whatever says from which supplier it comes: the contracts with that one."""
    supplier = getattr(subject, "supplier", None)
    if not isinstance(supplier, Supplier):
        return None
    rows = list(selectors.of_supplier(request.actor, supplier.pk)[: SHOWN + 1])
    return _listed(request, rows, supplier) if rows else None


def card(request: Request) -> dict[str, Any] | None:
    """The contracts that somebody must decide about within 90 days; nothing where there are none."""
    today = dates.today(request.organisation.zone)
    rows = selectors.undecided(selectors.contracts_for(request.actor), today + SOON)
    count = rows.order_by().count()
    if not count:
        return None
    return {
        "rows": list(rows.select_related("supplier").order_by("notice_by", "number")[:ON_CARD]),
        "count": count,
        "today": today,
        "url": http.link(request, "suppliers:contract-calendar"),
    }
