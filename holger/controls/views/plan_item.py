"""One plan item: its page, its forms, and what may be done to it by a click."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from holger.controls import selectors, services
from holger.controls.forms.plan import DropForm, PlanForm
from holger.controls.models import Control, PlanItem, PlanStatus
from holger.controls.permissions import DELETE, PLAN, VIEW
from holger.controls.rules.plan import Forecast
from holger.controls.rules.quarters import Quarter
from holger.controls.tables import plan as tables
from holger.controls.views.plan import MENU, plan_item_or_404, way
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.frameworks.models import Answer, Requirement
from holger.frameworks.selectors import requirements_for
from holger.ui import cells, http
from holger.ui.pages import Button, DetailPage, Fact, FormPage

ANSWER_LOOKS = {Answer.MET: ("ok", "check"), Answer.PARTLY: ("mid", "circle-half-2"), Answer.NOT: ("crit", "x")}


class PlanDetail(DetailPage):
    permission, menu, icon = VIEW, MENU, selectors.PLAN_ICON
    template = "controls/plan_detail.html"
    object: PlanItem

    def find(self) -> PlanItem:
        return plan_item_or_404(self.actor, self.kwargs["reference"])

    def crumbs(self) -> list[Any]:
        return way(self, (self.object.reference, None))

    def badges(self) -> Sequence[SafeString]:
        found = tables.status_badges(self.object, self.today)
        if self.object.archived_at:
            found.append(cells.badge(_("Archived"), "none", "archive"))
        return found

    def actions(self) -> Sequence[Button]:
        if self.object.archived_at:
            return [self._verb("restore", _("Restore"), "restore", permission=DELETE)]
        edit = Button(_("Edit"), self._url("edit"), "pencil", permission=PLAN)
        if not self.object.is_open:
            return [
                self._verb("archive", _("Archive"), "archive", permission=DELETE),
                edit,
                self._verb("reopen", _("Open again"), "restore"),
            ]
        drop = Button(_("Drop"), self._url("drop"), "circle-off", permission=PLAN)
        done = self._verb("done", pgettext_lazy("verb", "Done"), "check", primary=True)
        if self.object.status == PlanStatus.PLANNED:
            return [drop, edit, self._verb("start", pgettext_lazy("verb", "Start"), "player-play"), done]
        return [drop, edit, done]

    def _verb(self, name: str, text: Any, icon: str, *, permission: str = PLAN, primary: bool = False) -> Button:
        return Button(text, self._url(name), icon, post=True, permission=permission, primary=primary)

    def _url(self, name: str) -> str:
        return self.url(f"controls:plan-{name}", reference=self.object.reference)

    def facts(self) -> Sequence[Fact]:
        item, control = self.object, self.control
        done = [Fact(pgettext_lazy("plan", "Done on"), cells.date(item.done_at))] if item.done_at else []
        return [
            Fact(_("Priority"), tables.priority_cell(item, self)),
            Fact(_("Owner"), cells.person(item.owner)),
            Fact(_("Unit"), item.unit or ""),
            Fact(_("Control"), cells.link(control, self.base + control.path) if control else ""),
            Fact(_("Starts"), cells.date(item.starts)),
            Fact(_("Due"), cells.date(item.due, self.today if item.is_open else None)),
            *done,
        ]

    def takes(self) -> Sequence[Fact]:
        """The resources: days, money, what one must know, and who helps."""
        item = self.object
        return [
            Fact(_("Effort in days"), tables.effort(item.days)),
            Fact(_("Budget"), tables.money(item.budget)),
            Fact(_("Spent"), tables.money(item.spent)),
            Fact(_("Competence"), item.competence),
            Fact(_("Help from outside"), item.external),
        ]

    @cached_property
    def control(self) -> Control | None:
        return selectors.control_of(self.actor, self.object)

    @cached_property
    def closed(self) -> Sequence[selectors.Closed]:
        return selectors.closes(self.actor, [self.object])[self.object.pk]

    def context(self) -> dict[str, Any]:
        item = self.object
        answers = selectors.answers_to(self.actor, [each.requirement for each in self.closed], item.unit_id)
        waits, holds = selectors.waits_for(self.actor, item), selectors.held_up_by(self.actor, item)
        reduction = item.control.reduction if item.control else 0
        return {
            "item": item,
            "effect": tables.effect(Counter(each.requirement.framework.title for each in self.closed), reduction),
            "closed": [(each, _answer(answers.get(each.requirement.pk, ""))) for each in self.closed],
            "waits": tables.lines(waits.select_related("owner"), self.today),
            "holds": tables.lines(holds.select_related("owner"), self.today),
            "unseen": selectors.waits_unseen(self.actor, item),
            "forecast": self.forecast,
            "why": tables.priority_rows(selectors.priority_of(self.actor, item)) if item.is_open else [],
            "left": self.left(answers),
            "over": item.spent is not None and item.budget is not None and item.spent > item.budget,
        }

    @cached_property
    def forecast(self) -> tuple[Forecast[Any], PlanItem | None] | None:
        """Where it cannot be done in time because of what it waits for: when it can, and what decides that."""
        return selectors.held_back(self.actor, self.object, self.today)

    def left(self, answers: dict[Any, str]) -> dict[str, Any]:
        """What a finished item has not brought about yet: the control is not said to be in place, nor the requirements met."""
        if self.object.status != PlanStatus.DONE:
            return {}
        control = self.control if self.control and not self.control.in_place else None
        unmet = [each for each in self.closed if answers.get(each.requirement.pk, "") != Answer.MET]
        return {"control": control, "unmet": unmet} if control or unmet else {}


def _answer(answer: str) -> SafeString:
    if not answer:
        return cells.badge(pgettext_lazy("requirement", "Unanswered"), "none", "circle-dashed")
    level, mark = ANSWER_LOOKS[Answer(answer)]
    return cells.badge(Answer(answer).label, level, mark)


class PlanCreate(FormPage):
    permission, title, menu = PLAN, _("New plan item"), MENU
    form, done = PlanForm, _("It is in the plan.")

    def crumbs(self) -> list[Any]:
        return way(self, (self.title, None))

    def initial(self) -> dict[str, Any]:
        """The control or the requirement that it is made for, and oneself."""
        owner = self.request.person
        found: dict[str, Any] = {"owner": owner.pk} if owner is not None else {}
        if asked := self.request.GET.get("control", ""):
            control = get_object_or_404(selectors.pickable(self.actor), reference=asked)
            found |= {"control": control.pk, "title": control.title}
            found |= {"owner": control.owner_id} if control.owner_id and self.actor.reach(PLAN).everything else {}
        if asked := self.request.GET.get("requirement", ""):
            requirement = _requirement(self.actor, asked)
            found |= {"requirements": [requirement.pk], "title": str(requirement)[:200]}
        return found

    def save(self, answers: dict[str, Any]) -> PlanItem:
        return services.plan_item_create(actor=self.actor, **answers)


def _requirement(actor: Any, text: str) -> Requirement:
    """The requirement that is called FW-1/A.5.1."""
    framework, _slash, code = text.partition("/")
    rows = requirements_for(actor).filter(assessable=True)
    return get_object_or_404(rows, framework__reference=framework, code=code)


class PlanEdit(FormPage):
    permission, title, menu = PLAN, _("Edit the plan item"), MENU
    form, done = PlanForm, _("The plan item is saved.")

    def find(self) -> PlanItem:
        return plan_item_or_404(self.actor, self.kwargs["reference"])

    def crumbs(self) -> list[Any]:
        return way(self, (self.object, self.base + self.object.path), (self.title, None))

    def save(self, answers: dict[str, Any]) -> PlanItem:
        return services.plan_item_edit(actor=self.actor, item=self.object, version=self.version, **answers)


class PlanDrop(PlanEdit):
    title = _("Drop the plan item")
    form, done, button = DropForm, _("The plan item is dropped."), _("Drop it")

    def save(self, answers: dict[str, Any]) -> PlanItem:
        return services.plan_item_drop(actor=self.actor, item=self.object, **answers)


# By a click

Act = Callable[[HttpRequest, PlanItem], PlanItem]


def _click(permission: str, done: Any, act: Act) -> Any:
    """Does one thing to an item, and goes back to where the button was."""

    @http.needs(permission)
    @require_POST
    def view(request: Any, reference: str) -> HttpResponse:
        item = plan_item_or_404(request.actor, reference)
        to = http.way_back(request, request.POST.get("back", ""), request.base + item.path)
        return http.act(request, done, to, lambda: act(request, item))

    return view


def _verb(service: Any) -> Act:
    return lambda request, item: service(actor=request.actor, item=item)  # type: ignore[attr-defined, no-any-return]


def _place(request: Any, item: PlanItem) -> PlanItem:
    quarter = Quarter.read(request.POST.get("quarter", ""))
    if quarter is None:
        raise RuleBroken(N_("Choose a quarter."))
    return services.plan_item_place(actor=request.actor, item=item, quarter=quarter)


def _move(request: Any, item: PlanItem) -> PlanItem:
    by = {"next": 1, "previous": -1}.get(request.POST.get("to", ""))
    if by is None:
        raise RuleBroken(N_("Choose the next or the previous quarter."))
    return services.plan_item_move(actor=request.actor, item=item, quarters=by)


plan_start = _click(PLAN, _("The work has begun."), _verb(services.plan_item_start))
plan_done = _click(PLAN, _("It is done."), _verb(services.plan_item_done))
plan_reopen = _click(PLAN, _("It is planned again."), _verb(services.plan_item_reopen))
plan_archive = _click(DELETE, _("The plan item is archived."), _verb(services.plan_item_archive))
plan_restore = _click(DELETE, _("The plan item is back in the plan."), _verb(services.plan_item_restore))
plan_place = _click(PLAN, _("It has its quarter."), _place)
plan_move = _click(PLAN, _("It is moved."), _move)
