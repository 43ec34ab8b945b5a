"""What the controls show elsewhere: on requirements, frameworks and assets, on the overview, and to whoever must act."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from holger.assets.models import Asset
from holger.controls import selectors
from holger.controls.models import Control, Link
from holger.controls.permissions import EDIT
from holger.controls.rules.coverage import STATES, Sums
from holger.controls.tables import controls as tables
from holger.controls.tables.worked import coverage_at, totals_at
from holger.controls.words import STATE_LOOKS, STATE_WORDS, STATUS_LOOKS, STATUS_WORDS
from holger.core import dates
from holger.core.actor import Actor
from holger.core.hanging import there
from holger.core.requests import Request
from holger.frameworks.models import Framework, Relation, Requirement, Scope
from holger.frameworks.selectors import scopes_for

SHOWN = 12
"""So many controls tells a panel; the rest wait in the list."""
NAMED = (
    *("organisation_id", "strength", "note"),
    *(f"control__{name}" for name in ("organisation_id", "reference", "title", "status", "owner_id", "unit_id")),
)
RELATION_WORDS = dict(Relation.choices)


# On requirements and frameworks


def requirement_panel(request: Request, requirement: Requirement) -> dict[str, Any] | None:
    """The controls that answer it, and those that only a mapping leads to: these answer nothing."""
    if not requirement.assessable:
        return None
    actor, may = request.actor, request.actor.may(EDIT)
    links = selectors.links_for(actor).filter(requirement=requirement).select_related("control").only(*NAMED)
    found = list(links.order_by("control__number"))
    about = f"?requirement={requirement.pk}"
    return {
        "links": [_answering(actor, link) for link in found[:SHOWN]],
        "leads": [(lead, RELATION_WORDS[lead.relation]) for lead in selectors.leads(actor, requirement)[:SHOWN]],
        "count": len(found),
        "more": len(found) > SHOWN,
        "all_url": f"{request.url('controls:control-list')}{about}",
        "answering": request.url("controls:answering", pk=requirement.pk) if may else "",
        "action": {"url": request.url("controls:control-create") + about, "text": _("New control")} if may else None,
    }


def _answering(actor: Actor, link: Link) -> tuple[Link, SafeString, SafeString, bool]:
    control = link.control
    return link, tables.strength_badge(link.strength), tables.status_badge(control.status), actor.may(EDIT, control)


def framework_panel(request: Request, framework: Framework) -> dict[str, Any] | None:
    """How many of its requirements have a control, in the scope that the page is about; each number leads to its rows."""
    scope = _scope(request, framework)
    sums = coverage_at(request).get(scope.pk) if scope else None
    if scope is None or sums is None or not sums.total:
        return None
    return {"sums": sums, "bar": tables.sums_bar(sums, "thick"), **_counted(request, scope, sums)}


def _scope(request: Request, framework: Framework) -> Scope | None:
    rows = scopes_for(request.actor).filter(framework=framework).order_by("number")
    asked = request.GET.get("scope", "")
    return rows.filter(number=asked).first() if asked.isdecimal() and len(asked) < 9 else rows.first()


def _counted(request: Request, scope: Scope, sums: Sums) -> dict[str, Any]:
    scope_query = f"scope={scope.number}&" if scope.number > 1 else ""
    listed = f"{request.url('controls:coverage', reference=scope.framework.reference)}?{scope_query}"
    parts = [(getattr(sums, s), STATE_LOOKS[s][0], STATE_WORDS[s], f"{listed}state={s}") for s in STATES]
    return {
        "parts": parts,
        "part_url": f"{listed}whole=no",
        "action": {"url": listed.rstrip("?&"), "text": _("Requirement by requirement")},
    }


# On assets


def asset_panel(request: Request, asset: Asset) -> dict[str, Any] | None:
    if asset.archived_at is not None:
        return None
    rows = selectors.controls_for(request.actor).filter(assets=asset, archived_at=None).order_by("number")
    rows = rows.only("organisation_id", "reference", "title", "status", "maturity", "target")
    found = list(rows) if there(asset, Control.assets.through) else []
    new = {"url": f"{request.url('controls:control-create')}?asset={asset.pk}", "text": _("New control")}
    return {
        "rows": [
            (row, tables.maturity(row.maturity, row.target), tables.status_badge(row.status)) for row in found[:SHOWN]
        ],
        "count": len(found),
        "more": len(found) - SHOWN,
        "all_url": f"{request.url('controls:control-list')}?asset={asset.pk}",
        "action": new if request.actor.may(EDIT) else None,
    }


# On the overview


def card(request: Request) -> dict[str, Any] | None:
    """How far the controls are, as honest stacked numbers that lead to their rows."""
    found = totals_at(request)
    if not found.total:
        return None
    listed = request.url("controls:control-list")
    parts = [
        (found.by_status[s], STATUS_LOOKS[s][0], STATUS_WORDS[s], f"{listed}?status={s}") for s in tables.BEST_FIRST
    ]
    return {
        "total": found.total,
        "bar": tables.status_bar(found.by_status, "thick"),
        "parts": [part for part in parts if part[0]],
        "overdue": found.overdue,
        "overdue_url": f"{listed}?overdue=yes",
        "url": listed,
    }


def waiting(actor: Actor) -> int:
    """How many controls of this person's are late."""
    return _late(actor).count() if actor.person_id else 0


def _late(actor: Actor) -> Any:
    rows = selectors.controls_for(actor).filter(archived_at=None, owner_id=actor.person_id)
    return rows.filter(selectors.overdue(dates.today()))
