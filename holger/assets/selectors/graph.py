"""The part of the map around an object, read level by level: two queries a level."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import FETCH_PEERS, F, Q

from holger.assets.models import Asset, Dependency
from holger.assets.selectors.rows import assets_for
from holger.core.actor import Actor

DIRECTIONS = ("both", "up", "down")
"""``up``: what depends on the object. ``down``: what the object depends on."""
DEEPEST = 6
MOST = 300
TOLD = (
    *("organisation_id", "reference", "number", "title", "type", "status", "archived_at", "criticality"),
    *("owner_id", "deputy_id", "unit_id", "need_c", "need_i", "need_a", "rto_hours"),
)
"""What a neighbour is told with; whoever wants more of all of them asks once."""


@dataclass
class Surroundings:
    """Objects and dependencies around ``centre``; ``steps`` is how far each is, negative for what depends on it."""

    centre: Asset | None
    nodes: dict[UUID, Asset] = field(default_factory=dict)
    steps: dict[UUID, int] = field(default_factory=dict)
    edges: dict[UUID, Dependency] = field(default_factory=dict)
    cut: bool = False
    """There was more than ``limit``."""

    def take(self, edges: Iterable[Dependency], objects: dict[UUID, Asset]) -> None:
        """Keep the dependencies whose both ends are here; the ends are put on them, so that nothing is asked again."""
        for edge in edges:
            source, target = objects.get(edge.source_id), objects.get(edge.target_id)
            if source is not None and target is not None:
                edge.source, edge.target = source, target
                self.edges[edge.pk] = edge

    def at(self, step: int) -> list[Asset]:
        """What stands ``step`` steps away, the most critical first."""
        found = [self.nodes[key] for key, far in self.steps.items() if far == step]
        return sorted(found, key=lambda asset: (-(asset.criticality or 0), asset.number))


def graph_around(
    actor: Actor,
    asset: Asset,
    *,
    depth: int = 1,
    direction: str = "both",
    limit: int = MOST,
    reads: Collection[str] = TOLD,
) -> Surroundings:
    """What the actor may see within ``depth`` steps up or down from ``asset``, archived objects left out.

    ``reads`` names the fields that will be read of the neighbours.
    """
    around = Surroundings(asset, {asset.pk: asset}, {asset.pk: 0})
    ours = Dependency.objects.filter(organisation_id=actor.organisation_id)
    up = {asset.pk} if direction in ("both", "up") else set()
    down = {asset.pk} if direction in ("both", "down") else set()
    for step in range(1, min(depth, DEEPEST) + 1):
        edges = list(ours.filter(Q(target_id__in=up) | Q(source_id__in=down)))
        above = {edge.source_id for edge in edges if edge.target_id in up}
        below = {edge.target_id for edge in edges if edge.source_id in down}
        new = _seen(actor, (above | below) - around.nodes.keys(), limit - len(around.nodes), around, reads)
        up, down = above & new.keys(), below & new.keys()
        around.nodes |= new
        around.steps |= dict.fromkeys(down, step) | dict.fromkeys(up, -step)
        around.take(edges, around.nodes)
        if not (up or down):
            break
    return around


def whole_map(actor: Actor, *, limit: int = MOST) -> Surroundings:
    """The most critical of what the actor sees and what lies between them: a way in where nobody has chosen an object yet."""
    around = Surroundings(None)
    rows = assets_for(actor).filter(archived_at=None)
    chosen = list(rows.order_by(F("criticality").desc(nulls_last=True), "number")[: limit + 1])
    around.cut = len(chosen) > limit
    around.nodes = {asset.pk: asset for asset in chosen[:limit]}
    ids = list(around.nodes)
    between = Dependency.objects.filter(organisation_id=actor.organisation_id, source_id__in=ids, target_id__in=ids)
    around.take(between, around.nodes)
    return around


def _seen(actor: Actor, ids: set[UUID], room: int, around: Surroundings, reads: Collection[str]) -> dict[UUID, Asset]:
    if not ids:
        return {}
    rows = assets_for(actor).filter(pk__in=ids, archived_at=None)
    rows = rows.order_by(F("criticality").desc(nulls_last=True), "number").only(*reads).fetch_mode(FETCH_PEERS)
    found = list(rows[: room + 1])
    around.cut = around.cut or len(found) > room
    return {asset.pk: asset for asset in found[:room]}
