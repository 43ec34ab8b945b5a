"""The risk score of every process and asset: its own worst scenario, or a worse one of what it depends on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import batched
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from holger.assets.models import Dependency
from holger.assets.rules.inheritance import repair
from holger.core.inheriting import Value, inherit
from holger.risks.models import AssetScore, Risk

BATCH = 2000
WIDE = 800
"""When a change looks at more assets than this, working out the whole map anew is quicker."""


class _TooWide(Exception):
    """The change reaches too far to be followed step by step."""


class Row(NamedTuple):
    """What is stored of an asset: the score of its own worst risk, and the one that counts with where it comes from."""

    own_score: int | None = None
    own_risk_id: UUID | None = None
    score: int | None = None
    driven_by_id: UUID | None = None


NO_SCORE = Row()


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
        self.organisation_id = organisation_id
        self.edges = _edges(organisation_id)
        self.rows: dict[UUID, Row] = {}

    def after(self, nodes: Collection[UUID]) -> Mapping[UUID, Iterable[UUID]]:
        return self._neighbours(nodes, "target_id", "source_id")

    def before(self, nodes: Collection[UUID]) -> Mapping[UUID, Iterable[UUID]]:
        return self._neighbours(nodes, "source_id", "target_id")

    def base(self, node: UUID) -> int | None:
        return self.rows[node].own_score

    def is_fixed(self, node: UUID) -> bool:
        return False

    def value(self, node: UUID) -> Value:
        row = self.rows[node]
        return Value(row.score, row.driven_by_id)

    def _neighbours(self, nodes: Collection[UUID], here: str, there: str) -> Mapping[UUID, list[UUID]]:
        found: dict[UUID, list[UUID]] = defaultdict(list)
        for some in batched(nodes, BATCH):
            for one, other in self.edges.filter(**{f"{here}__in": some}).values_list(here, there):
                found[one].append(other)
        self.load({*nodes, *(other for others in found.values() for other in others)})
        return found

    def load(self, nodes: Collection[UUID]) -> None:
        new = [node for node in nodes if node not in self.rows]
        if len(self.rows) + len(new) > WIDE:
            raise _TooWide
        self.rows.update(dict.fromkeys(new, NO_SCORE))
        for some in batched(new, BATCH):
            rows = AssetScore.objects.filter(asset_id__in=some).values_list("asset_id", *Row._fields)
            self.rows.update((row[0], Row(*row[1:])) for row in rows)


@transaction.atomic
def scores_update(*, organisation_id: UUID, asset_ids: Collection[UUID], moved: bool = False) -> int:
    """Make the scores right after risks of these assets changed, or (``moved``) what they depend on; returns how many
    were settled."""
    try:
        return _follow(organisation_id, asset_ids, moved)
    except _TooWide:
        return scores_rebuild(organisation_id=organisation_id)


def _follow(organisation_id: UUID, asset_ids: Collection[UUID], moved: bool) -> int:
    graph = _Stored(organisation_id)
    graph.load(asset_ids)
    own = own_worst(organisation_id, asset_ids)
    before = dict(graph.rows)
    for node in asset_ids:
        score, risk_id = own.get(node, (None, None))
        graph.rows[node] = graph.rows[node]._replace(own_score=score, own_risk_id=risk_id)
    if graph.rows == before and not moved:
        return 0  # the worst risk is the one that it was, so nothing is passed on differently
    grown = not moved and all((graph.rows[n].own_score or 0) >= (before[n].own_score or 0) for n in asset_ids)
    differing = repair(graph, asset_ids, growing=grown)
    after = {node: graph.rows[node] for node in asset_ids}
    for node, value in differing.items():
        after[node] = graph.rows[node]._replace(score=value.level, driven_by_id=value.source)
    _write(organisation_id, {node: row for node, row in after.items() if row != before.get(node, graph.rows[node])})
    return len(differing)


@transaction.atomic
def scores_rebuild(*, organisation_id: UUID) -> int:
    """Work out every score of the organisation from nothing; returns how many assets have one."""
    own = own_worst(organisation_id)
    edges: dict[UUID, list[UUID]] = defaultdict(list)
    for source, target in _edges(organisation_id).values_list("source_id", "target_id"):
        edges[target].append(source)
    values = inherit({asset: score for asset, (score, _risk) in own.items()}, edges)
    stored = AssetScore.objects.filter(organisation_id=organisation_id).values_list("asset_id", *Row._fields)
    before = {row[0]: Row(*row[1:]) for row in stored}
    after = {asset_id: Row._make([*own.get(asset_id, (None, None)), *value]) for asset_id, value in values.items()}
    gone = dict.fromkeys(before.keys() - after.keys(), NO_SCORE)
    _write(organisation_id, {node: row for node, row in (after | gone).items() if row != before.get(node)})
    return len(after)


def _write(organisation_id: UUID, rows: Mapping[UUID, Row]) -> None:
    """Insert or update by asset, and drop what has no score any more."""
    gone = [asset_id for asset_id, row in rows.items() if row.score is None]
    for some in batched(gone, BATCH):
        AssetScore.objects.filter(asset_id__in=some).delete()
    AssetScore.objects.bulk_create(
        [
            AssetScore(organisation_id=organisation_id, asset_id=asset_id, **row._asdict())
            for asset_id, row in rows.items()
            if row.score is not None
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["asset"],
        update_fields=["own_score", "own_risk", "score", "driven_by"],
    )
