"""Policies on other objects' pages; on a policy's page what it is linked to, and the exceptions from it."""

from typing import Any

from django.utils.translation import gettext

from holger.core import dates
from holger.core.hanging import there
from holger.core.requests import Request
from holger.policies import selectors
from holger.policies.models import Policy, PolicyLink
from holger.policies.permissions import EXCEPT, WRITE
from holger.policies.selectors.exceptions import LIVE
from holger.policies.selectors.links import KINDS
from holger.policies.tables.exceptions import status_badge
from holger.policies.tables.policies import statuses
from holger.ui import http

__all__ = ["KINDS", "about_panel", "exceptions_panel", "links_panel", "risk_panel"]
SHOWN = 12


def about_panel(request: Request, obj: Any) -> dict[str, Any] | None:
    """The policies that say how it is done, on the page of a requirement, a control, an asset or a risk."""
    if not getattr(obj, "assessable", True) or not there(obj, PolicyLink):
        return None
    rows = list(selectors.policies_about(request.actor, obj)[: SHOWN + 1])
    if not rows:
        return None
    standings = selectors.standings_of(request.actor, [row.pk for row in rows[:SHOWN]])
    shown = [(row, statuses(row, standings.get(row.pk, ()))) for row in rows[:SHOWN]]
    return {"rows": shown, "count": len(rows), "more": len(rows) > SHOWN}


def links_panel(request: Request, policy: Policy) -> dict[str, Any] | None:
    """What a policy answers and is about, by kind."""
    actor = request.actor
    may = policy.archived_at is None and actor.may(WRITE, policy)
    found = selectors.links_of(actor, policy)
    if not found and not may:
        return None
    groups: dict[Any, list[Any]] = {}
    for each in found:
        groups.setdefault((each.kind.title, each.kind.icon), []).append(each)
    add = http.link(request, "policies:link-add", reference=policy.reference)
    return {
        "groups": [(title, icon, listed) for (title, icon), listed in groups.items()],
        "count": len(found),
        "may": may,
        "policy": policy,
        "add": add if may else "",
        "action": {"url": add, "text": gettext("Link")} if may else None,
    }


def exceptions_panel(request: Request, policy: Policy) -> dict[str, Any] | None:
    """The exceptions that hold or are asked for."""
    rows = selectors.exceptions_for(request.actor).select_related(None).filter(policy=policy)
    every = list(rows.defer("why", "measure", "answer").order_by("ends"))
    live = [row for row in every if row.status in LIVE]
    may = policy.archived_at is None and request.actor.may(EXCEPT)
    if not live and not may:
        return None
    ask = f"{http.link(request, 'policies:exception-ask')}?policy={policy.reference}"
    return {
        "rows": [(row, status_badge(row)) for row in live[:SHOWN]],
        "count": len(live),
        "today": dates.today(request.organisation.zone),
        "all_url": f"{http.link(request, 'policies:exception-list')}?policy={policy.pk}",
        "earlier": len(every) - len(live),
        "action": {"url": ask, "text": gettext("Ask for one")} if may else None,
    }


def risk_panel(request: Request, risk: Any) -> dict[str, Any] | None:
    """The exceptions that a risk stands behind."""
    rows = selectors.exceptions_for(request.actor).filter(risk=risk, status__in=LIVE).order_by("ends")
    found = list(rows[:SHOWN])
    if not found:
        return None
    today = dates.today(request.organisation.zone)
    return {"rows": [(row, status_badge(row)) for row in found], "count": len(found), "today": today}
