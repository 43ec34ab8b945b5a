"""What depends on what: the links between suppliers, what rooms above hang on them, and how critical that makes each."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import FETCH_PEERS, Q, QuerySet

from holger.core.actor import Actor
from holger.core.registry import registry
from holger.suppliers.models import Contract, Status, Supplier, SupplyLink
from holger.suppliers.models.agreements import YesNo
from holger.suppliers.permissions import VIEW
from holger.suppliers.rules.chains import Chain, Step, Weight, chain, on_countries, on_suppliers, ranked
from holger.suppliers.selectors.register import suppliers_for

MOST = 120
"""So many fit into one picture."""
DEEPEST = 6


def links_for(actor: Actor) -> QuerySet[SupplyLink]:
    """Links of which the actor may see both ends."""
    rows = SupplyLink.objects.filter(organisation_id=actor.organisation_id)
    if not actor.reach(VIEW).everything:
        seen = suppliers_for(actor).order_by().values("pk")
        rows = rows.filter(supplier__in=seen, sub__in=seen)
    return rows.select_related("supplier", "sub")


def below(actor: Actor, supplier: Supplier) -> QuerySet[SupplyLink]:
    """Who delivers to it, with what a panel says of them. A field that was forgotten costs one question."""
    rows = links_for(actor).filter(supplier=supplier, sub__archived_at=None).select_related(None)
    told = ("supplier", "kind", "service", "data", "approved_on", "sub__reference", "sub__title")
    return rows.select_related("sub").only(*told).fetch_mode(FETCH_PEERS)


def above(actor: Actor, supplier: Supplier) -> QuerySet[SupplyLink]:
    """To whom it delivers, among the suppliers; told in the same way."""
    rows = links_for(actor).filter(sub=supplier, supplier__archived_at=None).select_related(None)
    return rows.select_related("supplier").only("sub", "supplier__reference", "supplier__title").fetch_mode(FETCH_PEERS)


def following(organisation_id: UUID) -> dict[UUID, list[UUID]]:
    """Each supplier that is not put away, with those that deliver to it."""
    rows = SupplyLink.objects.filter(
        organisation_id=organisation_id, supplier__archived_at=None, sub__archived_at=None
    ).order_by()
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for depends, on in rows.values_list("supplier_id", "sub_id").iterator(5000):
        found[depends].append(on)
    return found


# How critical


@dataclass(frozen=True)
class Told:
    """The whole chain of an organisation: what ``rules.chains`` works with, and of which kind each thing above is."""

    chain: Chain[UUID]
    kinds: dict[UUID, str]


def told(organisation_id: UUID) -> Told:
    """What is archived, or merged into another, hands nothing on."""
    needs: dict[UUID, int] = {}
    overrides: dict[UUID, int] = {}
    kinds: dict[UUID, str] = {}
    rows = Supplier.objects.filter(organisation_id=organisation_id, archived_at=None).order_by()
    for key, own, override in rows.values_list("pk", "own_criticality", "override_criticality").iterator(5000):
        if own is not None:
            needs[key] = own
        if override is not None:
            overrides[key] = override
    links = [(depends, on) for depends, found in following(organisation_id).items() for on in found]
    for leaning in registry.leaning:
        for key, supplier, level in leaning.leans(organisation_id):
            links.append((key, supplier))
            kinds[key], needs[key] = leaning.kind, level
    return Told(chain(needs, links, overrides), kinds)


def driver(actor: Actor, supplier: Supplier) -> Any | None:
    """What makes it as critical as it is, if the actor may see that."""
    subject = registry.subjects.get(supplier.driven_type)
    if subject is None or supplier.driven_id is None:
        return None
    return subject.visible(actor).filter(pk=supplier.driven_id).first()


# The picture


@dataclass
class Around:
    """Suppliers and links around one. ``steps``: how far each is, negative for those that it delivers to."""

    centre: Supplier
    nodes: dict[UUID, Supplier]
    steps: dict[UUID, int]
    edges: dict[UUID, SupplyLink] = field(default_factory=dict)
    cut: bool = False


def around(actor: Actor, supplier: Supplier, *, depth: int = 2, limit: int = MOST) -> Around:
    """What the actor may see within ``depth`` steps up and down, two questions a level."""
    found = Around(supplier, {supplier.pk: supplier}, {supplier.pk: 0})
    up, down = {supplier.pk}, {supplier.pk}
    for step in range(1, min(depth, DEEPEST) + 1):
        near = Q(sub_id__in=up) | Q(supplier_id__in=down)
        edges = list(links_for(actor).filter(near, supplier__archived_at=None, sub__archived_at=None))
        met = {end.pk: end for edge in edges for end in (edge.supplier, edge.sub)}
        new = {key: met[key] for key in sorted(met, key=lambda key: met[key].number) if key not in found.nodes}
        room = limit - len(found.nodes)
        found.cut = found.cut or len(new) > room
        kept = dict(list(new.items())[: max(room, 0)])
        above_ = {edge.supplier_id for edge in edges if edge.sub_id in up} & kept.keys()
        below_ = {edge.sub_id for edge in edges if edge.supplier_id in down} & kept.keys()
        found.nodes |= kept
        found.steps |= dict.fromkeys(above_, -step) | dict.fromkeys(below_ - above_, step)
        found.edges |= {
            edge.pk: edge for edge in edges if edge.supplier_id in found.nodes and edge.sub_id in found.nodes
        }
        up, down = above_, below_
        if not (up or down):
            break
    return found


# The register of information


def chains_of(actor: Actor, contracts: Sequence[Contract]) -> dict[UUID, list[Step[Supplier]]]:
    """By contract, who delivers ICT below its supplier, where the function is critical or important; that is where the
    register of information wants to know ((EU) 2024/2956, B_05.02). A supplier that is further down itself comes first,
    with those that it delivers to."""
    rows = links_for(actor).filter(supplier__archived_at=None, sub__archived_at=None).order_by("sub__number", "id")
    down: dict[Supplier, list[Supplier]] = defaultdict(list)
    up: dict[Supplier, list[Supplier]] = defaultdict(list)
    for link in rows:
        if link.sub.ict and link.sub not in down[link.supplier]:
            down[link.supplier].append(link.sub)
        if link.supplier not in up[link.sub]:
            up[link.sub].append(link.supplier)
    found: dict[UUID, list[Step[Supplier]]] = {}
    for row in contracts:
        rank, supplier = row.dora.rank, row.supplier
        steps = [Step(supplier, rank, each) for each in up.get(supplier, ())] if rank > 1 else []
        if row.dora.critical == YesNo.YES:
            steps += ranked(supplier, rank, down, rank + DEEPEST)
        found[row.pk] = steps
    return found


# Concentration


@dataclass(frozen=True)
class Concentration:
    """How much hangs on one supplier, and on one country; ``counted`` is all that could hang on somebody."""

    suppliers: Sequence[tuple[Supplier, Weight[UUID]]]
    countries: Sequence[Weight[str]]
    counted: int
    critical: int


def concentration(actor: Actor) -> Concentration:
    """Of the processes and systems that the actor sees, what would feel a supplier gone, however far down the chain."""
    seen = {row.pk: row for row in suppliers_for(actor).filter(archived_at=None).exclude(status=Status.ENDED)}
    needs, counted, links = _hanging(actor)
    for depends, found in following(actor.organisation_id).items():
        links += [(depends, on) for on in found if on in seen]
    told = chain(needs, links, {})
    weights = on_suppliers(told, counted, seen)
    where = {key: row.works_in for key, row in seen.items()}
    critical = sum(needs.get(key, 0) >= 3 for key in counted)
    return Concentration(
        [(seen[weight.key], weight) for weight in weights], on_countries(told, counted, where), len(counted), critical
    )


def _hanging(actor: Actor) -> tuple[dict[UUID, int], Collection[UUID], list[tuple[UUID, UUID]]]:
    needs: dict[UUID, int] = {}
    links: list[tuple[UUID, UUID]] = []
    for leaning in registry.leaning:
        levels, between = leaning.hanging(actor)
        needs |= levels
        links += between
    return needs, set(needs), links
