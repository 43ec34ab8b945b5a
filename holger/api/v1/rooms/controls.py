"""Controls with the requirements that they answer, what they protect and their course; and how far frameworks have controls."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import Answer, operation
from holger.api.v1.references import Ref, answers_of, pointer, refs_to
from holger.api.v1.resource import Paging, Resource, offer, page_at, page_of, verb
from holger.api.v1.rooms.frameworks import Drivers, InScope, frameworks
from holger.api.v1.schemas import Out, creates, edits, reads
from holger.assets.models import Asset
from holger.assets.selectors import assets_for
from holger.controls import selectors, services
from holger.controls.filters.controls import ControlFilter
from holger.controls.models import Control, Link, Reading
from holger.controls.permissions import DELETE, EDIT, VIEW
from holger.controls.rules.controls import is_overdue
from holger.controls.rules.coverage import Sums
from holger.core import dates
from holger.core.errors import NotFound
from holger.frameworks.models import Requirement
from holger.frameworks.selectors import scopes_for

ROOM = "controls"
ONE = "/controls/{reference}"

# What a control answers


class ControlEndOut(Out):
    """A requirement, by its framework's reference and its id in it."""

    framework: str
    code: str
    title: str


LINK = ("strength", "note")
LinkOut = reads(
    "LinkOut",
    Link,
    ("id", *LINK),
    requirement=(ControlEndOut, Field(validation_alias="end", description="The requirement that is answered.")),
)
ControlReadingOut = reads("ControlReadingOut", Reading, ("at", "status", "maturity", "by"))


def _end(link: Link) -> Link:
    requirement = link.requirement
    title = requirement.title
    link.end = ControlEndOut(framework=requirement.framework.reference, code=requirement.code, title=title)  # type: ignore[attr-defined]
    return link


# Controls

WRITTEN = (
    *("title", "description", "kind", "function", "drivers", "status", "maturity", "target", "owner", "unit"),
    *("due", "every", "cost_once", "cost_yearly", "next_review"),
)
DRIVERS: Any = (Drivers, Field([], description="Why you have it."))
ASSETS: Any = (pointer(Asset, many=True), Field([], title="Protects"))
ControlOut = reads(
    "ControlOut",
    Control,
    ("reference", *WRITTEN, "reduction", "created_at", "updated_at", "archived_at", "version"),
    drivers=DRIVERS,
    reduction=(int, Field(description="How many points all risks together lose through it.")),
    overdue=(bool, Field(description="It was to be in place by a day that has gone.")),
    requirements=(list[LinkOut], Field(description="What it answers, among the requirements that hold.")),  # type: ignore[valid-type]
    assets=(list[Ref], Field(validation_alias="protected", description="What it protects, as far as you see it.")),
)


def _fill(request: Call, rows: Sequence[Any]) -> None:
    """Put on each control what it answers, what it protects, and whether it is late."""
    today = dates.today(request.organisation.zone)
    keys = [row.pk for row in rows]
    links: dict[UUID, list[Link]] = defaultdict(list)
    found = selectors.links_of_any(request.actor).filter(control__in=keys).select_related("requirement__framework")
    found = found.defer("requirement__guide").order_by("requirement__framework__number", "requirement__place")
    for link in found:
        links[link.control_id].append(_end(link))
    protected: dict[UUID, list[UUID]] = defaultdict(list)
    for control, asset in Control.assets.through.objects.filter(control__in=keys).values_list("control_id", "asset_id"):
        protected[control].append(asset)
    seen = (
        assets_for(request.actor)
        .only("reference", "title")
        .in_bulk([key for some in protected.values() for key in some])
    )
    for row in rows:
        row.requirements = links[row.pk]
        assets = [seen[key] for key in protected[row.pk] if key in seen]
        row.protected = refs_to(sorted(assets, key=lambda asset: asset.reference))
        row.overdue = is_overdue(row.status, row.due, today)


controls = offer(
    Resource(
        kind="controls",
        one="control",
        room=ROOM,
        model=Control,
        view=VIEW,
        rows=selectors.controls_for,
        filters=ControlFilter,
        out=ControlOut,
        searched=("reference", "title", "description"),
        sorts=("number", "title", "maturity", "due", "reduction", "next_review", "updated_at"),
        related=("owner", "unit"),
        fill=_fill,
        body=creates(
            "ControlCreate",
            Control,
            WRITTEN,
            drivers=DRIVERS,
            assets=ASSETS,
            requirements=(
                pointer(Requirement, many=True),
                Field([], title="Requirements that it answers, each of them wholly"),
            ),
        ),
        create=(EDIT, services.control_create),
        change=edits("ControlEdit", Control, WRITTEN, drivers=(Drivers, []), assets=ASSETS),
        edit=(EDIT, services.control_edit),
        delete=(DELETE, services.control_archive),
    )
)
verb(controls, "restore", DELETE, services.control_restore, "Take a control back from the archive")


# Requirements: lines below a control


def _link(request: Call, reference: str, key: str) -> Link:
    control = controls.find(request.actor, reference)
    try:
        link = selectors.links_of(request.actor, control).get(pk=UUID(key))
    except (ValueError, Link.DoesNotExist) as e:
        raise NotFound from e
    link.control = control
    return link


class LinkCreate(creates("_LinkCreate", Link, LINK)):  # type: ignore[misc]
    """A requirement that the control answers, wholly or in part."""

    requirement: pointer(Requirement)  # type: ignore[valid-type]


@operation("POST", f"{ONE}/requirements", room=ROOM, permission=EDIT, gives=LinkOut, status=201, body=LinkCreate)
def controls_requirements_add(request: Call, reference: str, body: Any) -> Answer:
    """Let a control answer a requirement"""
    control = controls.find(request.actor, reference)
    link = services.link_add(actor=request.actor, control=control, **answers_of(request.actor, body))
    return Answer(_end(link), 201, {"Location": f"{request.path}/{link.pk}"})


@operation(
    "PATCH", f"{ONE}/requirements/{{id}}", room=ROOM, permission=EDIT, gives=LinkOut, body=edits("LinkEdit", Link, LINK)
)
def controls_requirements_edit(request: Call, reference: str, body: Any, **path: str) -> Link:
    """Change how much of a requirement a control answers"""
    link = _link(request, reference, path["id"])
    return _end(services.link_edit(actor=request.actor, link=link, **answers_of(request.actor, body)))


@operation("DELETE", f"{ONE}/requirements/{{id}}", room=ROOM, permission=EDIT, gives=None, status=204)
def controls_requirements_remove(request: Call, reference: str, **path: str) -> None:
    """Say that a control does not answer a requirement after all"""
    services.link_remove(actor=request.actor, link=_link(request, reference, path["id"]))


@operation("GET", f"{ONE}/readings", room=ROOM, permission=VIEW, gives=page_of(ControlReadingOut), query=Paging)
def controls_readings(request: Call, reference: str, query: Paging) -> Any:
    """Read the course of a control: how far and how mature it was after each change"""
    control = controls.find(request.actor, reference)
    rows = selectors.readings_for(request.actor).filter(control=control)
    return page_at(request, rows, query, ControlReadingOut)


# How far frameworks have controls


class CoverageOut(Out):
    """Each requirement that applies and is wanted, counted once, by how far its controls are."""

    in_place: int = Field(description="A control that answers it wholly is in place.")
    partly: int = Field(description="Something is in place, but not all of it.")
    planned: int = Field(description="It has a control, and nothing is in place yet.")
    through: int = Field(
        description="No control, but mapped to a requirement that has something in place. Counts nothing."
    )
    none: int = Field(description="No control.")
    part: int = Field(description="Of those with a control: none of them answers it wholly.")
    total: int
    covered: int = Field(description="What has a control.")


@operation("GET", "/frameworks/{reference}/coverage", room=ROOM, permission=VIEW, gives=CoverageOut, query=InScope)
def frameworks_coverage(request: Call, reference: str, query: InScope) -> Any:
    """Read how many requirements of a framework have controls, and how far these are"""
    framework = frameworks.find(request.actor, reference)
    scopes = scopes_for(request.actor).filter(framework=framework).order_by("number")
    scope = scopes.filter(number=query.scope).first() if query.scope else scopes.first()
    if query.scope and scope is None:
        raise NotFound
    return selectors.coverage(request.actor).get(scope.pk, Sums()) if scope else Sums()
