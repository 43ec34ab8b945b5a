"""Some runs together, as a mark on the wheel stands for them, and one time moved to another day."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.tasks import services
from holger.tasks.forms.moving import RunMoveForm
from holger.tasks.models import Activity
from holger.tasks.permissions import PLAN
from holger.tasks.rules.months import Month
from holger.tasks.rules.standing import CLOSED
from holger.tasks.rules.workdays import DENMARK
from holger.tasks.selectors.activities import activities_for, links_of
from holger.tasks.selectors.runs import Period, Times, runs_between, runs_named, together
from holger.tasks.selectors.tasks import tasks_for
from holger.tasks.tables.cadence import cadence
from holger.tasks.tables.marks import mark
from holger.tasks.tables.runs import Lines, state_words, title_of
from holger.tasks.views.year import MENU, TITLE, YearPage
from holger.ui import days
from holger.ui.pages import FormPage

MOST_SERVED = 6


class RunsPage(YearPage):
    """What a mark stands for: one run with all there is to know at a glance, or several as a list. ``?run=`` names them.

    Beside a mark it is the card; opened by itself it is a page.
    """

    here = ""
    template = "tasks/runs.html"

    def admit(self) -> None:
        super().admit()
        if not self.times:
            raise Http404

    @cached_property
    def times(self) -> list[Times]:
        return together(runs_named(self.actor, self.request.GET.getlist("run"), self.today))

    def heading(self) -> Any:
        return title_of(self.times[0]) if len(self.times) == 1 else TITLE

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(TITLE, self.url(MENU)), (self.heading(), None)]

    def actions(self) -> Sequence[Any]:
        return ()

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return self.render("tasks/runs.html#card" if request.headers.get("HX-Request") or "card" in request.GET else "")

    def context(self) -> dict[str, Any]:
        lines = Lines(self.base, self.url("tasks:runs"), self.today, self.actor.person_id)
        if len(self.times) > 1:
            return {"lines": lines.drawn(self.times), "count": len(self.times)}
        times = self.times[0]
        if times.count > 1:
            each = together_apart(times)
            return {"one": self.told(times), "lines": lines.drawn(each), "count": times.count}
        return {"one": self.told(times)}

    def told(self, times: Times) -> dict[str, Any]:
        """One run, or what an activity has for one date, in words."""
        run = times.first
        activity = self.activity(times)
        when = days.until(run.day, self.today) if times.movable else ""
        when = "" if when in (days.short(run.day), days.day(run.day)) else when
        return {
            "title": title_of(times),
            "reference": run.task or (run.of.reference if run.of else ""),
            "state": times.state,
            "mark": mark(times.state),
            "words": state_words(times),
            "when": when,
            "day": days.day(run.day),
            "moved": days.day(run.due) if run.due != run.day else "",
            "planned": days.day(run.slot) if run.slot and run.slot != run.due else "",
            "cadence": cadence(run.of.rule) if run.of else "",
            "person": run.person if times.count == 1 else "",
            "approver": activity.approver if activity else None,
            "serves": self.serves(activity),
            "year": self.year(times, activity),
            "minutes": days.duration(run.minutes) if run.minutes else "",
            "url": self.base + run.path if run.task and times.count == 1 else "",
            "mine": bool(run.task) and run.person_id == self.actor.person_id and times.movable,
            "activity_url": self.base + activity.path if activity else "",
            "move_url": f"{self.url('tasks:run-move')}?run={times.key}" if self.may_move(times) else "",
            "there": bool(run.task),
        }

    def activity(self, times: Times) -> Activity | None:
        of = times.first.of
        return activities_for(self.actor).select_related("approver").filter(pk=of.pk).first() if of else None

    def serves(self, activity: Activity | None) -> list[str]:
        """What it is about, by short names."""
        if activity is None:
            return []
        found = [
            each.obj.code if hasattr(each.obj, "code") else each.obj.reference
            for each in links_of(self.actor, activity)
        ]
        more = len(found) - MOST_SERVED
        return [*found[:MOST_SERVED], *([f"+{more}"] if more > 0 else [])]

    def year(self, times: Times, activity: Activity | None) -> str:
        """How the activity has gone this year: 3 of 4 done, 1 deviation."""
        if activity is None:
            return ""
        number = times.first.day.year
        whole = Period(date(number, 1, 1), date(number, 12, 31))
        chosen = activities_for(self.actor).filter(pk=activity.pk)
        runs = together(runs_between(self.actor, whole, self.today, activities=chosen, one_off=False))
        done = sum(each.state in CLOSED for each in runs)
        parts = [gettext("%(done)s of %(count)s done") % {"done": done, "count": len(runs)}]
        for state, one, many in (("deviation", "%(count)s deviation", "%(count)s deviations"), ("missed", "%(count)s missed", "%(count)s missed")):  # fmt: skip
            if count := sum(each.state == state for each in runs):
                parts.append(ngettext(one, many, count) % {"count": count})
        return ", ".join(parts)


def together_apart(times: Times) -> list[Times]:
    """Those of several objects, each by itself."""
    return [Times((run,)) for run in times.runs]


class RunMove(FormPage):
    """``?run=`` says which, ``&to=2026-07`` the month that it was dragged to. A task of its own is moved as such."""

    permission, menu = PLAN, MENU
    title, button, done = _("Move to another day"), _("Move"), _("It is moved.")
    form = RunMoveForm
    template = "tasks/run_move.html"

    def admit(self) -> None:
        super().admit()
        if not self.times:
            raise Http404

    @cached_property
    def times(self) -> Times | None:
        found = together(runs_named(self.actor, [self.request.GET.get("run", "")], self.today))
        return found[0] if len(found) == 1 else None

    def heading(self) -> str:
        assert self.times is not None
        return title_of(self.times)

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(TITLE, self.url(MENU)), (self.heading(), None)]

    def initial(self) -> dict[str, Any]:
        assert self.times is not None
        run, month = self.times.first, Month.read(self.request.GET.get("to", ""))
        if month is None:
            return {"due": max(run.due, self.today)}
        day = date(month.year, month.number, min(run.due.day, monthrange(month.year, month.number)[1]))
        return {"due": max(within(month, day), self.today)}

    def context(self) -> dict[str, Any]:
        assert self.times is not None
        run = self.times.first
        return {
            "run": run,
            "due": days.day(run.due),
            "cadence": cadence(run.of.rule) if run.of else "",
            "activity_url": self.base + run.of.path if run.of else "",
            "count": self.times.count,
        }

    def save(self, answers: dict[str, Any]) -> None:
        assert self.times is not None
        run = self.times.first
        if run.of is not None and run.slot is not None and (self.times.count > 1 or not run.task):
            activity = get_object_or_404(activities_for(self.actor), pk=run.of.pk)
            services.run_move(actor=self.actor, activity=activity, slot=run.slot, **answers)
            return
        task = get_object_or_404(tasks_for(self.actor).select_related("activity"), reference=run.task)
        services.task_move(actor=self.actor, task=task, **answers)

    def back(self) -> str:
        return self.url(MENU)

    def next(self, obj: Any) -> str:
        return self.back()


def within(month: Month, day: date) -> date:
    """The working day that is nearest after it in the month, or the last one of it."""
    found = DENMARK.shown(day)
    return found if found in month else DENMARK.added(month.shifted(1).first, -1)
