"""Suppliers: the register, and the steps of one."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from holger.api.v1.references import pointer
from holger.api.v1.resource import Resource, offer, verb
from holger.api.v1.schemas import Body, creates, edits, reads
from holger.core import dates
from holger.core.actor import Actor
from holger.suppliers import services
from holger.suppliers.filters.register import SupplierFilter
from holger.suppliers.models import Supplier
from holger.suppliers.permissions import CREATE, DELETE, EDIT, MANAGE, VIEW
from holger.suppliers.selectors.register import suppliers_for

ROOM = "suppliers"
WRITTEN = (
    *("title", "category", "aliases", "delivers", "owner", "deputy", "unit", "parent", "tags"),
    *("cvr", "vat", "lei", "registration", "country", "countries", "address", "website"),
    *("processor", "controller", "own_group", "essential", "ict", "access", "data", "people_count", "insurance"),
    *("own_criticality", "replaceable", "alternatives", "exit_plan", "exit_tested", "last_reviewed", "next_review", "notes"),
)  # fmt: skip
FOLLOWS = (
    "status",
    "criticality",
    "override_criticality",
    "override_reason",
    "merged_into",
    "created_at",
    "updated_at",
    "archived_at",
    "version",
)
Countries = Annotated[list[Annotated[str, Field(pattern="^[A-Z]{2}$")]], Field(max_length=250)]
COUNTRIES: Any = (Countries, Field([], description="Two letters each (ISO 3166): where else it works."))
Wanted = Annotated[str, Field(min_length=1, max_length=1000)]
BEGINS: Any = (Literal["planned", "active"], Field("active", description="Where it begins."))

suppliers = offer(
    Resource(
        kind="suppliers",
        one="supplier",
        room=ROOM,
        model=Supplier,
        view=VIEW,
        rows=suppliers_for,
        filters=SupplierFilter,
        out=reads("SupplierOut", Supplier, ("reference", *WRITTEN, *FOLLOWS), countries=(list[str], ...)),
        searched=("reference", "title", "aliases", "cvr"),
        sorts=("number", "title", "criticality", "category", "next_review", "updated_at"),
        related=("tags", "merged_into"),
        body=creates("SupplierCreate", Supplier, WRITTEN, countries=COUNTRIES, status=BEGINS),
        create=(CREATE, services.supplier_create),
        change=edits("SupplierEdit", Supplier, WRITTEN, countries=COUNTRIES),
        edit=(EDIT, services.supplier_edit),
        delete=(DELETE, services.supplier_archive),
    )
)


class ResumeBody(Body):
    reason: Annotated[str, Field(min_length=1, max_length=1000)]


def _step(step: str) -> Callable[..., Any]:
    def taken(*, actor: Actor, supplier: Supplier, reason: str = "") -> Supplier:
        return services.supplier_step(actor=actor, supplier=supplier, step=step, reason=reason)

    return taken


verb(suppliers, "activate", EDIT, _step("activate"), "Take a supplier into use")
verb(suppliers, "phase-out", EDIT, _step("phase_out"), "Begin to phase a supplier out")
verb(suppliers, "end", EDIT, _step("end"), "Say that a supplier delivers no more")
verb(suppliers, "resume", EDIT, _step("resume"), "Take a supplier back into use", ResumeBody)
verb(suppliers, "restore", DELETE, services.supplier_restore, "Take a supplier back from the archive")

# Reviews, overrides, and two that are one


class SupplierReviewBody(Body):
    next_review: date = Field(description="When to look again.")
    note: Annotated[str, Field(max_length=1000)] = ""


class SupplierOverrideBody(Body):
    level: Annotated[int, Field(ge=1, le=4, strict=True)]
    reason: Wanted


class SupplierMergeBody(Body):
    into: pointer(Supplier)  # type: ignore[valid-type]
    reason: Wanted


class SupplierUnmergeBody(Body):
    reason: Wanted


def _review(*, actor: Actor, supplier: Supplier, next_review: date, note: str = "") -> Supplier:
    today = dates.today(supplier.organisation.zone)
    return services.supplier_review(actor=actor, supplier=supplier, today=today, next_review=next_review, note=note)


verb(suppliers, "review", EDIT, _review, "Say that the facts of a supplier hold", SupplierReviewBody)
verb(suppliers, "override", MANAGE, services.supplier_override, "Say yourself how critical a supplier is", SupplierOverrideBody)  # fmt: skip
verb(suppliers, "clear-override", MANAGE, services.supplier_override_clear, "Let the chain say how critical a supplier is")  # fmt: skip
verb(suppliers, "merge", MANAGE, services.supplier_merge, "Make a supplier another spelling of another", SupplierMergeBody)  # fmt: skip
verb(suppliers, "unmerge", MANAGE, services.supplier_unmerge, "Take merged suppliers apart again", SupplierUnmergeBody)
