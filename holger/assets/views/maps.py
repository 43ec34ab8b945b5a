"""The map as a picture: around one object, and a way in to the whole."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

from django.http import HttpResponse, JsonResponse, QueryDict
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from holger.assets import selectors, tables
from holger.assets.models import Asset
from holger.assets.selectors.graph import DEEPEST, DIRECTIONS, TOLD, Surroundings
from holger.assets.views.reach import asset_or_404
from holger.core import dates
from holger.core.actor import Actor
from holger.core.requests import Request
from holger.ui.http import needs
from holger.ui.pages import Button, Page

DRAWN = (*TOLD, *tables.NEED.reads)
"""What the table beside a picture reads of each object; the picture itself tells remarks as well."""
IN_PICTURE = 120
IN_WHOLE = 30

DIRECTION_WORDS = {
    "both": _("Both ways"),
    "up": _("What depends on it"),
    "down": _("What it depends on"),
}


def asked_depth(data: QueryDict) -> int:
    asked = data.get("depth", "")
    return min(max(int(asked), 1), DEEPEST) if asked.isascii() and asked.isdigit() else 2


def asked_direction(data: QueryDict) -> str:
    asked = data.get("direction", "both")
    return asked if asked in DIRECTIONS else "both"


def around(actor: Actor, asset: Asset, data: QueryDict, reads: Collection[str] = DRAWN) -> Surroundings:
    depth, direction = asked_depth(data), asked_direction(data)
    return selectors.graph_around(actor, asset, depth=depth, direction=direction, limit=IN_PICTURE, reads=reads)


@require_safe
@needs("assets.view")
def graph_json(request: Request, reference: str) -> HttpResponse:
    asset = asset_or_404(request.actor, reference)
    return drawn(request, around(request.actor, asset, request.GET, (*DRAWN, *tables.REMARKS.reads)))


@require_safe
@needs("assets.view")
def whole_json(request: Request) -> HttpResponse:
    return drawn(request, selectors.whole_map(request.actor, limit=IN_WHOLE))


def drawn(request: Request, found: Surroundings) -> HttpResponse:
    """The picture as the page's script reads it. A coloured border means a remark, never the need."""
    today = dates.today(request.organisation.zone)
    carried = selectors.carried_by(list(found.nodes.values()))
    letters = tables.need_letters()
    nodes = []
    for asset in found.nodes.values():
        flags = selectors.flags_of(asset, carried, today)
        needs_ = zip(letters, (asset.need_c, asset.need_i, asset.need_a), strict=True)
        nodes.append(
            {
                "id": str(asset.pk),
                "label": asset.title if len(asset.title) <= 20 else f"{asset.title[:19].rstrip()}…",
                "note": " · ".join([asset.reference, " ".join(f"{letter}{level or '–'}" for letter, level in needs_)]),
                "url": request.base + asset.path,
                "level": flags[0].level if flags else "",
                "kind": "me" if found.centre is not None and asset.pk == found.centre.pk else asset.type,
            }
        )
    edges = [
        {
            "source": str(edge.source_id),
            "target": str(edge.target_id),
            "label": edge.get_kind_display(),
            "strong": edge.source_id in (edge.target.driven_c_id, edge.target.driven_i_id, edge.target.driven_a_id),
        }
        for edge in found.edges.values()
    ]
    return JsonResponse({"nodes": nodes, "edges": edges, "cut": found.cut})


class Graph(Page):
    permission = "assets.view"
    template = "assets/graph.html"

    @cached_property
    def object(self) -> Asset:
        return asset_or_404(self.actor, self.kwargs["reference"])

    @property
    def menu(self) -> str:  # type: ignore[override]
        return "assets:process-list" if self.object.is_process else "assets:asset-list"

    def heading(self) -> str:
        return str(self.object)

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Map"), self.url("assets:map")), (str(self.object), self.base + self.object.path)]

    def actions(self) -> Sequence[Button]:
        return [Button(_("Back to the object"), self.base + self.object.path, self.object.icon)]

    def context(self) -> dict[str, Any]:
        depth, direction = asked_depth(self.request.GET), asked_direction(self.request.GET)
        found = around(self.actor, self.object, self.request.GET)
        here = self.url("assets:graph", reference=self.object.reference)
        data = self.url("assets:graph-json", reference=self.object.reference)
        return {
            "asset": self.object,
            "found": found,
            "source": f"{data}?depth={depth}&direction={direction}",
            "depths": [(n, f"{here}?depth={n}&direction={direction}", n == depth) for n in range(1, DEEPEST + 1)],
            "directions": [
                (word, f"{here}?depth={depth}&direction={key}", key == direction)
                for key, word in DIRECTION_WORDS.items()
            ],
            "lines": self.lines(found),
        }

    def lines(self, found: Surroundings) -> list[dict[str, Any]]:
        """Every dependency in the picture, in words."""
        steps = found.steps
        edges = sorted(
            found.edges.values(), key=lambda e: (abs(steps[e.source_id]), steps[e.source_id], e.source.number)
        )
        return [
            {"edge": edge, "source": edge.source, "target": edge.target, "need": tables.needs_cell(edge.target, self)}
            for edge in edges
        ]


class WholeMap(Page):
    permission = "assets.view"
    template = "assets/map.html"
    menu = "assets:process-list"
    title = _("Map")
    lead = _("The most critical processes and assets, and what lies between them. Open one to see all around it.")

    def actions(self) -> Sequence[Button]:
        return self.allowed(
            [
                Button(_("Dependencies"), self.url("assets:dependency-list"), "arrows-exchange"),
                Button(_("New process"), self.url("assets:process-create"), "plus", True, "assets.create"),
            ]
        )

    def context(self) -> dict[str, Any]:
        found = selectors.whole_map(self.actor, limit=IN_WHOLE)
        ways = {asset.pk: [0, 0] for asset in found.nodes.values()}
        for edge in found.edges.values():
            ways[edge.target_id][0] += 1
            ways[edge.source_id][1] += 1
        rows = [
            {"asset": asset, "need": tables.needs_cell(asset, self), "up": ways[asset.pk][0], "down": ways[asset.pk][1]}
            for asset in found.nodes.values()
        ]
        return {"found": found, "rows": rows, "source": self.url("assets:map-json"), "limit": IN_WHOLE}
