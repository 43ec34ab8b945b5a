"""The quick assessment: many threats to one system on one screen, by keyboard, or as a plain form."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.errors import Conflict, NotAllowed, RuleBroken
from holger.core.words import say
from holger.risks import selectors, services
from holger.risks.filters import AssessFilter
from holger.risks.models import Effect, Risk
from holger.risks.models.risk import ANSWERS, LEVEL_NAMES, STAGE_NAMES
from holger.risks.rules import scoring
from holger.risks.rules.method import SHORT, Method
from holger.risks.rules.scoring import ORGANISATION, STAGES, SUBJECTS
from holger.risks.selectors.grid import Grid, assets_to_assess, grid_of, snapshot_before
from holger.risks.tables import number, score, trend
from holger.risks.views.common import MENU, WithMethod, asset_or_404, crumbs, risk_or_404
from holger.ui import cells, days, http
from holger.ui.columns import Column
from holger.ui.pages import Empty, ListPage, Page, Tab

CONTROLS = 3
"""How many a row of the grid has room for."""
MINUTES = 1.3
"""How long one threat takes people who talk it over."""


@dataclass(frozen=True)
class GridCell:
    """One level to set, drawn as a select that the script turns into a key press."""

    html: SafeString
    subjects: bool
    changed: bool


@dataclass(frozen=True)
class GridRow:
    risk: Risk
    pairs: list[list[GridCell] | None]
    """Organisation and data subjects for C, I and A; None where the threat does not hit."""
    likelihood: GridCell
    done: bool
    changed: bool
    score: SafeString
    trend: SafeString
    target: SafeString
    controls: SafeString
    again: str
    """What has come into place, or fallen away, since its levels were set."""


def score_of(method: Method, risk: Risk, stage: str) -> SafeString:
    value = getattr(risk, f"{stage}_score")
    if value is not None:
        return score(method, value, getattr(risk, f"{stage}_band"))
    if scoring.missing(risk.levels(stage), risk.hits, False):
        return SafeString(f'<span class="h-faint">{gettext("Missing")}</span>')
    return SafeString(f'<span class="h-faint">{gettext("Does not hit")}</span>')


def options(method: Method, likelihood: bool) -> list[tuple[str, str]]:
    """The levels to choose from; a consequence may also not be hit."""
    found = [("", "·")] if likelihood else [("", "·"), ("0", "–")]
    return [*found, *((str(level), str(level)) for level in method.levels)]


class Assess(WithMethod, Page):
    """Whoever may score the data subjects may open it; the levels they may not set are shown but closed."""

    permission, menu = "risks.assess_subjects", MENU
    template = "risks/assess.html"

    @cached_property
    def asset(self) -> Any:
        return asset_or_404(self.actor, self.kwargs["reference"])

    def permission_on(self) -> Any:
        return self.asset

    @property
    def title(self) -> str:  # type: ignore[override]
        return gettext("Assess %(name)s") % {"name": self.asset.title}

    def crumbs(self) -> list[Any]:
        held = self.grid.held
        middle = (held.title, self.base + held.path) if held else (_("Assess"), self.url("risks:assess-choose"))
        return crumbs(self, middle, (f"{self.asset.reference} {self.asset.title}", None))

    @cached_property
    def grid(self) -> Grid:
        return grid_of(self.actor, self.asset)

    @cached_property
    def stage(self) -> str:
        asked = self.request.GET.get("stage", "current")
        return asked if asked in STAGES else "current"

    @cached_property
    def all_levels(self) -> bool:
        return self.actor.may("risks.assess", self.asset)

    def context(self) -> dict[str, Any]:
        rows = [self.row(risk) for risk in self.grid.risks]
        shown = self.request.GET.get("show", "")
        proposed, others = selectors.threats_to_add(self.actor, self.asset)
        missing, changed = sum(not row.done for row in rows), sum(row.changed for row in rows)
        wanted = {"missing": lambda row: not row.done, "changed": lambda row: row.changed}.get(shown)
        return {
            "asset": self.asset,
            "rows": [row for row in rows if wanted is None or wanted(row)],
            "total": len(rows),
            "done": len(rows) - missing,
            "missing": missing,
            "percent": 100 * (len(rows) - missing) // len(rows) if rows else 0,
            "minutes": max(1, round(missing * MINUTES)) if missing else 0,
            "views": self._views(len(rows), missing, changed, shown),
            "stages": [(key, STAGE_NAMES[key], f"?stage={key}", key == self.stage) for key in STAGES],
            "proposed": proposed,
            "others": others,
            "held": self.grid.held,
            "last": self.grid.last,
            "words": self._words(),
            "may_edit": self.actor.may("risks.edit", self.asset),
            "confirmable": self.grid.held is not None and any(self.grid.unchanged(row.risk) for row in rows),
            "levels": self.method.levels,
        }

    def _views(self, total: int, missing: int, changed: int, shown: str) -> list[tuple[Any, int, str, bool]]:
        stage = f"&stage={self.stage}" if self.stage != "current" else ""
        found = [(_("All"), total, ""), (_("Missing"), missing, "missing")]
        if self.grid.last is not None:
            found.append((_("Changed"), changed, "changed"))
        return [(title, count, f"?show={key}{stage}", key == shown) for title, count, key in found]

    def _words(self) -> dict[str, Any]:
        """The wording of every level, for the line under the row that is worked on."""
        language = days.language()
        found: dict[str, Any] = {
            "likelihood": [[say(level.name, language), level.says(language)] for level in self.method.likelihood]
        }
        for letter, dimension in SHORT.items():
            found[letter] = [
                [say(level.name, language), level.says(language, dimension)] for level in self.method.consequence
            ]
        return found

    def row(self, risk: Risk) -> GridRow:
        before = self.grid.before.get(risk.id)
        pairs = [
            [self.cell(risk, letter, before), self.cell(risk, f"d{letter}", before)] if letter in risk.hits else None
            for letter in ORGANISATION
        ]
        likelihood = self.cell(risk, "likelihood", before)
        every = [cell for pair in pairs if pair for cell in pair] + [likelihood]
        was = getattr(before, f"{self.stage}_score") if before else None
        return GridRow(
            risk,
            pairs,
            likelihood,
            self.grid.fresh(risk),
            any(cell.changed for cell in every),
            score_of(self.method, risk, self.stage),
            moved(was, getattr(risk, f"{self.stage}_score")),
            number(risk.target_score, risk.target_band, self.method),
            controls_of(risk.effects.all()),
            again(self.grid.outdated(risk)),
        )

    def cell(self, risk: Risk, name: str, before: Any) -> GridCell:
        field = f"{self.stage}_{name}"
        value, was = getattr(risk, field), getattr(before, field) if before else None
        subjects, changed = name in SUBJECTS, was is not None and value is not None and was != value
        look = f"ci{' is-reg' if subjects else ''}{' is-ch' if changed else ''}"
        label = escape(f"{LEVEL_NAMES[name]}, {risk.name}")
        closed = "" if subjects or self.all_levels else " disabled"
        told = f"<small>{escape(gettext('before'))} {was}</small>" if changed else ""
        html = (
            f'<span class="cw"><select class="{look}" name="{risk.id}:{field}" data-field="{field}" aria-label="{label}"'
            f"{closed}>{self._drawn(name == 'likelihood', value)}</select>{told}</span>"
        )
        return GridCell(SafeString(html), subjects, changed)

    def _drawn(self, likelihood: bool, value: int | None) -> str:
        """The options of a level, drawn once for each value: a grid has hundreds of levels."""
        key = (likelihood, value)
        if key not in self._options:
            chosen = "" if value is None else str(value)
            self._options[key] = "".join(
                f'<option value="{key}"{" selected" if key == chosen else ""}>{text}</option>'
                for key, text in options(self.method, likelihood)
            )
        return self._options[key]

    @cached_property
    def _options(self) -> dict[tuple[bool, int | None], str]:
        return {}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Everything at once, for those who work without script."""
        saved, lost = 0, []
        for risk in self.grid.risks:
            answers = sent_levels(request, risk, self.stage)
            if answers is None:
                continue
            try:
                services.risk_assess(actor=self.actor, risk=risk, version=sent_version(request, risk), **answers)
                saved += 1
            except Conflict:
                lost.append(risk.reference)
            except RuleBroken as broken:
                http.tell(request, f"{risk.reference}: {broken.message}", level=messages.ERROR)
        if lost:
            text = gettext("Somebody else changed %(names)s meanwhile. Look at the levels there and set yours again.")
            http.tell(request, text % {"names": ", ".join(lost)}, level=messages.WARNING)
        http.tell(request, ngettext("%(count)s risk saved.", "%(count)s risks saved.", saved) % {"count": saved})
        return HttpResponseRedirect(request.get_full_path())


def moved(was: int | None, now: int | None) -> SafeString:
    return trend(was, now) if was != now else SafeString("")


def sent_levels(request: HttpRequest, risk: Risk, stage: str) -> dict[str, Any] | None:
    """What the form says differently of a risk; None when nothing differs."""
    answers: dict[str, Any] = {}
    for field in ANSWERS:
        sent = request.POST.get(f"{risk.id}:{field}")
        if sent is not None and field.startswith(stage):
            level = level_of(sent)
            if level != getattr(risk, field):
                answers[field] = level
    reason = request.POST.get(f"{risk.id}:reason")
    if reason is not None and reason.replace("\r\n", "\n") != risk.reason:
        answers["reason"] = reason.replace("\r\n", "\n")
    return answers or None


def level_of(text: str) -> int | None:
    """A level as it was sent; None for none."""
    if text == "":
        return None
    if not text.isdigit() or len(text) > 2:
        raise RuleBroken(gettext("That is not a level."))
    return int(text)


def sent_version(request: HttpRequest, risk: Risk) -> int | None:
    sent = request.POST.get(f"{risk.id}:version", "")
    return int(sent) if sent.isdigit() else None


@http.needs("risks.assess_subjects")
@require_POST
def risk_cell(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Save one answer of the grid: a level, the reason or a control. 409 tells what somebody else has set."""
    risk = risk_or_404(request.actor, reference)
    field, value = request.POST.get("field", ""), request.POST.get("value", "")
    version = request.POST.get("version", "")
    method = selectors.method_for(request.actor).rules
    try:
        _save(request, risk, field, value, int(version) if version.isdigit() else None)
    except Conflict as conflict:
        return JsonResponse(_conflict(request, method, conflict.current, field), status=409)
    except NotAllowed:
        return JsonResponse({"error": gettext("Your role may not set this.")}, status=403)
    except RuleBroken as broken:
        return JsonResponse({"error": broken.message}, status=422)
    except ValidationError as invalid:
        return JsonResponse({"error": " ".join(invalid.messages)}, status=422)
    return JsonResponse(_shown(request, method, risk, field))


def _save(request: HttpRequest, risk: Risk, field: str, value: str, version: int | None) -> None:
    if field == "control":
        _put_control(request, risk, value.strip())
    elif field == "reason":
        services.risk_assess(actor=request.actor, risk=risk, version=version, reason=value)
    elif field in ANSWERS:
        services.risk_assess(actor=request.actor, risk=risk, version=version, **{field: level_of(value)})
    else:
        raise Http404


def _shown(request: HttpRequest, method: Method, risk: Risk, field: str) -> dict[str, Any]:
    """What changes on the row."""
    stage = field.partition("_")[0] if field in ANSWERS else "current"
    before = snapshot_before(request.actor, risk)
    was = getattr(before, f"{stage}_score") if before else None
    effects = selectors.effects_on(request.actor, risk)
    return {
        "version": risk.version,
        "values": {name: getattr(risk, name) for name in ANSWERS if name.startswith(stage)},
        "score": score_of(method, risk, stage) + moved(was, getattr(risk, f"{stage}_score")),
        "target": number(risk.target_score, risk.target_band, method),
        "controls": controls_of(effects),
        "again": again([effect for effect in effects if effect.is_outdated]),
        "done": risk.assessed_at is not None,
        "saved": gettext("Saved %(time)s") % {"time": days.clock(risk.updated_at)},
    }


def _conflict(request: HttpRequest, method: Method, current: Risk, field: str) -> dict[str, Any]:
    theirs = getattr(current, field, None) if field in ANSWERS or field == "reason" else None
    shown = "–" if theirs == 0 else "·" if theirs is None else theirs
    text = gettext("Somebody else changed this risk meanwhile. Here it is now: %(value)s.") % {"value": shown}
    return {
        **_shown(request, method, current, field),
        "error": text,
        "mine": gettext("Keep mine"),
        "theirs": gettext("Keep theirs"),
        "value": "" if theirs is None else theirs,
    }


def _put_control(request: HttpRequest, risk: Risk, named: str) -> None:
    """A control that is there, by its reference or title; what nobody has written down before is made, in place."""
    known = selectors.control_named(request.actor, named)
    if known is not None:
        services.effect_add(actor=request.actor, risk=risk, control=known)
    else:
        services.effect_add_new(actor=request.actor, risk=risk, title=named)


def controls_of(effects: Iterable[Effect]) -> SafeString:
    """The first controls; what is only planned or partly in place is grey, and the rest is a number."""
    found = [effect.control for effect in effects]
    drawn = [
        cells.badge(
            control.title,
            "line" if control.in_place else "none",
            title=f"{control} ({control.get_status_display()})",
        )
        for control in found[:CONTROLS]
    ]
    if rest := found[CONTROLS:]:
        drawn.append(cells.badge(f"+{len(rest)}", "none", title=", ".join(control.title for control in rest)))
    return SafeString("".join(drawn))


def again(outdated: list[Effect]) -> str:
    if not outdated:
        return ""
    return gettext("Score again: %(names)s") % {"names": ", ".join(effect.control.reference for effect in outdated)}


@http.needs("risks.edit")
@require_POST
def assess_add(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Add the threats that were ticked."""
    asset = asset_or_404(request.actor, reference)
    chosen = request.POST.getlist("threat")
    try:
        threats = list(selectors.threats_for(request.actor).filter(pk__in=chosen))
    except ValidationError as error:
        raise Http404 from error
    if len(threats) < len(set(chosen)):
        raise Http404
    added = services.risks_add_from_threats(actor=request.actor, asset=asset, threats=threats)
    count = len(added)
    http.tell(request, ngettext("%(count)s threat added.", "%(count)s threats added.", count) % {"count": count})
    return HttpResponseRedirect(request.url("risks:assess", reference=asset.reference))


@http.needs("risks.assess")
@require_POST
def assess_confirm(request: HttpRequest, reference: str) -> HttpResponseBase:
    """As last round: everything that was assessed before and not yet touched in this round still holds. Where controls
    have come into place since, somebody must look at the levels."""
    asset = asset_or_404(request.actor, reference)
    request.actor.require("risks.assess", asset)
    grid = grid_of(request.actor, asset)
    count = services.risk_confirm(actor=request.actor, risks=[r for r in grid.risks if grid.unchanged(r)])
    http.tell(request, ngettext("%(count)s risk confirmed.", "%(count)s risks confirmed.", count) % {"count": count})
    return HttpResponseRedirect(request.url("risks:assess", reference=asset.reference))


@http.needs("risks.assess")
@require_POST
def assess_freeze(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Freeze this system's risks in the open round."""
    asset = asset_or_404(request.actor, reference)
    request.actor.require("risks.assess", asset)
    grid = grid_of(request.actor, asset)
    if grid.held is None:
        raise Http404

    def told(count: int) -> str:
        return ngettext("%(count)s risk frozen.", "%(count)s risks frozen.", count) % {"count": count}

    freeze, held = services.risks_freeze, grid.held
    return http.act(
        request, told, request.base + held.path, lambda: freeze(actor=request.actor, held=held, risks=grid.risks)
    )


def _assess_link(row: Any, page: Any) -> SafeString:
    return cells.link(gettext("Assess"), page.url("risks:assess", reference=row.reference))


def _worst(row: Any, page: Any) -> SafeString:
    found = getattr(row, "risk_score", None)
    band = page.method.band_of(found.score) if found else None
    return score(page.method, found.score, band.key) if found and band else cells.dash


class AssessChoose(WithMethod, ListPage):
    permission, title, menu = "risks.assess_subjects", _("Quick assessment"), MENU
    lead = _("Choose the system to assess. The most critical ones come first.")
    name = "assess"
    filters = AssessFilter
    tabs = (Tab(_("Mine"), "owner=me"), Tab(_("To assess"), "left=yes"))
    default_sort = "-criticality"
    searched = ("reference", "title")
    columns = (
        Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
        Column(
            "title",
            _("Name"),
            lambda row, page: cells.link(row.title, page.url("risks:assess", reference=row.reference)),
            sort="title",
        ),
        Column("type", _("Type"), lambda row, page: row.get_type_display(), sort="type"),
        Column("owner", _("Owner"), lambda row, page: cells.person(row.owner), sort="owner__name"),
        Column("criticality", _("Criticality"), lambda row, page: row.criticality, sort="criticality", number=True),
        Column("risks", _("Risks"), lambda row, page: row.risk_count, sort="risk_count", number=True),
        Column("to_assess", _("To assess"), lambda row, page: row.to_assess or "", sort="to_assess", number=True),
        Column("worst", _("Worst risk"), _worst, sort="risk_score__score"),
        Column("assessed", _("Assessed"), lambda row, page: cells.moment(row.last_assessed), sort="last_assessed"),
        Column("go", _("Do"), _assess_link),
    )
    empty = Empty(
        _("Nothing to assess yet"),
        _("Put the first system in the map; its threats are proposed at once."),
        [(_("New asset"), "assets:asset-create", True)],
    )

    def rows(self) -> QuerySet[Any]:
        return assets_to_assess(self.actor)

    def crumbs(self) -> list[Any]:
        return crumbs(self, (self.title, None))
