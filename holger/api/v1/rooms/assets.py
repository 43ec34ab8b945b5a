"""Processes, assets, what they depend on, the information in them, and the graph around them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext
from pydantic import Field

from holger.api import rules
from holger.api.v1.call import Call
from holger.api.v1.operation import operation
from holger.api.v1.references import lookup, shown
from holger.api.v1.resource import Resource, offer, verb
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.assets import selectors, services
from holger.assets.filters import AssetFilter, DependencyFilter, ProcessFilter
from holger.assets.models import Asset, Dependency, InformationType
from holger.assets.models import AssetType as Types
from holger.assets.permissions import CREATE, DELETE, EDIT, INFORMATION_TYPES, OVERRIDE, VIEW
from holger.assets.rules.flags import Flag
from holger.core import dates
from holger.core.actor import Actor
from holger.organisation.models import Organisation
from holger.risks import selectors as risks

ROOM = "assets"
Level = Literal[1, 2, 3, 4] | None

WRITTEN = (
    *("title", "purpose", "owner", "deputy", "unit", "status", "classification", "personal_data"),
    *("information_types", "tags", "own_c", "own_i", "own_a", "exposure", "hosting", "location", "country"),
    *("supplier", "contract", "users", "mfa", "backup", "logging", "in_use_from", "end_of_support"),
    *("rto_hours", "rpo_hours", "mtpd_hours", "impact_4h", "impact_1d", "impact_3d", "impact_1w"),
    *("peak_periods", "workaround", "next_review"),
)
COMPUTED = (
    *("need_c", "need_i", "need_a", "driven_c", "driven_i", "driven_a", "criticality"),
    *("override_c", "override_i", "override_a", "override_reason", "last_reviewed"),
    *("created_at", "updated_at", "archived_at", "version"),
)
AssetType = Literal[tuple(Types.values)]  # type: ignore[valid-type]
PlainType = Literal[tuple(value for value in Types.values if value != Types.PROCESS)]  # type: ignore[valid-type]


class Remark(Out):
    """Something worth attention about an object: a fact, apart from any risk score."""

    key: str
    level: Literal["crit", "high", "mid"]
    title: str
    why: str
    remedy: str


class RiskScore(Out):
    """The worst risk of an object, its own or that of something it depends on."""

    score: int | None
    own_score: int | None
    driven_by: shown(Asset) = Field(description="What it is inherited from.")  # type: ignore[valid-type]


def _fill(request: Call, rows: Sequence[Any]) -> None:
    """Put on each row the remarks about it, and its risk score where person and token reach risks."""
    today, ids = dates.today(request.organisation.zone), [row.pk for row in rows]
    carried = selectors.carried_by(rows)
    reaches = request.actor.may("risks.view") and rules.opens(request.auth.scope, "risks", rules.READ)
    scores = risks.asset_scores(request.actor, ids) if reaches else {}
    for row in rows:
        row.remarks = [_remark(flag) for flag in selectors.flags_of(row, carried, today)]
        row.risk = scores.get(row.pk)


def _remark(flag: Flag) -> Remark:
    words = {name: gettext(getattr(flag, name)) for name in ("title", "why", "remedy")}
    told = {name: text % flag.params if flag.params else text for name, text in words.items()}
    return Remark(key=flag.key, level=flag.level, **told)  # type: ignore[arg-type]


MORE: dict[str, Any] = {
    "remarks": (list[Remark], Field(description="What is worth attention, the worst first.")),
    "risk": (RiskScore | None, Field(description="Null while no risk is scored, or where you may not see risks.")),
}
ProcessOut = reads("ProcessOut", Asset, ("reference", *WRITTEN, *COMPUTED), **MORE)
AssetOut = reads("AssetOut", Asset, ("reference", "type", *WRITTEN, *COMPUTED), type=(PlainType, Field()), **MORE)


def _register(kind: str, one: str, out: Any, **more: Any) -> Resource:
    return Resource(
        kind=kind,
        one="asset",
        called=one,
        room=ROOM,
        model=Asset,
        view=VIEW,
        out=out,
        searched=("reference", "title", "purpose", "supplier__title"),
        sorts=("number", "title", "criticality", "next_review", "created_at", "updated_at"),
        related=("information_types", "tags"),
        fill=_fill,
        edit=(EDIT, services.asset_edit),
        delete=(DELETE, services.asset_archive),
        **more,
    )


def _process_create(*, actor: Actor, **answers: Any) -> Asset:
    return services.asset_create(actor=actor, type=Types.PROCESS, **answers)


processes = offer(
    _register(
        "processes",
        "process",
        ProcessOut,
        rows=selectors.processes_for,
        filters=ProcessFilter,
        body=creates("ProcessCreate", Asset, WRITTEN),
        create=(CREATE, _process_create),
        change=edits("ProcessEdit", Asset, WRITTEN),
    )
)
assets = offer(
    _register(
        "assets",
        "asset",
        AssetOut,
        rows=selectors.plain_assets_for,
        filters=AssetFilter,
        body=creates("AssetCreate", Asset, ("type", *WRITTEN), type=(PlainType, Field("application"))),
        create=(CREATE, services.asset_create),
        change=edits("AssetEdit", Asset, ("type", *WRITTEN), type=(PlainType, Field(None))),
    )
)


# What else may be done to both


class AssetReviewBody(Body):
    next_review: date = Field(description="When to look again.")
    note: str = Field("", max_length=2000)


class OverrideBody(Body):
    """A level that is left out is left to the map."""

    reason: str = Field(min_length=1, max_length=2000)
    override_c: Level = None
    override_i: Level = None
    override_a: Level = None


def _review(*, actor: Actor, asset: Asset, **answers: Any) -> None:
    zone = Organisation.objects.values_list("zone", flat=True).get(pk=actor.organisation_id)
    services.asset_review(actor=actor, asset=asset, today=dates.today(zone), **answers)


for register in (processes, assets):
    verb(register, "review", EDIT, _review, "Say that the facts hold, until the next review", AssetReviewBody)
    verb(register, "override", OVERRIDE, services.asset_override_need, "Override the inherited need", OverrideBody)
    verb(register, "override-clear", OVERRIDE, services.asset_override_clear, "Let the map decide the need again")
    verb(register, "restore", DELETE, services.asset_restore, f"Take {register.words} back from the archive")


# Dependencies and information types

ENDS = ("source", "target", "kind")
CARRIES = ("carries_c", "carries_i", "carries_a", "note")

dependencies = offer(
    Resource(
        kind="dependencies",
        one="dependency",
        room=ROOM,
        model=Dependency,
        view=VIEW,
        rows=selectors.dependencies_for,
        filters=DependencyFilter,
        out=reads("DependencyOut", Dependency, ("id", *ENDS, *CARRIES, "created_at")),
        searched=("source__reference", "source__title", "target__reference", "target__title", "note"),
        sorts=("created_at", "kind"),
        order="created_at",
        body=creates("DependencyCreate", Dependency, (*ENDS, *CARRIES)),
        create=(EDIT, services.dependency_add),
        change=edits("DependencyEdit", Dependency, ("kind", *CARRIES)),
        edit=(EDIT, services.dependency_edit),
        delete=(EDIT, services.dependency_remove),
        deletes="remove",
    )
)

INFORMATION = ("name", "description", "classification", "personal_data")
information_types = offer(
    Resource(
        kind="information-types",
        one="information",
        called="information type",
        room=ROOM,
        model=InformationType,
        view=VIEW,
        rows=selectors.information_types_for,
        out=reads(
            "InformationTypeOut",
            InformationType,
            ("id", *INFORMATION),
            held=(int, Field(description="How many objects hold it.")),
        ),
        searched=("name", "description"),
        sorts=("name", "held"),
        order="name",
        body=creates("InformationTypeCreate", InformationType, INFORMATION),
        create=(INFORMATION_TYPES, services.information_type_create),
        change=edits("InformationTypeEdit", InformationType, INFORMATION),
        edit=(INFORMATION_TYPES, services.information_type_edit),
        delete=(INFORMATION_TYPES, services.information_type_delete),
        deletes="remove",
    )
)


# The graph


class GraphQuery(Body):
    around: str = Field("", max_length=50, description="The reference in the middle; without it, the most critical.")
    depth: int = Field(1, ge=1, le=6, description="How many steps away.")
    direction: Literal["both", "up", "down"] = Field("both", description="up: what depends on it")


class Node(Out):
    reference: str
    title: str
    type: AssetType  # type: ignore[valid-type]
    need_c: Level
    need_i: Level
    need_a: Level
    criticality: Level
    step: int = Field(description="How far from the middle; negative for what depends on it.")


class Edge(Out):
    id: UUID
    source: str = Field(description="What depends …")
    target: str = Field(description="… on this.")
    kind: str
    carries_c: bool
    carries_i: bool
    carries_a: bool


class Graph(Out):
    around: str | None
    nodes: list[Node]
    edges: list[Edge]
    cut: bool = Field(description="There is more than is shown.")


@operation("GET", "/graph", room=ROOM, permission=VIEW, gives=Graph, query=GraphQuery)
def graph(request: Call, query: GraphQuery) -> Graph:
    """Draw the map around an object

    Needs flow from source to target: what many depend on must be protected as they are.
    """
    if query.around:
        centre = lookup(Asset).get(request.actor, query.around)
        found = selectors.graph_around(request.actor, centre, depth=query.depth, direction=query.direction)
    else:
        found = selectors.whole_map(request.actor)
    return Graph(
        around=found.centre.reference if found.centre else None,
        nodes=[_node(asset, found.steps.get(key, 0)) for key, asset in found.nodes.items()],
        edges=[_edge(edge) for edge in found.edges.values()],
        cut=found.cut,
    )


def _node(asset: Asset, step: int) -> Node:
    asset.step = step  # type: ignore[attr-defined]
    return Node.model_validate(asset)


def _edge(edge: Dependency) -> Edge:
    carries = {name: getattr(edge, name) for name in ("carries_c", "carries_i", "carries_a")}
    return Edge(id=edge.pk, source=edge.source.reference, target=edge.target.reference, kind=edge.kind, **carries)
