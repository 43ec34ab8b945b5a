"""The risk score of every process and asset: its own worst scenario, or a worse one of what it depends on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import transaction

from holger.assets.models import Dependency
from holger.assets.rules.inheritance import NOTHING, Value, inherit, repair
from holger.risks.models import AssetScore, Risk

BATCH = 2000


def own_worst(organisation_id: UUID, asset_ids: Collection[UUID] | None = None) -> dict[UUID, tuple[int, UUID]]:
    """Asset → the score and id of its worst open risk; the oldest among equals."""
    rows = Risk.objects.filter(
        organisation_id=organisation_id,
        archived_at__isnull=True,
        closed_at__isnull=True,
        asset__archived_at__isnull=True,
        current_score__isnull=False,
    )
    if asset_ids is not None:
        rows = rows.filter(asset_id__in=asset_ids)
    found: dict[UUID, tuple[int, UUID]] = {}
    for asset_id, score, risk_id in rows.order_by("-current_score", "number").values_list(
        "asset_id", "current_score", "id"
    ):
        found.setdefault(asset_id, (score, risk_id))
    return found


def _edges(organisation_id: UUID):
    """The dependencies that a risk is passed on through: those that carry anything between objects still in use."""
    carrying = Dependency.objects.filter(
        organisation_id=organisation_id, source__archived_at__isnull=True, target__archived_at__isnull=True
    )
    return carrying.exclude(carries_c=False, carries_i=False, carries_a=False)


class _Stored:
    """The graph as ``repair`` wants it: scores flow from what is depended on to what depends on it."""

    def __init__(self, organisation_id: UUID):
        self.edges = _edges(organisation_id)
        self.rows: dict[UUID, AssetScore | None] = {}

    def after(self, nodes: Collection[UUID]) -> Mapping[UUID, Iterable[UUID]]:
        return self._neighbours(nodes, "target_id", "source_id")

    def before(self, nodes: Collection[UUID]) -> Mapping[UUID, Iterable[UUID]]:
        return self._neighbours(nodes, "source_id", "target_id")

    def base(self, node: UUID) -> int | None:
        row = self.rows.get(node)
        return row.own_score if row else None

    def is_fixed(self, node: UUID) -> bool:
        return False

    def value(self, node: UUID) -> Value:
        row = self.rows.get(node)
        return Value(row.score, row.driven_by_id) if row else NOTHING

    def _neighbours(self, nodes: Collection[UUID], here: str, there: str) -> Mapping[UUID, list[UUID]]:
        found: dict[UUID, list[UUID]] = defaultdict(list)
        for batch in _batches(nodes):
            for one, other in self.edges.filter(**{f"{here}__in": batch}).values_list(here, there):
                found[one].append(other)
        self.load({*nodes, *(other for others in found.values() for other in others)})
        return found

    def load(self, nodes: Collection[UUID]) -> None:
        for batch in _batches(node for node in nodes if node not in self.rows):
            self.rows.update(dict.fromkeys(batch))
            self.rows.update((row.asset_id, row) for row in AssetScore.objects.filter(asset_id__in=batch))


def _batches(nodes: Iterable[UUID]) -> Iterable[list[UUID]]:
    waiting = list(nodes)
    return (waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH))


@transaction.atomic
def scores_update(*, organisation_id: UUID, asset_ids: Collection[UUID]) -> int:
    """Make the scores right after risks or dependencies of these assets changed; returns how many scores differ."""
    graph = _Stored(organisation_id)
    touched = set(asset_ids)
    graph.load(touched)
    own = own_worst(organisation_id, touched)
    written: dict[UUID, AssetScore] = {}
    for node in touched:
        score, risk_id = own.get(node, (None, None))
        row = graph.rows[node]
        if row is None and score is None:
            continue
        row = row or AssetScore(organisation_id=organisation_id, asset_id=node)
        if (row.own_score, row.own_risk_id) != (score, risk_id):
            row.own_score, row.own_risk_id = score, risk_id
            written[node] = row
        graph.rows[node] = row
    differing = repair(graph, touched)
    for node, value in differing.items():
        row = written.get(node) or graph.rows.get(node) or AssetScore(organisation_id=organisation_id, asset_id=node)
        row.score, row.driven_by_id = value.level, value.source
        written[node] = row
    _write(written.values())
    return len(differing)


@transaction.atomic
def scores_rebuild(*, organisation_id: UUID) -> int:
    """Work out every score of the organisation from nothing; returns how many assets have one."""
    own = own_worst(organisation_id)
    edges: dict[UUID, list[UUID]] = defaultdict(list)
    for source, target in _edges(organisation_id).values_list("source_id", "target_id"):
        edges[target].append(source)
    values = inherit({asset: score for asset, (score, _risk) in own.items()}, edges)
    rows = []
    for asset_id, value in values.items():
        score, risk_id = own.get(asset_id, (None, None))
        rows.append(
            AssetScore(
                organisation_id=organisation_id,
                asset_id=asset_id,
                own_score=score,
                own_risk_id=risk_id,
                score=value.level,
                driven_by_id=value.source,
            )
        )
    AssetScore.objects.filter(organisation_id=organisation_id).delete()
    _write(rows)
    return len(rows)


def _write(rows: Iterable[AssetScore]) -> None:
    """Insert or update by asset, and drop what has no score any more.

    New ids, so that the asset is the only thing a row can collide on.
    """
    rows = list(rows)
    gone = [row.asset_id for row in rows if row.score is None]
    AssetScore.objects.filter(asset_id__in=gone).delete()
    AssetScore.objects.bulk_create(
        [
            AssetScore(
                organisation_id=row.organisation_id,
                asset_id=row.asset_id,
                own_score=row.own_score,
                own_risk_id=row.own_risk_id,
                score=row.score,
                driven_by_id=row.driven_by_id,
            )
            for row in rows
            if row.score is not None
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["asset"],
        update_fields=["own_score", "own_risk", "score", "driven_by"],
    )
