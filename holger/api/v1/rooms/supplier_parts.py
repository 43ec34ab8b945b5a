"""What belongs to a supplier, below its address: contacts, who delivers to it, transfers, certificates and reports."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from pydantic import BaseModel, Field, create_model

from holger.api.v1.call import Call
from holger.api.v1.operation import Answer, operation
from holger.api.v1.references import answers_of, pointer
from holger.api.v1.resource import hold
from holger.api.v1.rooms.suppliers import ROOM, suppliers
from holger.api.v1.schemas import Out, creates, edits, reads
from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.suppliers import services
from holger.suppliers.models import Assurance, Contact, Supplier, SupplyLink, Transfer
from holger.suppliers.models.contact import OfSupplier
from holger.suppliers.permissions import EDIT, VIEW
from holger.suppliers.selectors import chain, parts

Country = Annotated[str, Field(min_length=2, max_length=2, description="Two letters, as ISO 3166 has them.")]
CONTACT = ("name", "role", "mail", "phone", "security", "note")
LINK = ("kind", "service", "data", "approved_on")
TRANSFER = ("country", "data", "basis", "assessed_on", "note")
ASSURANCE = ("kind", "title", "issuer", "scope", "starts", "ends", "expires", "read_on", "reading", "exceptions")


@dataclass(frozen=True)
class Part:
    """One kind of what belongs to a supplier. ``services``: what adds, changes and drops one."""

    name: str
    one: str
    words: str
    rows: Callable[[Actor, Supplier], QuerySet[Any]]
    services: Sequence[Callable[..., Any]]
    out: type[BaseModel]
    body: type[BaseModel]
    change: type[BaseModel]

    @property
    def slug(self) -> str:
        return f"suppliers_{self.name.replace('-', '_')}"

    def find(self, request: Call, reference: str, key: str) -> OfSupplier:
        """The one of that supplier's, or 404."""
        supplier = suppliers.find(request.actor, reference)
        with suppress(ValueError):
            if (found := self.rows(request.actor, supplier).filter(pk=UUID(key)).first()) is not None:
                return found  # type: ignore[no-any-return]
        raise NotFound


def offer_part(part: Part) -> None:
    """List, add, change and remove, below the supplier's address."""
    _offer_list(part)
    _offer_add(part)
    _offer_edit(part)
    _offer_drop(part)


def _path(part: Part) -> str:
    return f"/suppliers/{{reference}}/{part.name}"


def _offer_list(part: Part) -> None:
    kept: Any = list[part.out]  # type: ignore[name-defined]
    gives = create_model(f"{part.out.__name__}s", __base__=Out, __module__=__name__, items=(kept, ...))

    def listed(request: Call, reference: str) -> Any:
        return {"items": list(part.rows(request.actor, suppliers.find(request.actor, reference)))}

    operation(
        "GET", _path(part), room=ROOM, permission=VIEW, gives=gives, name=part.slug,
        summary=f"Read the {part.words}s of a supplier",
    )(listed)  # fmt: skip


def _offer_add(part: Part) -> None:
    def added(request: Call, reference: str, body: Any) -> Answer:
        supplier = suppliers.find(request.actor, reference)
        made = part.services[0](actor=request.actor, supplier=supplier, **answers_of(request.actor, body))
        return Answer(part.out.model_validate(made), 201)

    operation(
        "POST", _path(part), room=ROOM, permission=EDIT, gives=part.out, status=201, body=part.body,
        name=f"{part.slug}_add", summary=f"Add a {part.words} to a supplier",
    )(added)  # fmt: skip


def _offer_edit(part: Part) -> None:
    def edited(request: Call, reference: str, body: Any, **path: str) -> Any:
        row = part.find(request, reference, path["id"])
        answers = answers_of(request.actor, body)
        return part.services[1](actor=request.actor, **{part.one: row}, version=hold(request, row), **answers)

    operation(
        "PATCH", f"{_path(part)}/{{id}}", room=ROOM, permission=EDIT, gives=part.out, body=part.change,
        name=f"{part.slug}_edit", summary=f"Change a {part.words} of a supplier",
    )(edited)  # fmt: skip


def _offer_drop(part: Part) -> None:
    def dropped(request: Call, reference: str, **path: str) -> None:
        row = part.find(request, reference, path["id"])
        hold(request, row)
        part.services[2](actor=request.actor, **{part.one: row})

    operation(
        "DELETE", f"{_path(part)}/{{id}}", room=ROOM, permission=EDIT, gives=None, status=204,
        name=f"{part.slug}_drop", summary=f"Remove a {part.words} from a supplier",
    )(dropped)  # fmt: skip


offer_part(
    Part(
        "contacts", "contact", "contact",
        parts.contacts_of,
        (services.contact_add, services.contact_edit, services.contact_drop),
        reads("SupplierContactOut", Contact, ("id", *CONTACT, "version")),
        creates("SupplierContactCreate", Contact, CONTACT),
        edits("SupplierContactEdit", Contact, CONTACT),
    )
)  # fmt: skip
offer_part(
    Part(
        "sub-suppliers", "link", "sub-supplier",
        chain.below,
        (services.link_add, services.link_edit, services.link_drop),
        reads("SubSupplierOut", SupplyLink, ("id", "sub", *LINK, "version")),
        creates("SubSupplierCreate", SupplyLink, LINK, sub=(pointer(Supplier), ...)),
        edits("SubSupplierEdit", SupplyLink, LINK),
    )
)  # fmt: skip
offer_part(
    Part(
        "transfers", "transfer", "transfer",
        parts.transfers_of,
        (services.transfer_add, services.transfer_edit, services.transfer_drop),
        reads("SupplierTransferOut", Transfer, ("id", *TRANSFER, "version")),
        creates("SupplierTransferCreate", Transfer, TRANSFER, country=(Country, ...)),
        edits("SupplierTransferEdit", Transfer, TRANSFER, country=(Country, None)),
    )
)  # fmt: skip
offer_part(
    Part(
        "assurances", "assurance", "certificate or report",
        parts.assurances_of,
        (services.assurance_add, services.assurance_edit, services.assurance_drop),
        reads("SupplierAssuranceOut", Assurance, ("id", *ASSURANCE, "version")),
        creates("SupplierAssuranceCreate", Assurance, ASSURANCE),
        edits("SupplierAssuranceEdit", Assurance, ASSURANCE),
    )
)  # fmt: skip
