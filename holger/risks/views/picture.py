"""The risk picture, the register behind it, and the trend over rounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.controls.models import Control
from holger.core.words import say
from holger.risks import selectors, services
from holger.risks.filters import PictureFilter, RiskFilter
from holger.risks.forms import BulkOwnerForm, BulkReviewForm, BulkTreatmentForm
from holger.risks.models import Risk, Round
from holger.risks.models.risk import STAGE_NAMES
from holger.risks.rules.method import BANDS
from holger.risks.selectors.picture import COLUMNS as DIMENSIONS
from holger.risks.tables import COLUMNS, band_name, decided, stages
from holger.risks.views.common import MENU, WithMethod, crumbs
from holger.ui import days
from holger.ui.pages import Bulk, Button, Empty, ListPage, Page, Tab
from holger.ui.query import Query

LISTED = 9
SHARED = ("unit", "owner", "asset_type")
"""The filters that picture and register have in common."""
CELL, GAP, LEFT = 74, 3, 98
"""The measures of a cell in the style sheet: the arrows are laid over the table."""
ROW = 68


@dataclass(frozen=True)
class Arrow:
    """From one cell to another, with the risk's reference where it begins."""

    reference: str
    x: int
    y: int
    to_x: int
    to_y: int

    @property
    def width(self) -> int:
        return 10 + 6 * len(self.reference)

    @property
    def label_x(self) -> int:
        return self.x - self.width // 2

    @property
    def label_y(self) -> int:
        return self.y - 9

    @property
    def text_y(self) -> int:
        return self.y + 4


class RiskPicture(WithMethod, Page):
    permission, title, menu = "risks.view", _("Risks"), MENU
    template = "risks/picture.html"

    @cached_property
    def query(self) -> Query:
        return Query(self.request.GET)

    @cached_property
    def filtering(self) -> PictureFilter:
        return PictureFilter(self.request.GET, selectors.open_risks(self.actor), actor=self.actor)

    @cached_property
    def stage(self) -> str:
        asked = self.request.GET.get("stage", "current")
        return asked if asked in STAGE_NAMES else "current"

    @cached_property
    def dimension(self) -> str:
        asked = self.request.GET.get("dimension", "")
        return asked if asked in DIMENSIONS else ""

    @cached_property
    def round(self) -> Round | None:
        """The frozen round that is looked at; None: as it is now."""
        asked = self.request.GET.get("round", "")
        if not asked.isdigit():
            return None
        return selectors.rounds_for(self.actor).filter(number=asked, frozen_at__isnull=False).first()

    @cached_property
    def risks(self) -> QuerySet[Any]:
        return self.filtering.qs

    @cached_property
    def placed(self) -> QuerySet[Any]:
        """What is counted: the risks as they are, or as a round froze them."""
        if self.round is None:
            return self.risks
        return selectors.snapshots_of(self.actor, self.round).filter(risk__in=self.risks.values("pk"))

    def actions(self) -> list[Button]:
        return [
            Button(_("Rounds"), self.url("risks:round-list"), "calendar-event"),
            Button(_("Trend"), self.url("risks:risk-trend"), "report-analytics"),
            Button(_("Report"), self.report_url(), "file-text"),
            Button(_("Quick assessment"), self.url("risks:assess-choose"), "bolt", permission="risks.assess_subjects"),
            Button(_("New risk"), self.url("risks:risk-create"), "plus", primary=True, permission="risks.edit"),
        ]

    def report_url(self) -> str:
        """A report of the same risks, as far as the register knows the filters."""
        kept = [(n, v) for n, vs in self.request.GET.lists() for v in vs if v and n in SHARED]
        return f"{self.url('risks:report')}{'?' if kept else ''}{urlencode(kept)}"

    def context(self) -> dict[str, Any]:
        heat = selectors.heat(self.method, self.placed, self.stage, self.dimension)
        worst = selectors.lines(self.risks.filter(over_appetite=True))
        over = worst.order_by("-current_score", "pk")
        return {
            "heat": heat,
            "columns": [(level.level, say(level.name, days.language())) for level in self.method.consequence],
            "rows": [self._row(level, found) for level, found in heat.rows],
            "bands": [
                (band, band_name(self.method, band.key), count, self._band_url(band.key)) for band, count in heat.bands
            ],
            "totals": self.totals,
            "over": [(risk, stages(risk, self.method), decided(risk, self)) for risk in over[:LISTED]],
            "may_assess": self.actor.may("risks.assess_subjects"),
            "arrows": self.arrows() if self.moving else [],
            "width": (CELL + GAP) * self.method.size,
            "height": (ROW + GAP) * self.method.size,
            "stages": [
                (key, name, self.query.change(stage="" if key == "current" else key)) for key, name in self.stages
            ],
            "limit": self.limit,
        }

    stages = (
        ("current", STAGE_NAMES["current"]),
        ("target", STAGE_NAMES["target"]),
        ("inherent", STAGE_NAMES["inherent"]),
    )

    @cached_property
    def totals(self) -> Any:
        return selectors.totals(self.risks)

    @property
    def limit(self) -> str:
        """The appetite in words, with the score at which it is passed."""
        band = self.method.limit()
        who = self.method.acceptors(band.key)
        text = (
            _("Appetite: from %(score)s management must approve")
            if who
            else _("Appetite: from %(score)s the risk must be treated")
        )
        return text % {"score": band.lowest}

    @property
    def moving(self) -> bool:
        return self.request.GET.get("moves", "yes") != "no" and self.stage == "current"

    def moves_url(self) -> str:
        return self.query.change(moves="no" if self.moving else "")

    def _row(self, level: Any, found: list[Any]) -> tuple[int, str, list[Any]]:
        drawn = [(cell, self._cell_url(cell), self._says(cell)) for cell in found]
        return level.level, say(level.name, days.language()), drawn

    def _says(self, cell: Any) -> str:
        """What a cell's link is called when it is read aloud."""
        counted = ngettext("%(count)s risk", "%(count)s risks", cell.count) % {"count": cell.count}
        where = gettext("consequence %(consequence)s, likelihood %(likelihood)s") % {
            "consequence": cell.consequence,
            "likelihood": cell.likelihood,
        }
        return f"{counted}, {where}: {band_name(self.method, cell.band.key)}"

    def _list_url(self, **more: str) -> str:
        """The register with the same filters; for a frozen round the page of what it froze."""
        kept = [(n, v) for n, vs in self.request.GET.lists() for v in vs if v and n in SHARED]
        if self.round is not None:
            return f"{self.base}{self.round.path}?{urlencode([*kept, *more.items()])}"
        return f"{self.url('risks:risk-list')}?{urlencode([*kept, *more.items()])}"

    def _cell_url(self, cell: Any) -> str:
        dimension = f"-{self.dimension}" if self.dimension else ""
        return self._list_url(cell=f"{self.stage}-{cell.consequence}-{cell.likelihood}{dimension}")

    def _band_url(self, band: str) -> str:
        """Only the worst of all dimensions has a band that is stored and can be listed."""
        return self._list_url(band=band) if self.stage == "current" and not self.dimension else ""

    def over_url(self) -> str:
        return f"{self.url('risks:risk-list')}?over=yes"

    def unplanned_url(self) -> str:
        return f"{self.url('risks:risk-list')}?over=yes&planned=no"

    def to_assess_url(self) -> str:
        return f"{self.url('risks:risk-list')}?status=to_assess"

    def chips(self) -> list[Any]:
        return self.filtering.chips(self.query)

    def kept(self) -> list[tuple[str, str]]:
        """What the filter form carries along unseen."""
        return [(name, value) for name in ("stage", "moves") if (value := self.request.GET.get(name))]

    def arrows(self) -> list[Arrow]:
        column = DIMENSIONS[self.dimension]
        found, taken = [], set()
        for row in selectors.moves(self.placed, self.dimension):
            start = (getattr(row, f"inherent_{column}"), row.inherent_likelihood)
            stop = (getattr(row, f"current_{column}"), row.current_likelihood)
            if start in taken:
                continue
            taken.add(start)
            found.append(self._arrow(getattr(row, "reference", None) or row.risk.reference, start, stop))
        return found

    def _arrow(self, reference: str, start: tuple[int, int], stop: tuple[int, int]) -> Arrow:
        (x, y), (to_x, to_y) = self._middle(*start), self._middle(*stop)
        # Clear of the numbers in the middle of both cells: along the top, or down the right side.
        up, aside = 22, 16
        dx, dy = (to_x > x) - (to_x < x), (to_y > y) - (to_y < y)
        if dx == 0:
            x, to_x = x + aside, to_x + aside
        return Arrow(reference, x, y - up, to_x - dx * 24, to_y - up if dy == 0 else to_y - dy * 26)

    def _middle(self, consequence: int, likelihood: int) -> tuple[int, int]:
        x = GAP + (consequence - 1) * (CELL + GAP) + CELL // 2
        y = (self.method.size - likelihood) * (ROW + GAP) + ROW // 2
        return x, y


def set_many(actor: Any, rows: QuerySet[Any], answers: dict[str, Any]) -> int:
    whole = selectors.risks_for(actor).filter(pk__in=[row.pk for row in rows])
    chosen = whole.select_related("asset").prefetch_related("actions").order_by("number")
    return services.risks_edit_many(actor=actor, risks=chosen, **answers)


class RiskList(WithMethod, ListPage):
    permission, title, menu = "risks.view", _("Risk register"), MENU
    name, register = "risks", "risks"
    filters = RiskFilter
    columns = COLUMNS
    default_sort = "-current"
    counted_once = True
    report = "risks:report"
    searched = ("reference", "title", "asset__title", "threat__title_da", "threat__title_en")
    create = ("risks:risk-create", "risks.edit", _("New risk"))
    tabs = (
        Tab(_("Mine"), "owner=me"),
        Tab(_("Over the appetite"), "over=yes"),
        Tab(_("To assess"), "status=to_assess"),
        Tab(_("Waiting for acceptance"), "status=waiting"),
        Tab(_("Controls have changed"), "again=yes"),
    )
    empty = Empty(
        _("No risks yet"),
        _("Choose a system, and holger proposes the threats that fit it. Score them together with whoever knows it."),
        [(_("Assess a system"), "risks:assess-choose", True), (_("New risk"), "risks:risk-create", False)],
    )
    bulk = (
        Bulk("owner", _("Set owner"), "user", "risks.edit", form=BulkOwnerForm, run=set_many),
        Bulk("review", _("Set review"), "calendar-event", "risks.edit", form=BulkReviewForm, run=set_many),
        Bulk("treatment", _("Set treatment"), "shield-check", "risks.edit", form=BulkTreatmentForm, run=set_many),
    )

    def rows(self) -> QuerySet[Any]:
        return selectors.lines(selectors.risks_for(self.actor))

    def controls_of(self, risk: Risk) -> Sequence[Control]:
        return self.controls.get(risk.pk, ())

    @cached_property
    def controls(self) -> Mapping[UUID, Sequence[Control]]:
        """The controls of the rows on this page."""
        return selectors.controls_by_risk(self.actor, [risk.pk for risk in self.page])

    def crumbs(self) -> list[Any]:
        return crumbs(self, (self.title, None))


@dataclass(frozen=True)
class Bar:
    """A round in the trend, drawn as one stacked bar."""

    title: str
    url: str
    day: Any
    parts: list[tuple[str, str, int, float, float]]
    """Band, its name, count, and where its piece begins and how long it is, in percent of the longest bar."""
    total: int
    over: int
    frozen: bool


class RiskTrend(WithMethod, Page):
    permission, title, menu = "risks.view", _("Trend"), MENU
    lead = _("How many risks lay in each band when each round was frozen, and now.")
    template = "risks/trend.html"

    def crumbs(self) -> list[Any]:
        return crumbs(self, (self.title, None))

    def context(self) -> dict[str, Any]:
        found = selectors.trend(self.actor)
        now = selectors.heat(self.method, selectors.open_risks(self.actor))
        counts = {band.key: count for band, count in now.bands}
        over = selectors.totals(selectors.open_risks(self.actor)).over
        longest = max([sum(counts.values()), *(each.total for each in found), 1])
        bars = [
            self._bar(
                each.round.title, self.base + each.round.path, each.round.frozen_at, each.counts, each.over, longest
            )
            for each in found
        ]
        bars.append(self._bar(gettext("Now"), self.url("risks:risk-picture"), None, counts, over, longest))
        return {"bars": bars, "bands": [(key, band_name(self.method, key)) for key in reversed(BANDS)], "rounds": found}

    def _bar(self, title: str, url: str, day: Any, counts: dict[str, int], over: int, longest: int) -> Bar:
        parts, at = [], 0.0
        for key in reversed(BANDS):
            count = counts.get(key, 0)
            width = round(100 * count / longest, 2)
            parts.append((key, band_name(self.method, key), count, round(at, 2), width))
            at += width
        return Bar(title, url, day, parts, sum(counts.values()), over, day is not None)
