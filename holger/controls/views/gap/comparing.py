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
from holger.controls.views.gap.common import MENU, InRound, gap_round_or_404
from holger.ui import cells
from holger.ui.pages import ListPage, Tab


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
        rows = selectors.with_moves(self.actor, *self.pair)
        return rows.select_related("requirement").defer("requirement__guide").order_by("requirement__place", "pk")

    def narrow(self, data: Any) -> GapCompareFilter:
        return GapCompareFilter(data, self.rows(), actor=self.actor, framework=self.gap_round.scope.framework)

    def link_of(self, row: GapAnswer) -> str:
        row.requirement.framework = self.gap_round.scope.framework
        return self.base + row.requirement.path

    def then_of(self, row: Any) -> SafeString:
        if not row.then_answer:
            return cells.dash
        return cells.several([tables.said_badge(row.then_answer), _level(row.then_maturity)])

    def now_of(self, row: Any) -> SafeString:
        return cells.several([tables.answer_badge(row), _level(row.maturity)])

    def context(self) -> dict[str, Any]:
        then, now = self.pair
        sums = selectors.gap_sums(self.actor, self.pair)
        moves = self.moves
        return {
            **super().context(),
            "rounds": [self.shown(held, sums[held.pk]) for held in self.pair],
            "trend": tables.trend(sums[then.pk].percent, sums[now.pk].percent),
            "moves": [(tables.move_badge(way), moves[way], way) for way in selectors.MOVES if moves[way]],
            "parts": self.parts(),
            "left": selectors.left_since(self.actor, then, now),
            "others": self.others(),
        }

    @cached_property
    def moves(self) -> dict[str, int]:
        found = dict.fromkeys(selectors.MOVES, 0)
        for counts in self.moved_parts.values():
            for way, count in counts.items():
                found[way] += count
        return found

    @cached_property
    def moved_parts(self) -> dict[Any, Any]:
        return selectors.moved_parts(self.actor, *self.pair)

    def shown(self, held: GapRound, sums: Sums) -> dict[str, Any]:
        return {
            "round": held,
            "bar": tables.sums_bar(sums, "thick"),
            "percent": tables.percent(sums.percent),
            "sums": sums,
        }

    def parts(self) -> list[dict[str, Any]]:
        """Each part of the framework: its result then and now, and how many requirements of it moved."""
        then, now = (selectors.gap_parts(self.actor, held) for held in self.pair)
        before = {part.requirement.pk: part.sums for part in then}
        return [self.part(part, before.get(part.requirement.pk, Sums())) for part in now]

    def part(self, part: selectors.Part, then: Sums) -> dict[str, Any]:
        moved = self.moved_parts.get(part.requirement.pk, {})
        return {
            "top": part.requirement,
            "then": tables.percent(then.percent),
            "now": tables.percent(part.sums.percent),
            "bar_then": tables.sums_bar(then),
            "bar": tables.sums_bar(part.sums),
            "trend": tables.trend(then.percent, part.sums.percent),
            "levels": f"{tables.average(then.maturity)} → {tables.average(part.sums.maturity)}",
            "up": moved.get("up", 0),
            "down": moved.get("down", 0),
            "query": f"?section={part.requirement.code}",
        }

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
