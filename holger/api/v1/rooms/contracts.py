"""Contracts: the register, the steps of one, what stands in it, and what must be decided when."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext
from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import operation
from holger.api.v1.references import pointer, shown
from holger.api.v1.resource import Resource, hold, offer, verb
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.suppliers import services
from holger.suppliers.filters.contracts import ContractFilter
from holger.suppliers.models import Amendment, Contract, DataAgreement, DoraEntry, Held, Supplier
from holger.suppliers.permissions import CONTRACTS_CREATE, CONTRACTS_DELETE, CONTRACTS_EDIT, CONTRACTS_VIEW
from holger.suppliers.selectors import contracts as selectors

ROOM = "suppliers"
WRITTEN = (
    *("title", "supplier", "kind", "part_of", "their_reference", "party", "unit", "owner", "covers", "secrecy"),
    *("signed", "starts", "renewal", "ends", "renews", "notice", "notice_unit", "notice_month_end"),
    *("value", "currency", "incident_hours", "next_review", "notes"),
)
FOLLOWS = (
    *("status", "notice_by", "exit_ends", "kept_for", "given_on", "over_on"),
    *("created_at", "updated_at", "archived_at", "version"),
)
BEGINS: Any = (Literal["draft", "active"], Field("draft", description="Where it begins; in force takes a start."))
SUPPLIER: Any = (pointer(Supplier), ...)
Why = Annotated[str, Field(max_length=1000)]
Wanted = Annotated[str, Field(min_length=1, max_length=1000)]

contracts = offer(
    Resource(
        kind="contracts",
        one="contract",
        room=ROOM,
        model=Contract,
        view=CONTRACTS_VIEW,
        rows=selectors.contracts_for,
        filters=ContractFilter,
        out=reads("ContractOut", Contract, ("reference", *WRITTEN, *FOLLOWS)),
        searched=("reference", "title", "their_reference", "party", "supplier__title"),
        sorts=("number", "title", "notice_by", "value", "updated_at"),
        related=("supplier", "part_of", "owner", "unit"),
        body=creates("ContractCreate", Contract, WRITTEN, supplier=SUPPLIER, status=BEGINS),
        create=(CONTRACTS_CREATE, services.contract_create),
        change=edits("ContractEdit", Contract, WRITTEN),
        edit=(CONTRACTS_EDIT, services.contract_edit),
        delete=(CONTRACTS_DELETE, services.contract_archive),
    )
)


class ContractWhyBody(Body):
    reason: Why = ""


class ContractBackBody(Body):
    reason: Wanted


class ContractNoticeBody(Body):
    given_on: date
    over_on: date | None = Field(None, description="Without one: what the terms come to.")
    reason: Why = ""


def _step(step: str) -> Callable[..., Any]:
    def taken(*, actor: Actor, contract: Contract, reason: str = "") -> Contract:
        return services.contract_step(actor=actor, contract=contract, step=step, reason=reason)

    return taken


verb(contracts, "activate", CONTRACTS_EDIT, _step("activate"), "Take a contract into force")
verb(contracts, "give-notice", CONTRACTS_EDIT, services.contract_give_notice, "Write down that notice of a contract was given", ContractNoticeBody)  # fmt: skip
verb(contracts, "take-notice-back", CONTRACTS_EDIT, _step("take_notice_back"), "Take the notice of a contract back", ContractBackBody)  # fmt: skip
verb(contracts, "end", CONTRACTS_EDIT, _step("end"), "Say that a contract is over", ContractWhyBody)
verb(contracts, "reopen", CONTRACTS_EDIT, _step("reopen"), "Say that a contract is not over", ContractBackBody)
verb(contracts, "keep", CONTRACTS_EDIT, services.contract_keep, "Decide to keep a contract beyond its term", ContractWhyBody)  # fmt: skip
verb(contracts, "reconsider", CONTRACTS_EDIT, services.contract_reconsider, "Decide anew about a contract", ContractWhyBody)  # fmt: skip
verb(contracts, "restore", CONTRACTS_DELETE, services.contract_restore, "Take a contract back from the archive")

ONE = "/contracts/{reference}"

# Clauses


class ClauseOut(Out):
    key: str
    title: str = Field(description="In your language.")
    held: Literal[("", *Held.values)] = Field(description="Empty: nobody has looked for it.")  # type: ignore[valid-type]
    paragraph: str
    note: str
    elsewhere: shown(Contract) = Field(description="Another contract with the supplier that has it.")  # type: ignore[valid-type]


class ClausesOut(Out):
    items: list[ClauseOut]


class ClauseBody(Body):
    held: Literal[("", *Held.values)] = ""  # type: ignore[valid-type]
    paragraph: Annotated[str, Field(max_length=60)] = ""
    note: Annotated[str, Field(max_length=500)] = ""


class ClausesBody(Body):
    clauses: dict[Annotated[str, Field(max_length=30)], ClauseBody] = Field(
        max_length=30, description="By key; those that are not mentioned stay."
    )


@operation("GET", f"{ONE}/clauses", room=ROOM, permission=CONTRACTS_VIEW, gives=ClausesOut)
def contracts_clauses(request: Call, reference: str) -> Any:
    """Read which clauses a contract has, lacks and does not need"""
    return _clauses(request.actor, contracts.find(request.actor, reference))


@operation("POST", f"{ONE}/clauses", room=ROOM, permission=CONTRACTS_EDIT, gives=ClausesOut, body=ClausesBody)
def contracts_clauses_set(request: Call, reference: str, body: ClausesBody) -> Any:
    """Write what was read about the clauses of a contract"""
    contract = contracts.find(request.actor, reference)
    hold(request, contract)
    read = {key: services.Read(each.held, each.paragraph, each.note) for key, each in body.clauses.items()}
    services.clauses_set(actor=request.actor, contract=contract, read=read)
    return _clauses(request.actor, contract)


def _clauses(actor: Actor, contract: Contract) -> ClausesOut:
    lines = selectors.clause_lines(actor, contract)
    return ClausesOut(
        items=[
            ClauseOut(
                key=line.clause.key,
                title=gettext(line.clause.title),
                held=line.held,
                paragraph=line.row.paragraph if line.row else "",
                note=line.row.note if line.row else "",
                elsewhere=line.elsewhere,
            )
            for line in lines
        ]
    )


# Amendments

AmendmentOut = reads("ContractAmendmentOut", Amendment, ("id", "number", "what", "holds_from", "signed"))


class AmendmentsOut(Out):
    items: list[AmendmentOut]  # type: ignore[valid-type]


class AmendmentBody(Body):
    what: Annotated[str, Field(min_length=1, max_length=2000)]
    holds_from: date
    signed: date | None = None


@operation("GET", f"{ONE}/amendments", room=ROOM, permission=CONTRACTS_VIEW, gives=AmendmentsOut)
def contracts_amendments(request: Call, reference: str) -> Any:
    """Read what was changed in a contract since it was signed"""
    return _amendments(contracts.find(request.actor, reference))


@operation("POST", f"{ONE}/amendments", room=ROOM, permission=CONTRACTS_EDIT, gives=AmendmentsOut, body=AmendmentBody)
def contracts_amendments_add(request: Call, reference: str, body: AmendmentBody) -> Any:
    """Write down an amendment of a contract"""
    contract = contracts.find(request.actor, reference)
    services.amendment_add(actor=request.actor, contract=contract, **body.model_dump())
    return _amendments(contract)


@operation("DELETE", f"{ONE}/amendments/{{id}}", room=ROOM, permission=CONTRACTS_EDIT, gives=None, status=204)
def contracts_amendments_remove(request: Call, reference: str, **path: str) -> None:
    """Take an amendment out that was a slip"""
    contract = contracts.find(request.actor, reference)
    services.amendment_remove(actor=request.actor, amendment=_amendment(contract, path["id"]))


def _amendment(contract: Contract, key: str) -> Amendment:
    with suppress(ValueError):
        if (found := selectors.amendments_of(contract).filter(pk=UUID(key)).first()) is not None:
            return found
    raise NotFound


def _amendments(contract: Contract) -> Any:
    return {"items": list(selectors.amendments_of(contract))}


# The data processing agreement, and the register of information

AGREED = (
    *("annex_a", "annex_b", "annex_c", "annex_d", "instruction_version", "instruction_date"),
    *("concept", "supervision_note", "subprocessor_days"),
)
REGISTERED = (
    *("arrangement", "function", "function_name", "critical", "service", "rank", "provider_notice_days"),
    *("law_country", "service_country", "stores_data", "data_country", "processing_country", "sensitiveness"),
    *("reliance", "substitution", "substitution_why", "last_audit", "exit_plan", "reintegration", "impact"),
    *("alternatives", "alternatives_named"),
)
AgreementOut = reads("ContractAgreementOut", DataAgreement, sorted(AGREED))
AgreementBody = edits("ContractAgreementBody", DataAgreement, sorted(AGREED))
RegisteredOut = reads("ContractRegisterOut", DoraEntry, sorted(REGISTERED))
RegisteredBody = edits("ContractRegisterBody", DoraEntry, sorted(REGISTERED))


@operation("GET", f"{ONE}/agreement", room=ROOM, permission=CONTRACTS_VIEW, gives=AgreementOut)
def contracts_agreement(request: Call, reference: str) -> Any:
    """Read the data processing agreement that a contract is or holds

    404 where nobody has written one down.
    """
    return _part(contracts.find(request.actor, reference), "agreement")


@operation("PATCH", f"{ONE}/agreement", room=ROOM, permission=CONTRACTS_EDIT, gives=AgreementOut, body=AgreementBody)
def contracts_agreement_set(request: Call, reference: str, body: Any) -> Any:
    """Write what the data processing agreement says"""
    contract = contracts.find(request.actor, reference)
    told = body.model_dump(exclude_unset=True)
    return services.agreement_set(actor=request.actor, contract=contract, **told)


@operation("GET", f"{ONE}/register", room=ROOM, permission=CONTRACTS_VIEW, gives=RegisteredOut)
def contracts_register(request: Call, reference: str) -> Any:
    """Read a contract's fields of the register of information (DORA)

    404 where it is not in the register.
    """
    return _part(contracts.find(request.actor, reference), "dora")


@operation("PATCH", f"{ONE}/register", room=ROOM, permission=CONTRACTS_EDIT, gives=RegisteredOut, body=RegisteredBody)
def contracts_register_set(request: Call, reference: str, body: Any) -> Any:
    """Fill a contract's fields of the register of information (DORA)

    404 where the organisation keeps no such register.
    """
    contract = contracts.find(request.actor, reference)
    return services.dora_set(actor=request.actor, contract=contract, **body.model_dump(exclude_unset=True))


def _part(contract: Contract, name: str) -> Any:
    found = getattr(contract, name, None)
    if found is None:
        raise NotFound
    return found


# The renewal calendar


class CalendarQuery(Body):
    months: int = Field(12, ge=1, le=60, description="So far ahead.")


class DueOut(Out):
    contract: shown(Contract)  # type: ignore[valid-type]
    supplier: shown(Supplier)  # type: ignore[valid-type]
    what: Literal["notice", "expiry", "over"]
    day: date
    ends: date
    kept: bool = Field(description="Somebody has decided to keep it.")


class CalendarOut(Out):
    items: list[DueOut]


@operation("GET", "/contract-calendar", room=ROOM, permission=CONTRACTS_VIEW, gives=CalendarOut, query=CalendarQuery)
def contract_calendar(request: Call, query: CalendarQuery) -> Any:
    """Read what must be decided about contracts, by when"""
    today = dates.today(request.organisation.zone)
    found = selectors.calendar(request.actor, today, today + relativedelta(months=query.months))
    return CalendarOut(items=[_due(each) for each in found])


def _due(due: selectors.Due) -> DueOut:
    return DueOut(
        contract=due.contract,
        supplier=due.contract.supplier,
        what=due.what,
        day=due.day,
        ends=due.ends,
        kept=due.kept,
    )
