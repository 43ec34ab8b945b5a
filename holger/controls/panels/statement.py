"""What statements of applicability show elsewhere: how ready they are, and what waits for whom."""

from collections.abc import Sequence
from typing import Any

from holger.controls import selectors
from holger.controls.models.statement import statement_path
from holger.controls.selectors import Now
from holger.controls.tables.statement import now_at
from holger.controls.tables.statement_cells import readiness, version_badge
from holger.core.actor import Actor
from holger.core.requests import Request
from holger.frameworks.models import Framework, Scope

SHOWN = 3


def card(request: Request) -> dict[str, Any] | None:
    """Of each scope that a statement was begun for: the version in force, what has changed, what an auditor would ask."""
    begun = selectors.statements_for(request.actor).values("scope")
    scopes = selectors.statement_scopes_for(request.actor).filter(pk__in=begun)
    rows = _rows(request, list(scopes.order_by("framework__number", "number")[:SHOWN]))
    return {"rows": rows} if rows else None


def panel(request: Request, framework: Framework) -> dict[str, Any] | None:
    """On a framework's page: the same for each scope in which it holds."""
    if framework.archived_at is not None:
        return None
    scopes = list(selectors.statement_scopes_for(request.actor).filter(framework=framework).order_by("number"))
    return {"rows": _rows(request, scopes), "alone": len(scopes) == 1} if scopes else None


def _rows(request: Request, scopes: Sequence[Scope]) -> list[dict[str, Any]]:
    found = now_at(request, scopes)
    return [_row(request, found[scope.pk]) for scope in scopes]


def _row(request: Request, now: Now) -> dict[str, Any]:
    url = request.base + statement_path(now.scope)
    return {
        "now": now,
        "url": url,
        "force": version_badge(now.force) if now.force else "",
        "open": version_badge(now.open) if now.open else "",
        "ready": readiness(now) if now.force or now.open else "",
        "asked": f"{url}#asked",
        "changes": f"{url}compare/",
    }


def waiting(actor: Actor) -> int:
    return selectors.statements_waiting(actor).count()
