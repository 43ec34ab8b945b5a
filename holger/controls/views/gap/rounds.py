"""The rounds that were held, and the page of one."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.controls.filters.gap import GapRoundFilter
from holger.controls.models import GapAnswer, GapRound
from holger.controls.rules.gap import Sums
from holger.controls.selectors import gap as selectors
from holger.controls.tables import gap as tables
from holger.controls.views.gap.common import JOINED, MENU, InRound
from holger.core.kept import Kept
from holger.ui import cells, http
from holger.ui.pages import Button, DetailPage, Empty, Fact, ListPage

SHOWN = 10
WORST: Kept[Sequence[Any]] = Kept(128)
"""The largest gaps, until anything is written."""


class GapRoundList(ListPage):
    permission, title, menu = "controls.view", _("Gap analysis"), MENU
    lead = _("Rounds through a framework, requirement by requirement: what is met, what is missing, and did it move?")
    name = "gap-rounds"
    filters = GapRoundFilter
    columns = tables.ROUND_COLUMNS
    default_sort = "-reference"
    searched = ("title", "purpose", "conclusion", "scope__framework__title_da", "scope__framework__title_en")
    create = ("controls:gap-round-create", "controls.rounds", _("Open a gap round"))
    empty = Empty(
        _("No gap analysis yet"),
        _("Go through a framework with those who know, one requirement at a time. The gaps become your plan."),
        [(_("Open a gap round"), "controls:gap-round-create", True)],
    )

    def rows(self) -> QuerySet[GapRound]:
        return selectors.gap_rounds_for(self.actor).select_related(*JOINED)

    def empty_actions(self) -> list[Button]:
        return super().empty_actions() if self.actor.may("controls.rounds") else []

    @cached_property
    def sums(self) -> dict[Any, Sums]:
        return selectors.gap_sums(self.actor, list(self.page))


class GapRoundDetail(InRound, DetailPage):
    permission, menu, icon = "controls.view", MENU, "chart-radar"
    template = "controls/gap_round_detail.html"

    def find(self) -> GapRound:
        return self.gap_round

    def permission_on(self) -> None:
        """Whoever is asked something in a round sees it too; what they see of it is narrowed."""
        self.gap_round  # noqa: B018 - found, or 404

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Gap analysis"), self.url(MENU)), (self.object.reference, None)]

    def badges(self) -> Sequence[SafeString]:
        found, framework = [tables.state_badge(self.object)], self.object.scope.framework
        found.append(cells.badge(framework.title, "line"))
        if self.object.scope.unit:
            found.append(cells.badge(self.object.scope.unit, "line"))
        return found

    def actions(self) -> Sequence[Button]:
        return [*self._comparing(), *(self._while_open() if self.object.is_open else self._when_closed())]

    def _comparing(self) -> Sequence[Button]:
        other = self.others[0] if self.others else None
        if other is None:
            return []
        there = {"reference": self.object.reference, "other": other.reference}
        return [Button(_("Compare"), self.url("controls:gap-round-compare", **there), "arrows-diff")]

    def _while_open(self) -> Sequence[Button]:
        here = {"reference": self.object.reference}
        rounds = "controls.rounds"
        question = _("Remove it? Nothing is answered in it yet.")
        remove = Button(
            _("Remove"), self.url("controls:gap-round-remove", **here), "trash", False, rounds, True, True, question
        )
        close = self.url("controls:gap-round-close", **here)
        buttons = [
            *([] if self.sums.answered else [remove]),
            Button(_("Ask people"), f"{self.list_url}?asked=none", "user-question", permission="frameworks.scope"),
            Button(pgettext_lazy("gap", "Close"), close, "check", self.sums.done, rounds),
        ]
        if self.may_answer:
            text = _("Begin") if not self.sums.answered else _("Continue")
            go = self.url("controls:gap-answer-next", **here)
            buttons.append(Button(text, f"{go}?show=todo", "player-play", not self.sums.done))
        return buttons

    def _when_closed(self) -> Sequence[Button]:
        if not self.is_latest:
            return []
        scope = self.object.scope
        again = f"{self.url('controls:gap-round-create')}?scope={scope.reference}"
        reopen = self.url("controls:gap-round-reopen", reference=self.object.reference)
        question = _("Open it again? What it found can be changed then.")
        rounds = "controls.rounds"
        return [
            Button(_("Open it again"), reopen, "lock-open", False, rounds, True, False, question),
            Button(_("Start the next round"), again, "plus", True, rounds),
        ]

    @cached_property
    def others(self) -> list[GapRound]:
        """The other rounds of the framework, the one before this one first."""
        rows = selectors.rounds_of(self.actor, self.object.scope.framework).exclude(pk=self.object.pk)
        return sorted(
            rows, key=lambda row: (row.scope_id != self.object.scope_id, row.number > self.object.number, -row.number)
        )

    @property
    def is_latest(self) -> bool:
        return not any(o.scope_id == self.object.scope_id and o.number > self.object.number for o in self.others)

    @property
    def may_edit(self) -> bool:
        return self.actor.may("controls.rounds", self.object)

    @cached_property
    def sums(self) -> Sums:
        return self.tally.whole

    @property
    def worst(self) -> Sequence[Any]:
        kept = (http.moment(self.request), self.object.pk)
        return WORST.get(kept, lambda: selectors.worst_gaps(self.actor, self.object, SHOWN))

    def facts(self) -> Sequence[Fact]:
        held = self.object
        framework = cells.link(held.scope.framework.title, self.base + held.scope.path)
        facts = [
            Fact(_("Framework"), framework),
            Fact(_("Holds in"), tables.where(held)),
            Fact(_("Owner"), cells.person(held.scope.owner)),
            Fact(_("Opened"), cells.date(held.opened_at)),
            Fact(_("To be done by"), cells.date(held.due, self.today if held.is_open else None) if held.due else ""),
        ]
        if not held.is_open:
            facts += [Fact(_("Closed"), cells.date(held.closed_at)), Fact(_("Closed by"), held.closed_by)]
        return facts

    def context(self) -> dict[str, Any]:
        sums, parts = self.sums, selectors.gap_parts(self.actor, self.tally)
        rows = [(part, self.list_url + tables.section_query(part.requirement.code)) for part in parts]
        return {
            "gap_round": self.object,
            "sums": sums,
            "bar": tables.sums_bar(sums, "thick"),
            "counts": [(getattr(sums, name), look, tables.STATES[state], state) for name, look, state in tables.PARTS],
            "rows": tables.part_rows(rows),
            "radar": tables.radar(parts),
            "levels": tables.level_rows(parts),
            "worst": [self.gap(row) for row in self.worst],
            "loads": selectors.gap_workload(self.actor, self.tally),
            "participants": self.object.participants.all(),
        }

    def gap(self, row: Any) -> tuple[GapAnswer, str, SafeString, SafeString, SafeString]:
        return (
            row,
            self.answer_url(row),
            tables.answer_badge(row),
            tables.level(row.maturity, row.target),
            tables.gap_cell(row.gap),
        )
