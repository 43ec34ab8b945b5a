"""The page of one task, which is the run: how to do it, the sample, what came of it, and who looks at it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.errors import RuleBroken
from holger.core.registry import registry
from holger.core.requests import Request
from holger.tasks import selectors, services
from holger.tasks.forms.tasks import RunForm
from holger.tasks.models import Task, TaskStatus
from holger.tasks.permissions import DELETE, PLAN, VIEW, WORK
from holger.tasks.rules import tasks as rules
from holger.tasks.selectors.moves import leaver_of
from holger.tasks.selectors.team import looks_after
from holger.tasks.services.following import proposed_owner, proposed_title
from holger.tasks.services.planning import next_slot
from holger.tasks.tables import tasks as tables
from holger.tasks.tables.activities import population_words
from holger.tasks.views.shared import TASKS, task_or_404
from holger.tasks.words.rhythm import rhythm_of
from holger.ui import cells, days, http
from holger.ui.pages import Button, DetailPage, Fact
from holger.ui.pages.detail import Shown
from holger.ui.pages.form import add_errors

EARLIER = 4
PROOF = "evidence"
"""The panel that stands among the steps of a run."""


class TaskDetail(DetailPage):
    permission, menu, icon = VIEW, TASKS, "checkbox"
    template = "tasks/task_detail.html"
    object: Task

    def find(self) -> Task:
        return task_or_404(self.actor, self.kwargs["reference"])

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        """By way of its activity, where the reader sees it."""
        task, reference = self.object, (self.object.reference, None)
        if task.activity is not None and self.sees_activity:
            way = (f"{task.activity.reference} {task.activity.title}", self.base + task.activity.path)
            return [(_("Activities"), self.url("tasks:activity-list")), way, reference]
        return [(_("Tasks"), self.url(TASKS)), reference]

    @cached_property
    def sees_activity(self) -> bool:
        return self.object.activity is not None and self.actor.may(VIEW, self.object.activity)

    def badges(self) -> Sequence[SafeString]:
        found = tables.badges(self.object, self.today)
        if self.object.archived_at:
            found.append(cells.badge(_("Archived"), "none", "archive"))
        return found

    # What may be done

    @cached_property
    def may_do(self) -> bool:
        """May the reader say how it went?"""
        task = self.object
        why = rules.why_not_work(task.status, done=task.done_at is not None)
        why = why or rules.why_not_do(self.actor.person_id, task.approver_id)
        return task.archived_at is None and not why and self.actor.may(WORK, task)

    @cached_property
    def may_sign(self) -> bool:
        task = self.object
        people = {"approver": task.approver_id, "doer": task.doer_id, "owner": task.owner_id}
        why = rules.why_not_sign(self.actor.person_id, waits=task.awaits_sign_off, **people)
        return task.archived_at is None and not why and self.actor.may(WORK, task)

    def actions(self) -> Sequence[Button]:
        task = self.object
        if task.archived_at:
            return [self._verb("restore", _("Restore"), "archive-off", DELETE)]
        if task.status == TaskStatus.OPEN:
            return [
                self._way("drop", pgettext_lazy("task", "Drop"), "circle-off"),
                self._way("edit", _("Edit"), "pencil"),
                self._way("give", _("Give to"), "user-share"),
                self._way("move", _("Move date"), "calendar-event"),
                *self._leaver(),
            ]
        if task.status == TaskStatus.WAITING:
            return [self._way("edit", _("Edit"), "pencil")]
        archive = self._verb("archive", _("Archive"), "archive", DELETE)
        if rules.why_not_reopen(task.status):
            return [archive]
        return [archive, self._verb("reopen", _("Open again"), "restore", PLAN)]

    def _leaver(self) -> list[Button]:
        """The way to handing over what they own, where it is about somebody who leaves."""
        leaver = leaver_of(self.object)
        if leaver is None or not looks_after(self.actor, leaver):
            return []
        url = self.url("tasks:hand-over-for", reference=leaver.reference)
        return [Button(_("Hand over their work"), url, "arrows-exchange", permission=WORK)]

    def _way(self, name: str, text: Any, icon: str) -> Button:
        return Button(text, self._url(name), icon, permission=PLAN)

    def _verb(self, name: str, text: Any, icon: str, permission: str) -> Button:
        return Button(text, self._url(name), icon, post=True, permission=permission)

    def _url(self, name: str) -> str:
        return self.url(f"tasks:task-{name}", reference=self.object.reference)

    # The form

    @cached_property
    def proposed(self) -> dict[str, Any]:
        """What the form begins with where nothing was said yet."""
        task = self.object
        earlier = self.earlier[0] if self.earlier else None
        since = earlier.period_to or timezone.localtime(earlier.done_at).date() if earlier and earlier.done_at else None
        return {
            "period_from": since + timedelta(days=1) if since and since < self.today else None,
            "period_to": self.today if task.needs_evidence else None,
            "next_due": self.next_day,
        }

    @cached_property
    def next_day(self) -> Any:
        """When it comes next; of what counts from when it is done, as if that were today."""
        task = self.object
        if task.activity is None or task.activity.paused_at or task.activity.archived_at:
            return None
        found = next_slot(task.activity, task, self.today)
        return found if found is not None and found > self.today else None

    @cached_property
    def bound(self) -> RunForm:
        """What was sent, else the draft, else what is proposed."""
        task, posted = self.object, self.request.method == "POST"
        kept = {name: getattr(task, name) for name in ("result", "reason", "comment", "period_from", "period_to")}
        begun = {name: value for name, value in {**kept, **task.draft}.items() if value not in (None, "")}
        follow = {"follow_title": proposed_title(task), "follow_owner": self.concerned and self.concerned.pk}
        initial = {**self.proposed, **follow, **begun}
        sent = {"data": self.request.POST} if posted else {}
        return RunForm(actor=self.actor, task=task, proposed=self.proposed, initial=initial, **sent)

    @cached_property
    def concerned(self) -> Any:
        """Whom a deviation goes to, unless somebody else is chosen."""
        return proposed_owner(self.object) if self.may_do else None

    # What is shown

    @property
    def main_panels(self) -> list[Shown]:
        """Evidence stands among the steps while there is something to do."""
        return [shown for shown in super().main_panels if not (self.may_do and shown.panel.key == PROOF)]

    def proof(self) -> Shown | None:
        return next((shown for shown in self.panels if shown.panel.key == PROOF), None)

    @cached_property
    def earlier(self) -> list[Task]:
        task = self.object
        found = list(selectors.earlier_runs(self.actor, task)[: EARLIER + 1]) if task.activity_id else []
        for run in found:
            run.activity = task.activity  # the same, not asked for again
        return found

    def facts(self) -> Sequence[Fact]:
        task, about = self.object, self.about
        moved = task.slot is not None and task.slot != task.due
        found = [
            Fact(_("Who"), cells.person(task.owner)),
            Fact(_("Due"), cells.date(task.due, self.today if task.status == TaskStatus.OPEN else None)),
            *([Fact(_("Planned"), cells.date(task.slot))] if moved else []),
            *([Fact(_("About"), cells.link(about, self.base + about.path))] if about is not None else []),
            *([Fact(_("Deputy"), cells.person(task.deputy))] if task.deputy else []),
            *([Fact(_("Given by"), cells.person(task.asked_by))] if task.asked_by else []),
            *([Fact(_("Follows up"), self._born_of())] if task.born_of_id else []),
            *([Fact(_("Unit"), task.unit)] if task.unit else []),
        ]
        if task.done_at is not None:
            found.append(Fact(pgettext_lazy("task", "Done"), f"{days.moment(task.done_at)}, {task.done_by}"))
        if task.signed_at is not None:
            found.append(Fact(_("Signed off"), f"{days.moment(task.signed_at)}, {task.signed_by}"))
        if task.missed_at is not None:
            found.append(Fact(pgettext_lazy("task", "Missed"), cells.date(task.missed_at)))
        return found

    def _born_of(self) -> Any:
        parent = selectors.tasks_for(self.actor).filter(pk=self.object.born_of_id).first()
        return cells.link(parent, self.base + parent.path) if parent else ""

    @cached_property
    def about(self) -> Any:
        """What it is about, if the reader sees it."""
        found = selectors.subject_of(self.actor, self.object)
        return found[1] if found else None

    def context(self) -> dict[str, Any]:
        task = self.object
        return {
            "task": task,
            "may_do": self.may_do,
            "may_sign": self.may_sign,
            "sees_activity": self.sees_activity,
            "instructions": self.instructions(),
            "form": self.bound if self.may_do else None,
            "result": tables.result_badge(task.result) if task.result and not self.may_do else "",
            "sample": self.sample(),
            "to_draw": task.activity is not None and bool(task.activity.sample_of) and not task.sample,
            "proof": self.proof() if self.may_do else None,
            "rhythm": rhythm_of(task.activity) if task.activity else "",
            "links": self.links(),
            "earlier": [(run, tables.badges(run, self.today)) for run in self.earlier[:EARLIER]],
            "earlier_url": f"{self.url(TASKS)}?activity={task.activity_id}&sort=-due" if self.sees_activity else "",
            "born": self.born(),
            "next_day": self.next_day,
            "concerned": self.concerned,
            "steps": self.steps(),
        }

    def born(self) -> list[tuple[Task, Sequence[SafeString]]]:
        """What follows up on it. Nothing does before it was done a first time."""
        found = selectors.born_of(self.actor, self.object) if self.object.result else ()
        return [(task, tables.badges(task, self.today)) for task in found]

    def links(self) -> list[Any]:
        """What its activity is about, of what the reader sees."""
        key = self.object.activity_id
        return selectors.links_of_many(self.actor, [key]).get(key, []) if key else []

    def instructions(self) -> str:
        """In the reader's language, or in the other where it is missing; before them what is said of this very task."""
        task = self.object
        if task.activity is None:
            return task.description
        danish, english = task.activity.instructions_da, task.activity.instructions_en
        said = (danish or english) if (get_language() or "").startswith("da") else (english or danish)
        return "\n\n".join(text for text in (task.description, said) if text)

    def sample(self) -> dict[str, Any] | None:
        """The sample with what was seen of it so far; what was just sent stands above what is kept."""
        sample = self.object.sample
        if not sample:
            return None
        sent = self.bound.rows if self.may_do and self.bound.is_bound else {}
        rows = [{**row, **_seen(sent.get(row["id"]))} for row in sample["rows"]]
        kinds = {kind for row in rows if (kind := row["type"]) in registry.subjects}
        seen: set[str] = set()
        for kind in kinds:
            keys = [row["id"] for row in rows if row["type"] == kind]
            seen |= {
                str(key)
                for key in registry.subjects[kind].visible(self.actor).filter(pk__in=keys).values_list("pk", flat=True)
            }
        return {
            **sample,
            "rows": [{**row, "open": row["id"] in seen, "badge": _result_of(row)} for row in rows],
            "words": population_words(sample["of"], sample["filter"], self.actor.organisation_id),
            "url": self._population_url(sample),
            "looked": sum(bool(row["result"]) for row in rows),
        }

    def _population_url(self, sample: dict[str, Any]) -> str:
        """The list that the sample was drawn from, as it is now."""
        register = registry.registers.get(sample["of"])
        population = registry.populations.get(sample["of"])
        if register is None or population is None or not self.actor.may(population.permission):
            return ""
        try:
            return f"{self.url(register.list_url)}?{sample['filter']}"
        except NoReverseMatch:
            return ""

    def steps(self) -> dict[str, int]:
        """The number of each step that this run has."""
        task = self.object
        there = [
            ("how", bool(self.instructions())),
            ("lines", bool(task.checklist)),
            ("sample", bool(task.sample) or (task.activity is not None and bool(task.activity.sample_of))),
            ("proof", self.may_do and self.proof() is not None),
            ("result", True),
            ("comment", True),
        ]
        return {name: number for number, name in enumerate([name for name, has in there if has], start=1)}


def _seen(said: tuple[str, str] | None) -> dict[str, str]:
    return {"result": said[0], "note": said[1]} if said else {}


def _result_of(row: dict[str, Any]) -> SafeString | str:
    return tables.result_badge(row["result"]) if row["result"] in rules.RESULTS else ""


class Said(TaskDetail):
    """Something is said of the task, from its page. Whoever comes to the address of a refusal once more is led to the page."""

    permission = WORK

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return HttpResponseRedirect(self.base + self.object.path)


class TaskDone(Said):
    """Says that it is done. From a list it takes a click where there is nothing to say."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.bound
        if not form.is_valid():
            return self.render(status=422)
        answers = form.answers
        if not answers.get("result"):
            answers["result"] = "" if "result_asked" in request.POST else rules.OK
        try:
            services.task_done(actor=self.actor, task=self.object, **answers)
        except RuleBroken as broken:
            return self._refuse(form, broken)
        except ValidationError as invalid:
            add_errors(form, invalid)
            return self.render(status=422)
        done = gettext("It is done.") if not self.object.awaits_sign_off else gettext("It is sent for sign-off.")
        http.tell(request, done)
        return HttpResponseRedirect(http.way_back(request, request.POST.get("back", ""), self.base + self.object.path))

    def _refuse(self, form: RunForm, broken: RuleBroken) -> HttpResponse:
        """Also of what came from a list, on the task's own page. What was said is kept: whoever attaches evidence now leaves it."""
        self.object = self.find()  # whatever was written before a rule said no is undone
        with suppress(RuleBroken, ValidationError):
            services.task_draft(actor=self.actor, task=self.object, **form.answers)
        form.refuse(broken)
        response: HttpResponse = self.render(status=422)
        return response


class TaskDraft(Said):
    """Keeps what is written so far. With script it is kept while one writes."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.bound
        if not form.is_valid():
            return HttpResponse(status=422) if http.is_partial(request) else self.render(status=422)
        try:
            services.task_draft(actor=self.actor, task=self.object, **form.answers)
        except RuleBroken as broken:
            if http.is_partial(
                request
            ):  # told where it is told that it is kept, for whoever has it open and sent it elsewhere
                return HttpResponse(escape(broken.message))
            form.refuse(broken)
            return self.render(status=422)
        if http.is_partial(request):
            return HttpResponse(gettext("Kept %(time)s") % {"time": days.clock(dates.now())})
        http.tell(request, gettext("It is kept. Go on whenever you like."))
        return HttpResponseRedirect(self.base + self.object.path)
