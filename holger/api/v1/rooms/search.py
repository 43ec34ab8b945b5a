"""Finding anything by reference or words, as far as one may see."""

from typing import Any

from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import operation
from holger.api.v1.schemas import Body, Out
from holger.core.registry import registry
from holger.organisation.permissions import ENTER


class SearchQuery(Body):
    q: str = Field(min_length=1, max_length=100, description="Words, or a reference.")
    limit: int = Field(10, ge=1, le=50, description="At most so many of each kind.")


class HitOut(Out):
    kind: str = Field(description="Where it was found: assets, people, risks …")
    reference: str
    id: str
    title: str
    called: str = Field(description="What it is, in your language.")
    note: str
    path: str = Field(description="Its page, below /o/{organisation}/.")


class Hits(Out):
    items: list[HitOut]
    count: int


@operation("GET", "/search", room="search", permission=ENTER, gives=Hits, query=SearchQuery)
def search(request: Call, query: SearchQuery) -> Hits:
    """Find anything"""
    found: list[HitOut] = []
    for each in sorted(registry.searches, key=lambda search: search.order):
        if request.actor.may(each.permission):
            found += [_hit(each.key, hit) for hit in each.find(request.actor, query.q, query.limit)]
    return Hits(items=found, count=len(found))


def _hit(kind: str, hit: Any) -> HitOut:
    texts = {name: str(getattr(hit, name)) for name in ("reference", "id", "title", "note", "path")}
    return HitOut(kind=kind, called=str(hit.kind), **texts)
