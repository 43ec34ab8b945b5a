"""What the room shows on the overview."""

from typing import Any

from django.utils.translation import gettext, ngettext

from holger.core.actor import Actor
from holger.core.registry import Progress
from holger.core.requests import Request
from holger.frameworks import selectors, tables
from holger.frameworks.models import Scope
from holger.frameworks.rules.standing import Sums

SHOWN = 5


def card(request: Request) -> dict[str, Any] | None:
    """How far each framework is, as honest stacked numbers that lead to their rows."""
    scopes = (
        selectors.scopes_for(request.actor).select_related("framework", "unit").order_by("framework__number", "number")
    )
    sums = tables.sums_at(request)
    rows = [row(request, scope, sums[scope.pk]) for scope in scopes if scope.pk in sums][:SHOWN]
    hatched = any(each["sums"].through for each in rows)
    return {"rows": rows, "hatched": hatched} if rows else None


def row(request: Request, scope: Scope, sums: Sums) -> dict[str, Any]:
    listed = request.url("frameworks:requirement-list", reference=scope.framework.reference)
    query = f"{listed}?scope={scope.number}&state=" if scope.number > 1 else f"{listed}?state="
    parts = [(getattr(sums, name), look, tables.STATES[state], query + state) for name, look, state in tables.PARTS]
    count = ngettext("%(count)s requirement", "%(count)s requirements", sums.total) % {"count": sums.total}
    return {
        "scope": scope,
        "sums": sums,
        "bar": tables.sums_bar(sums),
        "parts": [part for part in parts if part[0]],
        "note": f"{scope.unit}, {count}" if scope.unit else count,
    }


def progress(actor: Actor) -> Progress:
    """Step 2: something is chosen, and everything that applies is answered."""
    sums = sum(selectors.sums_by_scope(actor, {}).values(), Sums())
    if not sums.total:
        path = "frameworks/library/" if actor.may("frameworks.edit") else "frameworks/"
        return Progress(0, 1, gettext("Nothing chosen yet"), gettext("Choose a framework"), path)
    text = ngettext(
        "%(done)s of %(count)s requirement answered", "%(done)s of %(count)s requirements answered", sums.total
    )
    told = text % {"done": sums.answered, "count": sums.total}
    return Progress(sums.answered, sums.total, told, gettext("Answer the next"), "frameworks/")
