"""What the room shows elsewhere: on assets, on the overview, in search."""

from collections.abc import Sequence
from html import escape
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.assets.extras import Extra
from holger.assets.models import Asset
from holger.controls.models import Control
from holger.core import dates
from holger.core.actor import Actor
from holger.core.hanging import there
from holger.core.kept import Kept
from holger.core.registry import Hit, Progress
from holger.core.searching import words_in
from holger.privacy.models import Activity, Dpia
from holger.risks import selectors
from holger.risks.models import AssetScore, Risk, Threat
from holger.risks.rules import acceptance
from holger.risks.rules.method import Method
from holger.risks.tables import effects as told
from holger.risks.tables import number, score, status_badge, trend
from holger.ui import cells, http
from holger.ui.columns import Column

METHODS: Kept[Method] = Kept()
WORST = 5
SHOWN = 12
"""So many of its risks an asset's page tells; the rest wait in the register."""


def method_at(request: HttpRequest) -> Method:
    """The method in force, read once for each page that others show."""
    here = request.actor.organisation_id

    def kept() -> Method:
        return METHODS.get((here, http.written(request)), lambda: selectors.method_for(request.actor).rules)

    return http.once(request, "risk_method", here, kept)


# On assets


def annotate_worst(rows: QuerySet[Asset], actor: Actor) -> QuerySet[Asset]:
    """The risk score of each row, as far as the actor may see risks there."""
    reach = actor.reach("risks.view")
    driven, worst = F("risk_score__driven_by__reference"), F("risk_score__score")
    if reach.everything:
        return rows.annotate(worst=worst, worst_driver=driven)
    seen = Q(unit_id__in=reach.unit_ids)
    if reach.own and actor.person_id:
        seen |= Q(owner_id=actor.person_id) | Q(deputy_id=actor.person_id)
    return rows.annotate(
        worst=Case(When(seen, then=worst), default=None), worst_driver=Case(When(seen, then=driven), default=None)
    )


def worst_cell(row: Any, page: Any) -> SafeString:
    if row.worst is None:
        return cells.dash
    method = method_at(page.request)
    band = method.band_of(row.worst)
    drawn = score(method, row.worst, band.key if band else "none")
    if not row.worst_driver:
        return drawn
    hint = escape(gettext("Driven by %(name)s") % {"name": row.worst_driver})
    return SafeString(f'<span title="{hint}">{drawn}<span class="visually-hidden">, {hint}</span></span>')


def score_at(request: HttpRequest, asset: Asset) -> AssetScore | None:
    """The asset's score, asked for once however many parts of its page show it."""
    known = request.__dict__.setdefault("known_scores", {})
    if asset.pk not in known:
        known[asset.pk] = selectors.score_of(request.actor, asset) if there(asset, AssetScore) else None
    return known[asset.pk]


def worst_badge(request: HttpRequest, asset: Asset) -> SafeString | str:
    if not request.actor.may("risks.view", asset):
        return ""
    found = score_at(request, asset)
    band = method_at(request).band_of(found.score) if found else None
    return score(method_at(request), found.score, band.key) if found and band else ""


WORST_RISK = Extra(
    column=Column(
        "worst",
        _("Worst risk"),
        worst_cell,
        sort="worst",
        help=_("Its own worst risk, or a worse one that it inherits from what it depends on."),
    ),
    annotate=annotate_worst,
    permission="risks.view",
    badge=worst_badge,
)


def asset_panel(request: HttpRequest, asset: Asset) -> dict[str, Any] | None:
    """The asset's risks, the worst first, its score, and where a worse one comes from."""
    actor, method = request.actor, method_at(request)
    if asset.archived_at is not None:
        return None
    today = dates.today(request.organisation.zone)
    # Sorted here: asked for the worst first, a database may read the whole register in that order to find these few.
    risks = selectors.lines(selectors.risks_of(actor, asset)).order_by("number") if there(asset, Risk) else ()
    worst = sorted(risks, key=lambda risk: -1 if risk.current_score is None else risk.current_score, reverse=True)
    found = score_at(request, asset) if actor.may("risks.view", asset) else None
    band = method.band_of(found.score) if found else None
    may = actor.may("risks.assess_subjects", asset)
    button = {"url": request.url("risks:assess", reference=asset.reference), "text": _("Assess risks")}
    return {
        "rows": [
            (risk, number(risk.current_score, risk.current_band, method), status_badge(acceptance.status(risk, today)))
            for risk in worst[:SHOWN]
        ],
        "count": len(worst),
        "total": len(worst),
        "found": found,
        "score": score(method, found.score, band.key) if found and band else "",
        "all_url": f"{request.url('risks:risk-list')}?asset={asset.pk}",
        "action": button if may else None,
    }


# On controls


def control_panel(request: HttpRequest, control: Control) -> dict[str, Any] | None:
    """The risks that a control works on: before, after, and the points between; those first that lose most by it."""
    method = method_at(request)
    effects = list(selectors.effects_of_control(request.actor, control))
    if not effects and control.archived_at is not None:
        return None
    return {
        "rows": [told.before_and_after(method, effect) for effect in effects[:SHOWN]],
        "count": len(effects),
        "total": len(effects),
        "points": sum(effect.points for effect in effects),
        "all_url": f"{request.url('risks:risk-list')}?control={control.pk}",
    }


# On processing activities


def activity_panel(request: HttpRequest, activity: Activity) -> dict[str, Any] | None:
    """What may hit the people that it is about: the worst for them first, each with what it does to them and what it scores."""
    actor, method = request.actor, method_at(request)
    may = actor.may("risks.edit") and activity.archived_at is None
    rows = sorted(_of_activity(request, activity), key=_worst_for_them)
    if not rows and activity.archived_at is not None:
        return None
    today = dates.today(request.organisation.zone)
    new = f"{request.url('risks:risk-create')}?activity={activity.reference}"
    return {
        "rows": [
            (risk, risk.current_subjects, number(risk.current_score, risk.current_band, method), status_badge(acceptance.status(risk, today)))
            for risk in rows[:SHOWN]
        ],
        "count": len(rows) or None,
        "total": len(rows),
        "all_url": f"{request.url('risks:risk-list')}?activity={activity.pk}",
        "new_url": new if may else "",
        "link_url": request.url("risks:risk-link", reference=activity.reference) if may else "",
        "action": {"url": new, "text": gettext("New risk")} if may else None,
    }  # fmt: skip


def _worst_for_them(risk: Risk) -> tuple[int, int, int]:
    return -(risk.current_subjects or 0), -(risk.current_score or 0), risk.number


def dpia_panel(request: HttpRequest, dpia: Dpia) -> dict[str, Any] | None:
    """The same on an assessment of the activity."""
    return activity_panel(request, dpia.activity)


def activity_badge(request: HttpRequest, activity: Activity) -> SafeString | str:
    """How many there are, and the worst score of them."""
    risks = _of_activity(request, activity)
    if not risks:
        return ""
    text = ngettext("%(count)s risk", "%(count)s risks", len(risks)) % {"count": len(risks)}
    worst = max(risks, key=lambda each: each.current_score or 0)
    counted = cells.badge(text, "line", "alert-triangle")
    if worst.current_score is None:
        return counted
    return cells.several([counted, score(method_at(request), worst.current_score, worst.current_band)])


def _of_activity(request: HttpRequest, activity: Activity) -> Sequence[Risk]:
    """The head and the panel tell of the same."""
    found = selectors.risks_of_activity
    return http.once(request, "risks", activity.pk, lambda: list(selectors.lines(found(request.actor, activity))))


# On the overview


def worst_card(request: HttpRequest) -> dict[str, Any] | None:
    """The five worst risks, and whether they moved since the last frozen round."""
    actor, method = request.actor, method_at(request)
    open_risks = selectors.open_risks(actor)
    worst = list(
        selectors.lines(open_risks.filter(current_score__isnull=False)).order_by("-current_score", "pk")[:WORST]
    )
    if not worst:
        return None
    frozen = selectors.latest_frozen(actor)
    before = selectors.previous_scores(actor, frozen, [risk.id for risk in worst])
    return {
        "rows": [
            (risk, score(method, risk.current_score, risk.current_band), trend(before.get(risk.id), risk.current_score))
            for risk in worst
        ],
        "totals": selectors.totals_seen(actor, dates.today(request.organisation.zone)),
        "frozen": frozen,
        "url": request.url("risks:risk-picture"),
        "over_url": f"{request.url('risks:risk-list')}?over=yes",
    }


def waiting(actor: Actor) -> int:
    return selectors.awaiting(actor).count()


def risks_progress(actor: Actor) -> Progress:
    """Step 4: how many of the risks that are written down have been scored."""
    found = selectors.totals_seen(actor, dates.today())
    done, total = found.total - found.to_assess, found.total
    text = ngettext("%(done)s of %(count)s risk is scored", "%(done)s of %(count)s risks are scored", total)
    next_text = gettext("Assess the next system") if total else gettext("Assess the first system")
    next_path = "risks/assess/?sort=-to_assess" if actor.may("risks.assess_subjects") else ""
    return Progress(done, total, text % {"done": done, "count": total}, next_text, next_path)


def treatment_progress(actor: Actor) -> Progress:
    """Step 5: how many of those over the appetite have a plan or an acceptance."""
    found = selectors.totals_seen(actor, dates.today())
    done = found.over - found.without_plan
    text = ngettext(
        "%(done)s of %(count)s risk over the appetite has a plan",
        "%(done)s of %(count)s risks over the appetite have a plan",
        found.over,
    )
    said = text % {"done": done, "count": found.over}
    return Progress(done, found.over, said, gettext("Treat the worst"), "risks/list/?over=yes&planned=no")


# In search

NAMED = ("title", "reference", "asset__title", "threat__title_da", "threat__title_en")


def search(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    words = text.split()[:6]
    if not words:
        return []
    fits = words_in(words, NAMED)
    first = Case(When(reference__iexact=text, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = (
        selectors.risks_for(actor)
        .filter(fits, archived_at=None)
        .annotate(first=first)
        .order_by("first", *selectors.WORST_FIRST)
    )
    return [
        Hit(risk.reference, risk.name, risk.path, gettext("Risk"), "alert-triangle", risk.asset.title, str(risk.pk))
        for risk in rows.select_related("threat", "asset")[:limit]
    ]


def search_threats(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    words = text.split()[:6]
    if not words:
        return []
    fits = words_in(words, ("title_da", "title_en", "reference"))
    rows = selectors.threats_for(actor).filter(fits, hidden=False)[:limit]
    return [Hit(t.reference, t.title, t.path, gettext("Threat"), "bolt", id=str(t.pk)) for t in rows]


def pickable_threats(actor: Actor) -> QuerySet[Threat]:
    return selectors.threats_for(actor)


def pickable_risks(actor: Actor) -> QuerySet[Risk]:
    return selectors.risks_for(actor).filter(archived_at=None)
