"""Keeping every object's effective protection need true, in the transaction that changed the map."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from holger.assets.models import Asset, Dependency
from holger.assets.rules.inheritance import DIMENSIONS, criticality, repair
from holger.assets.services.leaning import suppliers_follow
from holger.assets.signals import map_changed
from holger.core import saving
from holger.core.actor import Actor, Channel
from holger.core.inheriting import NOTHING, Value, inherit
from holger.history import services as history
from holger.organisation.models import Organisation

BASE_FIELDS = (*(f"own_{d}" for d in DIMENSIONS), *(f"override_{d}" for d in DIMENSIONS))
NEED_FIELDS = (*(f"need_{d}" for d in DIMENSIONS), *(f"driven_{d}" for d in DIMENSIONS), "criticality")
_READ = (*BASE_FIELDS, *(f"need_{d}" for d in DIMENSIONS), *(f"driven_{d}_id" for d in DIMENSIONS))
_CARRIES = tuple(f"carries_{d}" for d in DIMENSIONS)

New = dict[UUID, dict[int, Value]]
"""Object → dimension → its new value, where it differs from the stored one."""


def hold(organisation_id: UUID, asset: Asset | None = None) -> None:
    """Put everybody who changes this organisation's map in line until the transaction ends.

    Two changes at once could each compute needs from a map that the other is changing. ``asset`` is about to be
    saved as a whole: its computed needs are read again, for they change without a new version.
    """
    Organisation.objects.select_for_update(no_key=True).only("id").get(pk=organisation_id)
    if asset is not None:
        asset.refresh_from_db(fields=NEED_FIELDS)


def after_change(actor: Actor, changed: Collection[UUID], growing: Mapping[str, bool] | None = None) -> int:
    """Bring needs up to date after the own need, override or incoming dependencies of ``changed`` were changed.

    ``growing`` names the dimensions that the change is about, and says of each whether it can only have risen.
    """
    stored = _Stored(actor.organisation_id)
    stored.read_nodes(changed)
    new: New = defaultdict(dict)
    wanted = dict.fromkeys(DIMENSIONS, False) if growing is None else growing
    for letter, grows in wanted.items():
        dimension = DIMENSIONS.index(letter)
        for node, value in repair(_Dimension(stored, dimension), changed, growing=grows).items():
            new[node][dimension] = value
    return _store(actor, stored.nodes, new)


def moved(actor: Actor, asset_ids: Collection[UUID] | None) -> None:
    """Tell the rooms above which objects have another place in the map now."""
    map_changed.send(Asset, organisation_id=actor.organisation_id, asset_ids=asset_ids)


@transaction.atomic
def recompute(*, actor: Actor) -> int:
    """Compute all needs of the organisation anew; for imports and for putting right what was changed by hand."""
    actor.require("assets.import")
    hold(actor.organisation_id)
    stored = _Stored(actor.organisation_id)
    stored.read_everything()
    new: New = defaultdict(dict)
    for dimension in range(len(DIMENSIONS)):
        found = _whole(stored, dimension)
        for node, row in stored.nodes.items():
            if (value := found.get(node, NOTHING)) != row.value(dimension):
                new[node][dimension] = value
    moved(actor, None)
    return _store(actor, stored.nodes, new)


def _whole(stored: "_Stored", dimension: int) -> dict[UUID, Value]:
    bases = {node: base for node, row in stored.nodes.items() if (base := row.base(dimension)) is not None}
    fixed = {node for node, row in stored.nodes.items() if row.fixed(dimension)}
    edges = {node: [other for other, carries in found if carries[dimension]] for node, found in stored.out.items()}
    return inherit(bases, edges, fixed)


@dataclass(slots=True)
class _Node:
    """What the database holds of an object: own and overriding levels, effective needs, and where they come from."""

    fields: tuple[Any, ...]

    def base(self, dimension: int) -> int | None:
        own, override = self.fields[dimension], self.fields[3 + dimension]
        return own if override is None else override

    def fixed(self, dimension: int) -> bool:
        return self.fields[3 + dimension] is not None

    def value(self, dimension: int) -> Value:
        return Value(self.fields[6 + dimension], self.fields[9 + dimension])


class _Stored:
    """The map as far as it has been read; what is archived stands alone in it."""

    def __init__(self, organisation_id: UUID):
        self.organisation_id = organisation_id
        self.nodes: dict[UUID, _Node] = {}
        self.out: dict[UUID, list[tuple[UUID, tuple[bool, ...]]]] = {}
        self.into: dict[UUID, list[tuple[UUID, tuple[bool, ...]]]] = {}

    def read_nodes(self, ids: Collection[UUID]) -> None:
        for some in batched(ids, 5000):
            rows = Asset.objects.filter(organisation_id=self.organisation_id, id__in=some)
            self.nodes.update((row[0], _Node(row[1:])) for row in rows.values_list("id", *_READ))

    def read_everything(self) -> None:
        rows = Asset.objects.filter(organisation_id=self.organisation_id).values_list("id", *_READ)
        self.nodes = {row[0]: _Node(row[1:]) for row in rows.iterator(5000)}
        self.out = defaultdict(list)
        for source, target, *carries in self._edges().values_list("source_id", "target_id", *_CARRIES).iterator(5000):
            self.out[source].append((target, tuple(carries)))

    def after(self, nodes: Collection[UUID]) -> None:
        self._read(self.out, "source", "target", nodes)

    def before(self, nodes: Collection[UUID]) -> None:
        self._read(self.into, "target", "source", nodes)

    def _read(self, found: dict[UUID, Any], near: str, far: str, nodes: Collection[UUID]) -> None:
        new = [node for node in nodes if node not in found]
        for some in batched(new, 5000):
            found.update((node, []) for node in some)
            rows = self._edges().filter(**{f"{near}_id__in": some})
            far_fields = (f"{far}__{name}" for name in _READ)
            for row in rows.values_list(f"{near}_id", f"{far}_id", *_CARRIES, *far_fields):
                found[row[0]].append((row[1], row[2:5]))
                self.nodes.setdefault(row[1], _Node(row[5:]))

    def _edges(self) -> QuerySet[Dependency]:
        return Dependency.objects.filter(
            organisation_id=self.organisation_id, source__archived_at=None, target__archived_at=None
        )


class _Dimension:
    """One dimension of the stored map, as ``repair`` asks for it."""

    def __init__(self, stored: _Stored, dimension: int):
        self.stored, self.dimension = stored, dimension

    def after(self, nodes: Collection[UUID]) -> Mapping[UUID, Iterable[UUID]]:
        self.stored.after(nodes)
        return {node: list(self._carried(self.stored.out[node])) for node in nodes}

    def before(self, nodes: Collection[UUID]) -> Mapping[UUID, Iterable[UUID]]:
        self.stored.before(nodes)
        return {node: list(self._carried(self.stored.into[node])) for node in nodes}

    def _carried(self, edges: Iterable[tuple[UUID, tuple[bool, ...]]]) -> Iterator[UUID]:
        return (other for other, carries in edges if carries[self.dimension])

    def base(self, node: UUID) -> int | None:
        return self.stored.nodes[node].base(self.dimension)

    def is_fixed(self, node: UUID) -> bool:
        return self.stored.nodes[node].fixed(self.dimension)

    def value(self, node: UUID) -> Value:
        return self.stored.nodes[node].value(self.dimension)


def _store(actor: Actor, nodes: Mapping[UUID, _Node], new: New) -> int:
    """Write the new needs and tell, in the system's name, what was inherited."""
    if not new:
        return 0
    saving.put(Asset, NEED_FIELDS, [_row(node, nodes[node], values) for node, values in new.items()])
    history.record_many(actor=_system(actor), entries=_told(nodes, new))
    suppliers_follow(actor, new.keys())
    return len(new)


def _row(node: UUID, stored: _Node, values: Mapping[int, Value]) -> list[Any]:
    """The columns of one object, in the order of ``NEED_FIELDS``, its key before them."""
    as_id = Asset._meta.pk.get_db_prep_value
    now = [values.get(number, stored.value(number)) for number in range(len(DIMENSIONS))]
    levels = [value.level for value in now]
    sources = (value.source and as_id(value.source, connection) for value in now)
    return [as_id(node, connection), *levels, *sources, criticality(levels)]


def _told(nodes: Mapping[UUID, _Node], new: New) -> Iterator[history.Entry]:
    """What each object inherits now, or no longer. Its own new level is told by whoever set it."""
    inherited = {
        node: told
        for node, values in new.items()
        if (told := {n: v for n, v in values.items() if v.source or nodes[node].value(n).source})
    }
    wanted = set(inherited) | {
        source
        for node, values in inherited.items()
        for number, value in values.items()
        for source in (value.source, nodes[node].value(number).source)
        if source
    }
    labels: dict[UUID, Asset] = {}
    for some in batched(wanted, 5000):
        labels |= Asset.objects.only("id", "reference", "title").in_bulk(some)
    for node, values in inherited.items():
        changes: dict[str, list[Any]] = {}
        for number, value in sorted(values.items()):
            before, dimension = nodes[node].value(number), DIMENSIONS[number]
            if before.level != value.level:
                changes[f"need_{dimension}"] = [before.level, value.level]
            if before.source != value.source:
                changes[f"driven_{dimension}"] = [_label(labels, before.source), _label(labels, value.source)]
        yield history.Entry("asset.inherited", labels[node], changes)


def _label(labels: Mapping[UUID, Asset], source: UUID | None) -> str | None:
    return str(labels[source]) if source is not None and source in labels else None


def _system(actor: Actor) -> Actor:
    """holger itself: it drew the conclusion, though somebody else gave the cause."""
    cause = ", ".join(part for part in (actor.label, actor.via) if part)
    return Actor(actor.organisation_id, None, None, "holger", (), Channel.SYSTEM, via=cause)
