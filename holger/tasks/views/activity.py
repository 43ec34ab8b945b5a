"""The page of one activity: what it is for, how often it comes, how it went, what is about it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core import dates
from holger.tasks import selectors, services
from holger.tasks.models import Activity, Task
from holger.tasks.permissions import DELETE, PLAN, VIEW
from holger.tasks.rules.recurrence import upcoming
from holger.tasks.services.planning import rhythm_of
from holger.tasks.tables import activities as tables
from holger.tasks.tables import tasks as task_tables
from holger.tasks.views.shared import ACTIVITIES, TASKS, activity_or_404
from holger.tasks.words.rhythm import rhythm_of as rhythm_words
from holger.ui import cells, days, http
from holger.ui.pages import Button, DetailPage, Fact

RUNS = 12
"""So many of the latest runs stand on the page; the rest are in the list of tasks."""
AHEAD = 5


class ActivityDetail(DetailPage):
    permission, menu, icon = VIEW, ACTIVITIES, "calendar-repeat"
    template = "tasks/activity_detail.html"
    object: Activity

    def find(self) -> Activity:
        return activity_or_404(self.actor, self.kwargs["reference"])

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Activities"), self.url(ACTIVITIES)), (self.object.reference, None)]

    def badges(self) -> Sequence[SafeString]:
        activity = self.object
        words = cells.badge(rhythm_words(activity), "none", "calendar-repeat")
        late = [task for task in self.coming if task.due < self.today]
        found = [words, *tables.state_badges(activity)]
        return [*found, task_tables.due_badge(late[0], self.today)] if late else found

    def actions(self) -> Sequence[Button]:
        if self.object.archived_at:
            return [self._verb("restore", _("Restore"), "archive-off", DELETE)]
        question = _("Archive it? Nothing of it falls due any more. Its runs and their evidence are kept.")
        pause = self._verb("pause", pgettext_lazy("activity", "Pause"), "player-pause", PLAN)
        resume = self._verb("resume", pgettext_lazy("activity", "Go on"), "player-play", PLAN)
        return [
            self._verb("archive", _("Archive"), "archive", DELETE, confirm=question),
            resume if self.object.paused_at else pause,
            Button(_("Edit"), self._url("edit"), "pencil", primary=True, permission=PLAN),
        ]

    def _verb(self, name: str, text: Any, icon: str, permission: str, confirm: Any = "") -> Button:
        return Button(text, self._url(name), icon, post=True, permission=permission, confirm=confirm)

    def _url(self, name: str) -> str:
        return self.url(f"tasks:activity-{name}", reference=self.object.reference)

    def facts(self) -> Sequence[Fact]:
        activity = self.object
        performer = tables.who_cell(activity.performer, activity.performer_role)
        return [
            Fact(_("Category"), activity.get_category_display()),
            Fact(pgettext_lazy("task", "Done by"), _("The owner of each") if activity.each_of else performer),
            Fact(_("Deputy"), cells.person(activity.deputy)),
            Fact(_("Signed off by"), tables.who_cell(activity.approver, activity.approver_role)),
            Fact(_("Owner"), cells.person(activity.owner), help=_("Answers for it being done.")),
            Fact(_("Unit"), activity.unit or ""),
            Fact(_("Takes"), task_tables.minutes_cell(activity.minutes)),
            Fact(_("Opens"), self._days_before(activity.lead_days)),
            Fact(_("Days of grace"), activity.grace_days or pgettext_lazy("days", "none")),
            Fact(_("Escalates"), self._days_after(activity.escalate_days)),
            Fact(_("Evidence"), _("Needed each time") if activity.needs_evidence else _("Not asked for")),
            *self._populations(),
            Fact(_("Next review"), cells.date(activity.next_review, self.today)),
        ]

    def _days_before(self, count: int) -> str:
        return str(_("%(count)s days before")) % {"count": count}

    def _days_after(self, count: int) -> str:
        return str(_("%(count)s days after")) % {"count": count}

    def _populations(self) -> list[Fact]:
        activity, here = self.object, self.actor.organisation_id
        found = []
        if activity.each_of:
            words = tables.population_words(activity.each_of, activity.each_filter, here)
            found.append(Fact(_("One for each of"), words))
        if activity.sample_of:
            words = tables.population_words(activity.sample_of, activity.sample_filter, here)
            found.append(
                Fact(_("Sample"), str(_("%(count)s of: %(what)s")) % {"count": activity.sample_size, "what": words})
            )
        return found

    # What is in the middle

    @property
    def may_edit(self) -> bool:
        return self.object.archived_at is None and self.actor.may(PLAN, self.object)

    @cached_property
    def runs(self) -> list[Task]:
        return list(selectors.runs_of(self.actor, self.object).select_related("activity", "owner")[: RUNS + AHEAD * 2])

    @cached_property
    def coming(self) -> list[Task]:
        """What is planned and to be done, the earliest first."""
        return sorted((task for task in self.runs if task.status == "open"), key=lambda task: task.due)

    def context(self) -> dict[str, Any]:
        activity = self.object
        over = [task for task in self.runs if task.status != "open"]
        return {
            "activity": activity,
            "may_edit": self.may_edit,
            "instructions": self.instructions(),
            "rhythm": rhythm_words(activity),
            "coming": [(task, task_tables.due_badge(task, self.today)) for task in self.coming[:AHEAD]],
            "more_days": [days.day(day) for day in self.later()],
            "runs": [(task, task_tables.badges(task, self.today), self.sampled(task)) for task in over[:RUNS]],
            "all_url": f"{self.url(TASKS)}?activity={activity.pk}&sort=-due",
            "links": selectors.links_of(self.actor, activity),
        }

    def instructions(self) -> str:
        """In the reader's language, or in the other where it is missing."""
        activity = self.object
        danish, english = activity.instructions_da, activity.instructions_en
        return (danish or english) if (get_language() or "").startswith("da") else (english or danish)

    def later(self) -> list[Any]:
        """The dates after those that have tasks."""
        activity = self.object
        if activity.archived_at or activity.paused_at:
            return []
        rhythm = rhythm_of(activity)
        if rhythm.after_done:
            return []
        after = max((task.slot for task in self.coming if task.slot), default=dates.today())
        found = upcoming(rhythm.rule, rhythm.starts, max(after, activity.planned_until or after), AHEAD)
        return [day for day in found if rhythm.ends is None or day <= rhythm.ends][: max(AHEAD - len(self.coming), 2)]

    def sampled(self, task: Task) -> str:
        sample = task.sample
        return str(_("%(size)s of %(all)s")) % {"size": sample["size"], "all": sample["population"]} if sample else ""


@http.needs(PLAN)
@require_POST
def link_remove(request: HttpRequest, reference: str, pk: UUID) -> HttpResponseBase:
    activity = activity_or_404(request.actor, reference)
    link = selectors.link_for(request.actor, activity, pk)
    if link is None:
        raise Http404

    def run() -> None:
        services.activity_link_remove(actor=request.actor, link=link)

    to = http.way_back(request, request.POST.get("back", ""), f"{request.base}{activity.path}#about")
    return http.act(request, str(_("It is no longer linked.")), to, run)
