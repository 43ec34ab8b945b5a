"""The planning check: can the year's plan be kept by those who are asked to?"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from holger.tasks.permissions import PLAN
from holger.tasks.rules.load import CAPACITY
from holger.tasks.rules.months import Month
from holger.tasks.selectors.load import ONCE, Checked, plan_checked
from holger.tasks.selectors.runs import Source
from holger.tasks.tables.load import LoadTable
from holger.tasks.views.year import MENU, TITLE, YearPage
from holger.ui import days
from holger.ui.pages import Button

MONTHS_AHEAD = 12
HOURS = range(1, 201)
"""What may be said that people have a month."""
MOST_LISTED = 20


class PlanningCheck(YearPage):
    title, here = _("Planning check"), ""
    lead = _(
        "How much the plan asks of whom in the coming twelve months, what nobody is asked for, and where it is too much."
    )
    template = "tasks/planning_check.html"
    keeps = ("hours",)

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def actions(self) -> Sequence[Button]:
        return [Button(_("Roles"), self.url("tasks:role-list"), "id-badge-2", permission=PLAN)]

    @cached_property
    def hours(self) -> int:
        """So much time a month that people have for this."""
        asked = self.request.GET.get("hours", "")
        return int(asked) if asked.isascii() and asked.isdigit() and int(asked) in HOURS else CAPACITY // 60

    @cached_property
    def first(self) -> Month:
        return Month.of(self.today)

    @cached_property
    def checked(self) -> Checked:
        last = self.first.shifted(MONTHS_AHEAD - 1)
        runs = self.runs(self.first.first, last.last, one_off=True, people=True)
        return plan_checked(self.actor, runs, self.first, MONTHS_AHEAD, self.hours * 60)

    def context(self) -> dict[str, Any]:
        found = self.checked.load
        month = self.url("tasks:calendar-month") + self.carried(("category", "unit", "framework"), month="MONTH")
        table = LoadTable(self.checked, f"{month}&owner=OWNER")
        return {
            "table": table,
            "months": [(str(MONTHS[each.number])[:3], str(each)) for each in found.months],
            "hours": self.hours,
            "overfull": self.overfull(month),
            "unowned": self.activities(found.unowned),
            "unowned_url": self.url("tasks:calendar-month") + "?owner=none",
            "unestimated": self.activities(found.unestimated),
            "once_unowned": ONCE in found.unowned,
            "sound": found.sound,
            "asked": bool(found.lines or found.unowned),
        }

    def overfull(self, month: str) -> list[tuple[str, str, str, int, str]]:
        """Whom it is too much for, when, how much, and by how much."""
        return [
            (
                self.checked.people.get(person, "–"),
                f"{str(MONTHS[cell.month.number]).capitalize()} {cell.month.year}",
                days.duration(cell.minutes),
                cell.share or 0,
                month.replace("MONTH", str(cell.month)) + f"&owner={person}",
            )
            for person, cell in self.checked.load.overfull
        ]

    def activities(self, keys: Sequence[Any]) -> list[Source]:
        return [self.checked.sources[key] for key in keys if key in self.checked.sources]
