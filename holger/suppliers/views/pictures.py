"""The chain around a supplier as a picture, and how much hangs on one supplier or one country."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpResponse, JsonResponse, QueryDict
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from holger.core import dates
from holger.core.countries import country_name
from holger.core.requests import Request
from holger.suppliers.models import Supplier
from holger.suppliers.permissions import VIEW
from holger.suppliers.rules.chains import Weight
from holger.suppliers.rules.remarks import remarks
from holger.suppliers.selectors.chain import DEEPEST, Around, around, concentration
from holger.suppliers.selectors.register import supplier_of
from holger.suppliers.tables.register import criticality_cell
from holger.suppliers.views.register import MENU, TITLE, Way
from holger.ui.http import needs
from holger.ui.pages import Button, Page

SHOWN = 25


def asked_depth(data: QueryDict) -> int:
    asked = data.get("depth", "")
    return min(max(int(asked), 1), DEEPEST) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 3


@require_safe
@needs(VIEW)
def chain_json(request: Request, reference: str) -> HttpResponse:
    """The picture as the page's script reads it. A coloured border means a remark."""
    found = around(request.actor, supplier_of(request.actor, reference), depth=asked_depth(request.GET))
    today = dates.today(request.organisation.zone)
    nodes = [
        {
            "id": str(row.pk),
            "label": row.title if len(row.title) <= 20 else f"{row.title[:19].rstrip()}…",
            "note": f"{row.reference} · {row.criticality or '–'}",
            "url": request.base + row.path,
            "level": next((each.level for each in remarks(row, today)), ""),
            "kind": "me" if row.pk == found.centre.pk else "supplier",
        }
        for row in found.nodes.values()
    ]
    edges = [
        {
            "source": str(edge.supplier_id),
            "target": str(edge.sub_id),
            "label": edge.get_kind_display(),
            "strong": edge.kind == "sub_processor",
        }
        for edge in found.edges.values()
    ]
    return JsonResponse({"nodes": nodes, "edges": edges, "cut": found.cut})


class ChainPage(Page):
    permission, menu = VIEW, MENU
    template = "suppliers/register/chain.html"

    @cached_property
    def object(self) -> Supplier:
        return supplier_of(self.actor, self.kwargs["reference"])

    def heading(self) -> str:
        return str(self.object)

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (str(self.object), self.base + self.object.path), (_("Chain"), None)]

    def actions(self) -> Sequence[Button]:
        return [Button(_("Back to the supplier"), self.base + self.object.path, "building-store")]

    def context(self) -> dict[str, Any]:
        depth = asked_depth(self.request.GET)
        found = around(self.actor, self.object, depth=depth)
        here = self.url("suppliers:chain", reference=self.object.reference)
        data = self.url("suppliers:chain-json", reference=self.object.reference)
        return {
            "found": found,
            "source": f"{data}?depth={depth}",
            "depths": [(n, f"{here}?depth={n}", n == depth) for n in range(1, DEEPEST + 1)],
            "lines": self.lines(found),
        }

    def lines(self, found: Around) -> list[dict[str, Any]]:
        """Every link in the picture, in words."""
        steps = found.steps
        edges = sorted(
            found.edges.values(), key=lambda e: (abs(steps[e.supplier_id]), steps[e.supplier_id], e.supplier.number)
        )
        return [{"edge": edge, "level": criticality_cell(edge.sub, self)} for edge in edges]


class Concentrations(Page):
    permission, menu, title = VIEW, MENU, _("What hangs on whom")
    template = "suppliers/register/concentration.html"
    lead = _("How many of your processes and systems would feel it if one supplier, or one country, were gone.")

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def context(self) -> dict[str, Any]:
        found = concentration(self.actor)
        lists = self.url("suppliers:supplier-list")
        return {
            "found": found,
            "suppliers": [
                (row, criticality_cell(row, self), _numbers(weight)) for row, weight in found.suppliers[:SHOWN]
            ],
            "more": max(0, len(found.suppliers) - SHOWN),
            "countries": [
                (country_name(weight.key), f"{lists}?country={weight.key}", _numbers(weight))
                for weight in found.countries
            ],
        }


def _numbers(weight: Weight[Any]) -> dict[str, int]:
    return {"hanging": len(weight.hanging), "critical": len(weight.critical), "share": weight.share}
