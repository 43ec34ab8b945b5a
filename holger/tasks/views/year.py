"""What the pages that show the year have in common: the same filters, the same tabs, the same things to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.tasks.filters.runs import RunFilter
from holger.tasks.permissions import PLAN, VIEW
from holger.tasks.selectors.activities import activities_for
from holger.tasks.selectors.runs import Period, Run, Times, runs_between
from holger.ui.pages import Button, Page
from holger.ui.query import Query

MENU = "tasks:wheel"
TITLE = _("Annual wheel")
FILTERS = ("category", "owner", "unit", "framework", "state", "activity")
"""What goes along from one picture to the next."""
LISTED = ("category", "owner", "unit", "framework", "activity")
"""And what the list of tasks knows as well."""


@dataclass(frozen=True)
class YearTab:
    title: str | Promise
    url: str
    here: bool


TABS = (
    ("tasks:wheel", pgettext_lazy("view", "Wheel"), FILTERS),
    ("tasks:calendar-month", pgettext_lazy("view", "Month"), FILTERS),
    ("tasks:calendar-week", pgettext_lazy("view", "Week"), FILTERS),
    ("tasks:task-list", pgettext_lazy("view", "List"), LISTED),
    ("tasks:bars", _("24 months"), FILTERS),
)


class YearPage(Page):
    """``here`` is the name of the tab that the page is."""

    permission, menu = VIEW, MENU
    here: str
    keeps: Sequence[str] = ()
    """What else of the address goes along when the filters change."""

    @cached_property
    def query(self) -> Query:
        return Query(self.request.GET)

    @cached_property
    def filtering(self) -> RunFilter:
        return RunFilter(self.request.GET, activities_for(self.actor), actor=self.actor)

    def chips(self) -> list[Any]:
        return self.filtering.chips(self.query)

    def problems(self) -> list[str]:
        """Filters that could not be understood, in words."""
        fields = self.filtering.form.fields
        return [f"{fields[name].label}: {error}" for name, found in self.filtering.errors.items() for error in found]

    def kept(self) -> list[tuple[str, str]]:
        return [(name, value) for name in self.keeps if (value := self.request.GET.get(name))]

    def clear(self) -> str:
        return self.query.without(*FILTERS)

    def tabs(self) -> list[YearTab]:
        return [YearTab(title, self.url(name) + self.carried(known), name == self.here) for name, title, known in TABS]

    def carried(self, names: Sequence[str] = FILTERS, **more: str) -> str:
        """The filters that are on, as they stand in another page's address."""
        pairs = [(name, value) for name in names for value in self.request.GET.getlist(name) if value]
        pairs = [pair for pair in pairs if pair[0] not in more] + list(more.items())
        return f"?{urlencode(pairs)}" if pairs else ""

    def runs(self, first: date, last: date, *, one_off: bool, people: bool = False) -> list[Run]:
        """What is due in the period and fits the filters."""
        filtering = self.filtering
        activities = filtering.qs if filtering.by_activity else None
        runs = runs_between(
            self.actor,
            Period(first, last),
            self.today,
            activities=activities,
            one_off=one_off and not filtering.by_activity,
            people=people or filtering.by_person,
        )
        return filtering.kept(runs)

    def may_move(self, times: Times) -> bool:
        """May the reader let it be due on another day? Whoever plans only their own plans what they do."""
        if not times.movable:
            return False
        reach = self.reach
        return reach.everything or any(
            run.unit_id in reach.unit_ids or (reach.own and run.person_id == self.actor.person_id) for run in times.runs
        )

    @cached_property
    def reach(self) -> Any:
        return self.actor.reach(PLAN)

    def actions(self) -> Sequence[Button]:
        return [
            Button(_("Subscribe in your calendar"), self.url("tasks:feeds"), "calendar-share"),
            Button(_("Planning check"), self.url("tasks:planning-check"), "scale"),
            Button(_("Ready activities"), self.url("tasks:ready"), "wand", permission=PLAN),
            Button(_("New activity"), self.url("tasks:activity-create"), "plus", primary=True, permission=PLAN),
        ]

    @cached_property
    def anything(self) -> bool:
        return activities_for(self.actor).filter(archived_at=None).exists()
