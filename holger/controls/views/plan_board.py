"""The plan laid out over quarters: who works on what, when, and what waits for what."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.controls import selectors
from holger.controls.filters.plan import PictureFilter
from holger.controls.models import PlanItem
from holger.controls.permissions import PLAN, VIEW
from holger.controls.rules.plan import is_overdue
from holger.controls.rules.plan_board import Span, place, span
from holger.controls.rules.quarters import Quarter, following
from holger.controls.tables import plan as tables
from holger.controls.tables.plan_board import Group, Row, drawn_lines, drawn_rows
from holger.controls.views.plan import MENU, way, ways
from holger.frameworks.models import Framework
from holger.ui.pages import Button, Page
from holger.ui.query import Query

MOST = 200
"""Rows on one board; the filters reach the rest."""
TRAY = 30
SHOWN = (4, 6, 8, 12)
"""How many quarters can be shown; the second is what one sees first."""
BACK = 1
"""Quarters before this one that one sees at first."""
READS = (
    *(
        "organisation_id",
        "reference",
        "title",
        "number",
        "status",
        "starts",
        "due",
        "owner_id",
        "unit_id",
        "control_id",
    ),
    *("owner__name", "owner__reference", "owner__organisation", "priority"),
)
BY = {"framework": _("By framework"), "owner": _("By owner")}


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
        """What fits the filters, with what a board reads of it."""
        order = (F("starts").asc(nulls_last=True), F("due").asc(nulls_last=True), "number")
        rows = self.filtering.qs.select_related(None).select_related("owner")
        return rows.only(*READS).order_by(*order)

    @cached_property
    def seen(self) -> QuerySet[PlanItem]:
        """What is worked on in these quarters."""
        return self.found.filter(selectors.worked_on(self.quarters[0].first, self.quarters[-1].last))

    @cached_property
    def outlook(self) -> selectors.Outlook:
        return selectors.outlook(self.actor, self.today)

    def context(self) -> dict[str, Any]:
        rows = self.rows(self.seen[:MOST])
        tray = list(self.found.filter(starts=None, due=None)[: TRAY + 1])
        count = self.seen.order_by().count() if len(rows) == MOST else len(rows)
        dated = self.found.exclude(starts=None, due=None).order_by().count()
        return {
            "groups": [self.drawn(group) for group in self.groups(rows)],
            "phone": self.by_quarter(rows),
            "heads": [(each, tables.quarter(each), each == self.this_quarter) for each in self.quarters],
            "places": [round(100 * number / self.count, 2) for number in range(1, self.count)],
            "now": round(place(self.today, self.quarters), 2),
            "outside": dated - count,
            "cut": count - len(rows),
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

    def rows(self, seen: Iterable[PlanItem]) -> list[Row]:
        items = list(seen)
        waits = {item.pk: self.outlook.waits.get(item.pk, ()) for item in items}
        named = self.named({other for others in waits.values() for other in others})
        known = [(item, at) for item in items if (at := span(item.starts, item.due, self.quarters))]
        return [self.row(item, at, [named[pk] for pk in waits[item.pk] if pk in named]) for item, at in known]

    def named(self, keys: Collection[Any]) -> dict[Any, PlanItem]:
        rows = selectors.plan_items_for(self.actor).filter(pk__in=keys)
        return {row.pk: row for row in rows.only("reference", "title", "number", "organisation")}

    def row(self, item: PlanItem, at: Span, waits: Sequence[PlanItem]) -> Row:
        forecast = self.outlook.late.get(item.pk)
        return Row(
            item,
            at,
            look="late" if is_overdue(item.status, item.due, self.today) else item.status,
            badges=tables.status_badges(item, self.today),
            waits=waits,
            late=forecast.end if forecast else None,
            move=self.url("controls:plan-move", reference=item.reference) if self.may_move(item) else "",
        )

    def may_move(self, item: PlanItem) -> bool:
        return item.is_open and self.actor.may(PLAN, item)

    def drawn(self, group: Group) -> dict[str, Any]:
        told = {"title": group.title, "count": len(group.rows), "height": group.height, "rows": group.rows}
        rows = drawn_rows(group, self.base, owners=self.by != "owner")
        return {**told, "drawn": rows, "drawn_lines": drawn_lines(group), "lines": group.lines}

    # Groups

    def groups(self, rows: Sequence[Row]) -> list[Group]:
        homes = self.homes(rows)
        groups: dict[str, Group] = {}
        for row in rows:
            order, key, title = homes[row.item.pk]
            groups.setdefault(f"{order:06d} {title}", Group(key, title)).rows.append(row)
        return [groups[name] for name in sorted(groups)]

    def homes(self, rows: Sequence[Row]) -> dict[Any, tuple[int, str, str]]:
        """Item → the group that it stands in: its place among them, its key, its title."""
        if self.by == "owner":
            return {row.item.pk: self._of_owner(row.item) for row in rows}
        counts = selectors.closes_counted(self.actor, [row.item for row in rows])
        return {row.item.pk: _of_framework(counts[row.item.pk]) for row in rows}

    def _of_owner(self, item: PlanItem) -> tuple[int, str, str]:
        if item.owner is None:
            return 999_999, "none", gettext("Without an owner")
        return 0, item.owner.reference, item.owner.name

    def by_quarter(self, rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
        """For a phone: what is to be done, quarter by quarter."""
        found: dict[Quarter, list[Row]] = {}
        for row in rows:
            day = row.item.due or row.item.starts
            found.setdefault(Quarter.of(day), []).append(row)
        return [(tables.quarter(each), found[each]) for each in sorted(found)]

    def chain(self) -> list[PlanItem]:
        named = self.named(self.outlook.chain)
        return [named[pk] for pk in self.outlook.chain if pk in named]

    def chips(self) -> list[Any]:
        return self.filtering.chips(self.query)

    def kept(self) -> list[tuple[str, str]]:
        """What the filter form carries along unseen."""
        return [(name, value) for name in ("by", "from", "quarters") if (value := self.request.GET.get(name))]

    @property
    def here(self) -> str:
        """Where a click on the board comes back to."""
        return self.request.path + self.query.canonical.removesuffix("?")


def _of_framework(counts: Mapping[Framework, int]) -> tuple[int, str, str]:
    """The framework that it closes most of; the first of equals."""
    if not counts:
        return 999_999, "none", gettext("Closes no requirement")
    most = max(counts, key=lambda framework: (counts[framework], -framework.number))
    return most.number, most.reference, most.title
