"""What gap rounds show elsewhere: on frameworks, on the overview, in the journey."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from holger.controls.models import GapRound
from holger.controls.rules.gap import Sums
from holger.controls.selectors import gap as selectors
from holger.controls.tables.gap import percent, state_badge, sums_bar, trend, where
from holger.core.actor import Actor
from holger.core.registry import Progress
from holger.core.requests import Request
from holger.frameworks.models import Framework
from holger.frameworks.selectors import scopes_for
from holger.ui.pages import Button

SHOWN = 6
"""So many of its rounds a framework's page tells; the rest wait in the list."""


def rounds_panel(request: Request, framework: Framework) -> dict[str, Any] | None:
    """The rounds over a framework, the newest first, each with its result and how that moved."""
    rounds = list(selectors.rounds_of(request.actor, framework))
    action = _open_button(request, framework, rounds)
    if not rounds and action is None:
        return None
    sums = selectors.gap_sums(request.actor, rounds)
    rows = [_row(held, sums, _before(held, rounds)) for held in rounds[:SHOWN]]
    more = f"{request.base}gaps/?framework={framework.reference}" if len(rounds) > SHOWN else ""
    return {"rows": rows, "count": len(rounds), "action": action, "more": more}


def _open_button(request: Request, framework: Framework, rounds: Sequence[GapRound]) -> Button | None:
    """To begin the next round, where the reader may and a scope has none open."""
    busy = {held.scope_id for held in rounds if held.is_open}
    scopes = scopes_for(request.actor).filter(framework=framework).order_by("number")
    free = next((each for each in scopes if each.pk not in busy and request.actor.may("controls.rounds", each)), None)
    if free is None or framework.archived_at is not None:
        return None
    address = f"{request.url('controls:gap-round-create')}?scope={framework.reference}-{free.number}"
    return Button(gettext("Start a gap round"), address)


def _before(held: GapRound, rounds: Sequence[GapRound]) -> GapRound | None:
    """The round before this one in the same scope."""
    return next((each for each in rounds if each.scope_id == held.scope_id and each.number < held.number), None)


def _row(held: GapRound, sums: dict[Any, Sums], before: GapRound | None) -> dict[str, Any]:
    found = sums[held.pk]
    return {
        "round": held,
        "where": where(held),
        "state": state_badge(held),
        "bar": sums_bar(found),
        "percent": percent(found.percent),
        "trend": trend(sums[before.pk].percent, found.percent) if before and not held.is_open else "",
    }


def progress(actor: Actor) -> Progress:
    """Step 1: a framework is gone through once, and the round is closed."""
    rounds = selectors.gap_rounds_for(actor).select_related("scope__framework").order_by("-number")
    closed = rounds.filter(closed_at__isnull=False).first()
    held = closed or rounds.first()
    if held is None:
        path = "gaps/new/" if actor.may("controls.rounds") else "gaps/"
        return Progress(0, 1, gettext("No gap analysis yet"), gettext("Start a gap round"), path)
    sums = selectors.gap_sums(actor, [held])[held.pk]
    if closed:
        told = gettext("%(name)s: %(percent)s %% met") % {"name": held.scope.framework.title, "percent": sums.percent}
        return Progress(1, 1, told, gettext("See the gaps"), held.path)
    text = ngettext(
        "%(done)s of %(count)s requirement answered", "%(done)s of %(count)s requirements answered", sums.total
    )
    told = text % {"done": sums.answered, "count": sums.total}
    # A round is not done before it is closed, even if all is answered.
    return Progress(sums.answered, sums.total + 1, told, gettext("Go on with the round"), held.path)
