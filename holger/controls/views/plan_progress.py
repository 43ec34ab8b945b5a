"""How the plan goes: figures by quarter, money and days against what was set aside, and what is done over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from holger.controls import selectors
from holger.controls.filters.plan import PictureFilter
from holger.controls.permissions import PLAN, VIEW
from holger.controls.rules.plan_progress import Progress, Sums
from holger.controls.tables import plan as tables
from holger.controls.views.plan import MENU, way, ways
from holger.controls.views.plan_board import OverQuarters
from holger.ui.pages import Button, Page

HIGH = 100
MOST_CAPACITY = 100_000
STATUSES = "&".join(f"status={status}" for status in ("planned", "started", "done"))


@dataclass(frozen=True)
class Bars:
    """A quarter in a chart: two bars beside each other, each so high in percent, and a word for it."""

    x: float
    breadth: float
    first: float
    second: float
    words: str
    over: float = 0
    """How much of the first is more than there is."""

    @property
    def over_y(self) -> float:
        return round(HIGH - self.first - self.over, 2)

    @property
    def first_y(self) -> float:
        return round(HIGH - self.first, 2)

    @property
    def second_x(self) -> float:
        return round(self.x + self.breadth * 1.1, 2)

    @property
    def second_y(self) -> float:
        return round(HIGH - self.second, 2)


class PlanProgress(OverQuarters, Page):
    permission, title, menu = VIEW, _("Progress of the plan"), MENU
    template = "controls/plan_progress.html"

    def crumbs(self) -> list[Any]:
        return way(self, (self.title, None))

    def actions(self) -> Sequence[Button]:
        return ways(self, "controls:plan-progress")

    @cached_property
    def filtering(self) -> PictureFilter:
        return PictureFilter(self.request.GET, selectors.plan_items_for(self.actor), actor=self.actor)

    @cached_property
    def capacity(self) -> Decimal | None:
        """Days that there are for the plan in a quarter, as the reader has written them."""
        try:
            asked = Decimal(self.request.GET.get("capacity", "").replace(",", ".") or "NaN")
        except InvalidOperation:
            return None
        return asked if asked.is_finite() and 0 < asked <= MOST_CAPACITY else None

    @cached_property
    def progress(self) -> Progress:
        return selectors.progress_of(self.filtering.qs, self.quarters, self.request.organisation.zone)

    def context(self) -> dict[str, Any]:
        progress, total = self.progress, self.progress.total
        late = self.filtering.qs.filter(status__in=("planned", "started"), due__lt=self.today).count()
        return {
            "progress": progress,
            "total": self.cells(total),
            "percent": 100 * total.done // total.planned if total.planned else 0,
            "late": late,
            "late_url": f"{self.url(MENU)}?overdue=yes",
            "rows": [self.line(row) for row in progress.rows],
            "others": [(name, self.cells(sums)) for name, sums in self.outside() if sums != Sums()],
            "capacity": self.capacity,
            "may_plan": self.actor.may(PLAN),
            "money": self.bars("budget", "spent"),
            "effort": self.bars("days", ""),
            "capacity_at": self.capacity_at(),
            "burn": self.burn(),
            "heads": self.heads(),
            **self.turning(),
        }

    def outside(self) -> list[tuple[Any, Sums]]:
        progress = self.progress
        return [(_("Before"), progress.before), (_("Later"), progress.later), (_("Without dates"), progress.undated)]

    def line(self, row: Any) -> dict[str, Any]:
        return {
            "name": tables.quarter(row.quarter),
            "now": row.quarter == self.this_quarter,
            "url": f"{self.url(MENU)}?quarter={row.quarter}&{STATUSES}",
            "planned_by": row.planned_by,
            "done_by": row.done_by,
            "room": self.room(row.sums),
            **self.cells(row.sums),
        }

    def cells(self, sums: Sums) -> dict[str, Any]:
        return {
            "planned": sums.planned,
            "done": sums.done,
            "days": tables.days_of(sums.days),
            "budget": tables.amount(sums.budget),
            "spent": tables.amount(sums.spent),
            "over": tables.amount(sums.over) if sums.over else "",
        }

    def room(self, sums: Sums) -> tuple[str, bool] | None:
        """How many days are left of a quarter, or lacking, and whether they are lacking."""
        if self.capacity is None:
            return None
        left = self.capacity - sums.days
        return tables.days_of(abs(left)), left < 0

    def heads(self) -> list[tuple[str, int | None]]:
        """What stands below the charts: Q4, and the year where it begins."""
        letter = pgettext("letter for a quarter", "Q")
        return [
            (f"{letter}{each.number}", each.year if each.number == 1 or not number else None)
            for number, each in enumerate(self.quarters)
        ]

    # Charts: everything in percent of their breadth and height

    def bars(self, first: str, second: str) -> list[Bars]:
        rows = self.progress.rows
        values = [(getattr(row.sums, first), getattr(row.sums, second) if second else Decimal(0)) for row in rows]
        most = max((*(value for pair in values for value in pair), self.most(first)), default=0)
        if not any(value for pair in values for value in pair):
            return []
        step, share = HIGH / len(rows), 0.28 if second else 0.6
        drawn = []
        for number, (row, (one, other)) in enumerate(zip(rows, values, strict=True)):
            over = max(one - self.capacity, Decimal(0)) if first == "days" and self.capacity is not None else Decimal(0)
            words = f"{tables.quarter(row.quarter)}: {tables.amount(one)}" + (
                f", {tables.amount(other)}" if second else ""
            )
            heights = [round(float(HIGH * value / most), 2) for value in (one - over, other, over)]
            drawn.append(Bars(round((number + 0.2) * step, 2), round(step * share, 2), *heights[:2], words, heights[2]))
        return drawn

    def most(self, name: str) -> Decimal:
        """The capacity belongs into the chart of days as well."""
        return self.capacity if name == "days" and self.capacity is not None else Decimal(0)

    def capacity_at(self) -> float | None:
        """How high the line of the capacity lies."""
        if self.capacity is None:
            return None
        most = max(self.capacity, *(row.sums.days for row in self.progress.rows))
        return round(float(HIGH - HIGH * self.capacity / most), 2)

    def burn(self) -> dict[str, Any]:
        """Two lines from the first quarter's beginning: what was to be done by then, and what is, up to now."""
        rows = self.progress.rows
        most = max((row.planned_by for row in rows), default=0)
        most = max(most, *(row.done_by for row in rows), self.progress.before.planned)
        if not most:
            return {}
        done = [row.done_by for row in rows if row.quarter <= self.this_quarter]
        before = self.progress.before
        return {
            "planned": self.points([before.planned, *(row.planned_by for row in rows)], most),
            "done": self.points([before.done, *done], most) if done else "",
            "most": most,
        }

    def points(self, values: Sequence[int], most: int) -> str:
        step = HIGH / len(self.progress.rows)
        return " ".join(f"{number * step:.2f},{HIGH - HIGH * value / most:.2f}" for number, value in enumerate(values))

    def chips(self) -> list[Any]:
        return self.filtering.chips(self.query)

    def kept(self) -> list[tuple[str, str]]:
        return [(name, value) for name in ("from", "quarters", "capacity") if (value := self.request.GET.get(name))]

    def kept_for_capacity(self) -> list[tuple[str, str]]:
        lists = self.request.GET.lists()
        return [(name, value) for name, values in lists for value in values if value and name != "capacity"]
