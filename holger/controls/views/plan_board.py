"""The plan laid out over quarters: who works on what, when, and what waits for what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.controls import selectors
from holger.controls.filters.plan import PictureFilter
from holger.controls.models import PlanItem
from holger.controls.permissions import PLAN, VIEW
from holger.controls.rules.plan import Forecast, is_overdue
from holger.controls.rules.plan_board import Span, place, span
from holger.controls.rules.quarters import Quarter, following
from holger.controls.tables import plan as tables
from holger.controls.views.plan import MENU, way, ways
from holger.ui import days
from holger.ui.pages import Button, Page
from holger.ui.query import Query

MOST = 200
"""Rows on one board; the filters reach the rest."""
TRAY = 30
SHOWN = (4, 6, 8, 12)
"""How many quarters can be shown; the second is what one sees first."""
BACK = 1
"""Quarters before this one that one sees at first."""
ROW = 52
"""How high a row is in the style sheet: the lines between rows are laid over them."""
BY = {"framework": _("By framework"), "owner": _("By owner")}


@dataclass
class Row:
    """An item on the board."""

    item: Any
    span: Span
    look: str
    words: str
    badges: Sequence[SafeString]
    waits: Sequence[PlanItem]
    late: str = ""
    may: bool = False


@dataclass
class Line:
    """From the end of what is waited for down, or up, to the beginning of what waits."""

    x: float
    y: int
    to_x: float
    to_y: int
    late: bool = False


@dataclass
class Group:
    key: str
    title: str
    rows: list[Row] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def height(self) -> int:
        return ROW * len(self.rows)


class OverQuarters:
    """A page that shows so many quarters, from one that was asked for."""

    request: Any
    today: Any

    @cached_property
    def query(self) -> Query:
        return Query(self.request.GET)

    @cached_property
    def this_quarter(self) -> Quarter:
        return Quarter.of(self.today)

    @cached_property
    def quarters(self) -> list[Quarter]:
        first = Quarter.read(self.request.GET.get("from", "")) or self.this_quarter.shifted(-BACK)
        return following(first, self.count)

    @property
    def count(self) -> int:
        asked = self.request.GET.get("quarters", "")
        return int(asked) if asked in map(str, SHOWN) else SHOWN[1]

    def turning(self) -> dict[str, Any]:
        """The ways to earlier and later quarters, to today, and to more or fewer of them."""
        first, count = self.quarters[0], self.count
        usual = self.this_quarter.shifted(-BACK)

        def to(quarter: Quarter) -> str:
            return self.query.change(**{"from": "" if quarter == usual else str(quarter)})

        return {
            "earlier": to(first.shifted(-max(count // 2, 1))),
            "later": to(first.shifted(max(count // 2, 1))),
            "now_url": to(usual) if first != usual else "",
            "sizes": [(size, self.query.change(quarters="" if size == SHOWN[1] else str(size)), size == count) for size in SHOWN],
        }  # fmt: skip


class PlanBoard(OverQuarters, Page):
    permission, title, menu = VIEW, _("The plan by quarters"), MENU
    template = "controls/plan_board.html"

    def crumbs(self) -> list[Any]:
        return way(self, (self.title, None))

    def actions(self) -> Sequence[Button]:
        new = Button(_("New plan item"), self.url("controls:plan-create"), "plus", primary=True, permission=PLAN)
        return [*ways(self, "controls:plan-board"), new]

    @property
    def by(self) -> str:
        asked = self.request.GET.get("by", "framework")
        return asked if asked in BY else "framework"

    @cached_property
    def filtering(self) -> PictureFilter:
        return PictureFilter(self.request.GET, selectors.plan_items_listed(self.actor), actor=self.actor)

    @cached_property
    def found(self) -> QuerySet[PlanItem]:
        order = (F("starts").asc(nulls_last=True), F("due").asc(nulls_last=True), "number")
        return self.filtering.qs.order_by(*order)

    @cached_property
    def outlook(self) -> selectors.Outlook:
        return selectors.outlook(self.actor, self.today)

    def context(self) -> dict[str, Any]:
        dated = list(self.found.exclude(starts=None, due=None))
        seen = [(item, at) for item in dated if (at := span(item.starts, item.due, self.quarters))]
        rows = self.rows(seen[:MOST])
        tray = list(self.found.filter(starts=None, due=None)[: TRAY + 1])
        return {
            "groups": self.groups(rows),
            "phone": self.by_quarter(rows),
            "heads": [(each, tables.quarter(each), each == self.this_quarter) for each in self.quarters],
            "places": [round(100 * number / self.count, 2) for number in range(1, self.count)],
            "now": round(place(self.today, self.quarters), 2),
            "outside": len(dated) - len(seen),
            "cut": max(len(seen) - MOST, 0),
            "tray": [(item, self.actor.may(PLAN, item)) for item in tray[:TRAY]],
            "tray_more": len(tray) > TRAY,
            "tray_url": f"{self.url(MENU)}?quarter=none",
            "choices": [(str(each), tables.quarter(each)) for each in following(self.this_quarter, 8)],
            "chain": self.chain(),
            "chain_ends": self.outlook.ends,
            "by": [(key, name, self.query.change(by="" if key == "framework" else key), key == self.by) for key, name in BY.items()],
            "anything": bool(dated or tray),
            "may_plan": self.actor.may(PLAN),
            **self.turning(),
        }  # fmt: skip

    # Rows

    @cached_property
    def named(self) -> dict[Any, PlanItem]:
        """What is waited for, and the critical path, by what they are called."""
        waited_for = {other for others in self.outlook.waits.values() for other in others}
        rows = selectors.plan_items_for(self.actor).filter(pk__in={*waited_for, *self.outlook.chain})
        return {row.pk: row for row in rows.only("reference", "title", "number", "organisation")}

    def rows(self, seen: Iterable[tuple[PlanItem, Span]]) -> list[Row]:
        return [self.row(item, at) for item, at in seen]

    def row(self, item: PlanItem, at: Span) -> Row:
        waits = [self.named[pk] for pk in self.outlook.waits.get(item.pk, ()) if pk in self.named]
        forecast = self.outlook.late.get(item.pk)
        may = item.is_open and self.actor.may(PLAN, item)
        late = self.late_words(forecast) if forecast else ""
        return Row(
            item, at, self.look(item), self.words(item), tables.status_badges(item, self.today), waits, late, may
        )

    def look(self, item: PlanItem) -> str:
        return "late" if is_overdue(item.status, item.due, self.today) else item.status

    def words(self, item: PlanItem) -> str:
        """What the bar says to those who do not see it."""
        ends = " – ".join(days.day(day) for day in (item.starts, item.due) if day)
        return f"{item.reference}: {ends}, {item.get_status_display()}"

    def late_words(self, forecast: Forecast[Any]) -> str:
        text = gettext("What it waits for lets it be done by %(day)s at the earliest.")
        return text % {"day": days.day(forecast.end)}

    # Groups

    def groups(self, rows: Sequence[Row]) -> list[Group]:
        homes = self.homes(rows)
        groups: dict[str, Group] = {}
        for row in rows:
            order, key, title = homes[row.item.pk]
            groups.setdefault(f"{order:06d} {title}", Group(key, title)).rows.append(row)
        found = [groups[name] for name in sorted(groups)]
        for group in found:
            group.lines = self.lines(group.rows)
        return found

    def homes(self, rows: Sequence[Row]) -> dict[Any, tuple[int, str, str]]:
        """Item → the group that it stands in: its place among them, its key, its title."""
        if self.by == "owner":
            return {row.item.pk: self._of_owner(row.item) for row in rows}
        closed = selectors.closes(self.actor, [row.item for row in rows])
        return {row.item.pk: _of_framework(closed[row.item.pk]) for row in rows}

    def _of_owner(self, item: PlanItem) -> tuple[int, str, str]:
        if item.owner is None:
            return 999_999, "none", gettext("Without an owner")
        return 0, item.owner.reference, item.owner.name

    def lines(self, rows: Sequence[Row]) -> list[Line]:
        """The dependencies between rows of a group; those to other groups are told in words."""
        places = {row.item.pk: number for number, row in enumerate(rows)}
        found = []
        for number, row in enumerate(rows):
            for other in row.waits:
                if (at := places.get(other.pk)) is not None:
                    found.append(_line(rows[at], at, row, number))
        return found

    def by_quarter(self, rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
        """For a phone: what is to be done, quarter by quarter."""
        found: dict[Quarter, list[Row]] = {}
        for row in rows:
            day = row.item.due or row.item.starts
            found.setdefault(Quarter.of(day), []).append(row)
        return [(tables.quarter(each), found[each]) for each in sorted(found)]

    def chain(self) -> list[PlanItem]:
        return [self.named[pk] for pk in self.outlook.chain if pk in self.named]

    def chips(self) -> list[Any]:
        return self.filtering.chips(self.query)

    def kept(self) -> list[tuple[str, str]]:
        """What the filter form carries along unseen."""
        return [(name, value) for name in ("by", "from", "quarters") if (value := self.request.GET.get(name))]

    @property
    def here(self) -> str:
        """Where a click on the board comes back to."""
        return self.request.path + self.query.canonical.removesuffix("?")


def _of_framework(closed: Sequence[selectors.Closed]) -> tuple[int, str, str]:
    """The framework that it closes most of; the first of equals."""
    counts: dict[Any, int] = {}
    for each in closed:
        counts[each.requirement.framework] = counts.get(each.requirement.framework, 0) + 1
    if not counts:
        return 999_999, "none", gettext("Closes no requirement")
    most = max(counts, key=lambda framework: (counts[framework], -framework.number))
    return most.number, most.reference, most.title


def _line(before: Row, at: int, after: Row, number: int) -> Line:
    middle = ROW // 2
    start, stop = before.span.end, after.span.x
    return Line(start, at * ROW + middle, stop, number * ROW + middle, late=stop < start)
