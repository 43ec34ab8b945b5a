"""Two rounds over the same framework beside each other: what moved up and down."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.controls.filters.gap import GapCompareFilter
from holger.controls.models import GapAnswer, GapRound
from holger.controls.rules.gap import Sums
from holger.controls.selectors import gap as selectors
from holger.controls.tables import gap as tables
from holger.controls.views.gap.common import MENU, InRound, gap_round_or_404, tally_of
from holger.core.kept import Kept
from holger.ui import cells, http
from holger.ui.pages import ListPage, Tab

COMPARED: Kept[selectors.Comparison] = Kept(64)
"""What has been worked out, until anything is written."""


class GapCompare(InRound, ListPage):
    permission, menu = "controls.view", MENU
    title = _("Compare")
    template = "controls/gap_compare.html"
    name = "gap-compare"
    filters = GapCompareFilter
    columns = tables.COMPARED_COLUMNS
    default_sort = "code"
    searched = ("requirement__code", "requirement__title_da", "requirement__title_en", "remark")
    tabs = (
        Tab(_("Moved"), "moved=up&moved=down"),
        Tab(tables.MOVED["up"][0], "moved=up"),
        Tab(tables.MOVED["down"][0], "moved=down"),
    )

    def admit(self) -> None:
        super().admit()
        self.pair  # noqa: B018 - found, or 404

    @cached_property
    def pair(self) -> tuple[GapRound, GapRound]:
        """The earlier round and the later one."""
        one, other = self.gap_round, gap_round_or_404(self.actor, self.kwargs["other"])
        if one.pk == other.pk or one.scope.framework_id != other.scope.framework_id:
            raise Http404
        then, now = sorted((one, other), key=lambda held: held.number)
        return then, now

    def heading(self) -> str:
        then, now = self.pair
        return gettext("%(then)s → %(now)s") % {"then": then.title, "now": now.title}

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((self.title, None))

    def rows(self) -> QuerySet[GapAnswer]:
        rows = selectors.answers_lined_up(self.actor, self.pair[1])
        return rows.select_related("requirement").defer("requirement__guide")

    def narrow(self, data: Any) -> GapCompareFilter:
        told = {"framework": self.gap_round.scope.framework, "comparison": self.comparison}
        return GapCompareFilter(data, self.rows(), actor=self.actor, **told)

    @cached_property
    def comparison(self) -> selectors.Comparison:
        kept = (http.moment(self.request), *(held.pk for held in self.pair))
        return COMPARED.get(kept, lambda: selectors.compared(self.actor, *self.pair))

    def move_of(self, row: GapAnswer) -> selectors.Move:
        return self.comparison.moves[row.pk]

    def link_of(self, row: GapAnswer) -> str:
        row.requirement.framework = self.gap_round.scope.framework
        return self.base + row.requirement.path

    def then_of(self, row: GapAnswer) -> SafeString:
        then = self.move_of(row).then
        if then is None or not then.answer:
            return cells.dash
        return cells.several([tables.said_badge(then.answer), _level(then.maturity)])

    def now_of(self, row: GapAnswer) -> SafeString:
        return cells.several([tables.answer_badge(row), _level(row.maturity)])

    def context(self) -> dict[str, Any]:
        then, now = self.pair
        counted = [tally_of(self.request, held) for held in self.pair]
        sums = {held.pk: each.whole for held, each in zip(self.pair, counted, strict=True)}
        moves = self.comparison.counts()
        return {
            **super().context(),
            "rounds": [self.shown(held, sums[held.pk]) for held in self.pair],
            "trend": self.trend(sums[then.pk], sums[now.pk]),
            "moves": [(tables.move_badge(way), moves[way], way) for way in selectors.MOVES if moves[way]],
            "parts": self.parts(*counted),
            "left": self.comparison.left,
            "others": self.others(),
        }

    def shown(self, held: GapRound, sums: Sums) -> dict[str, Any]:
        return {
            "round": held,
            "bar": tables.sums_bar(sums, "thick"),
            "percent": tables.percent(sums.percent),
            "sums": sums,
        }

    def parts(self, then: selectors.Tally, now: selectors.Tally) -> SafeString:
        """Each part of the framework: its result then and now, and how many requirements of it moved."""
        moved = self.comparison.by_part()
        pairs = []
        for part in selectors.gap_parts(self.actor, now):
            before = then.by_part.get(part.requirement.pk, Sums())
            pairs.append(tables.Pair(part, before, moved[part.requirement.pk], self.trend(before, part.sums)))
        return tables.compared_rows(pairs)

    def trend(self, then: Sums, now: Sums) -> SafeString | str:
        """How far a result moved; of a round that is still open, only where all is answered."""
        if not now.total or (self.pair[1].is_open and not now.done):
            return ""
        return tables.trend(then.percent, now.percent)

    def others(self) -> list[tuple[GapRound, str, bool]]:
        """The other rounds that this one can be compared with."""
        rows = selectors.rounds_of(self.actor, self.gap_round.scope.framework).exclude(pk=self.gap_round.pk)
        here = self.gap_round.reference
        return [
            (row, self.url("controls:gap-round-compare", reference=here, other=row.reference), row in self.pair)
            for row in rows[:8]
        ]


def _level(value: int | None) -> SafeString:
    return SafeString("") if value is None else SafeString(f'<span class="h-small h-dim h-num">{value}</span>')
