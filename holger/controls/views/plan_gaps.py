"""From the gaps of a framework to a plan: choose what is missing, see what it would become, make it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from holger.controls import selectors, services
from holger.controls.forms.plan import FromGapsForm
from holger.controls.permissions import PLAN
from holger.controls.rules.quarters import Quarter, following
from holger.controls.tables import plan as tables
from holger.controls.tables.plan_gaps import LOOKS, gap_rows
from holger.controls.views.plan import MENU, way
from holger.core.errors import RuleBroken
from holger.core.requests import Request
from holger.frameworks.models import Requirement, Scope
from holger.frameworks.selectors import requirements_for, scopes_for
from holger.ui import http
from holger.ui.pages import Page

TICKED = ("not", "partly")
"""What is chosen when one comes: what somebody has said is missing."""


@dataclass
class Part:
    """A part of the framework with its gaps, each with whether it is ticked."""

    requirement: Requirement
    base: str
    gaps: list[tuple[selectors.Gap, bool]] = field(default_factory=list)

    @property
    def open(self) -> int:
        return sum(not gap.planned for gap, _ticked in self.gaps)

    @property
    def drawn(self) -> SafeString:
        return gap_rows(self.gaps, self.base)


class PlanGaps(Page):
    permission, title, menu = PLAN, _("Make a plan of the gaps"), MENU
    lead = _("Choose what is missing. What one control closes together becomes one piece of work.")
    template = "controls/plan_gaps.html"

    def crumbs(self) -> list[Any]:
        return way(self, (self.title, None))

    # What was asked for

    @cached_property
    def scopes(self) -> list[Scope]:
        """Those in which the one who asks may plan."""
        rows = scopes_for(self.actor).select_related("framework", "unit", "owner")
        found = rows.order_by("framework__number", "number")
        return [scope for scope in found if self.actor.may(PLAN, scope)]

    @cached_property
    def scope(self) -> Scope | None:
        """The one that was asked for; the only one where there is no other."""
        asked, number = self.request.GET.get("framework", ""), self.request.GET.get("scope", "1")
        if not asked:
            return self.scopes[0] if len(self.scopes) == 1 else None
        for scope in self.scopes:
            if scope.framework.reference == asked and str(scope.number) == number:
                return scope
        raise Http404

    @cached_property
    def gaps(self) -> Sequence[selectors.Gap]:
        return selectors.gaps_of(self.actor, self.scope) if self.scope else ()

    @cached_property
    def chosen(self) -> set[UUID]:
        """What is ticked: what was sent, else what is so by the address, of what is not planned already."""
        left = [gap for gap in self.gaps if not gap.planned]
        if self.request.method == "POST":
            sent = set(self.request.POST.getlist("gap"))
            return {gap.requirement.pk for gap in left if str(gap.requirement.pk) in sent}
        asked = set(self.request.GET.getlist("tick") or TICKED)
        return {gap.requirement.pk for gap in left if LOOKS[gap.standing.answer][0] in asked}

    @cached_property
    def form(self) -> FromGapsForm:
        quarters = [(str(each), tables.quarter(each)) for each in following(Quarter.of(self.today), 8)]
        sent = self.request.POST if self.request.method == "POST" else None
        return FromGapsForm(sent, actor=self.actor, quarters=quarters)

    # Answers

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.scope is None or not self.form.is_valid():
            return self.render(status=422)
        if request.POST.get("do") != "make":
            return self.render(preview=self.preview())
        try:
            made = services.plan_from_gaps(
                actor=self.actor, scope=self.scope, requirement_ids=self.chosen, **self.form.answers
            )
        except RuleBroken as broken:
            return self.refuse(broken)
        text = ngettext("%(count)s plan item is made.", "%(count)s plan items are made.", len(made))
        http.tell(request, text % {"count": len(made)})
        return HttpResponseRedirect(f"{self.url(MENU)}?framework={self.scope.framework.reference}")

    def refuse(self, broken: RuleBroken) -> HttpResponse:
        self.form.add_error(broken.field if broken.field in self.form.fields else None, broken.message)
        return self.render(status=422)

    def preview(self) -> list[selectors.Proposal]:
        """What would be made."""
        assert self.scope is not None
        chosen = [gap for gap in self.gaps if gap.requirement.pk in self.chosen]
        language = self.request.organisation.language
        return selectors.items_proposed(
            self.actor, self.scope, chosen, rest=self.form.answers["rest"], language=language
        )

    def context(self) -> dict[str, Any]:
        return {
            "scope": self.scope,
            "scopes": [(scope, self.address(scope)) for scope in self.scopes],
            "parts": self.parts(),
            "left": sum(not gap.planned for gap in self.gaps),
            "chosen": len(self.chosen),
            "ticks": self.ticks() if self.scope else [],
            "form": self.form,
        }

    def address(self, scope: Scope, **more: Any) -> str:
        number = f"&scope={scope.number}" if scope.number > 1 else ""
        return f"{self.request.path}?framework={scope.framework.reference}{number}"

    def ticks(self) -> list[tuple[Any, int, str]]:
        """What can be ticked together: its words, how much of it there is, and the address that ticks it."""
        assert self.scope is not None
        here = self.address(self.scope)
        found = []
        for answer, (name, text, _level, _mark) in LOOKS.items():
            count = sum(gap.standing.answer == answer and not gap.planned for gap in self.gaps)
            if count:
                found.append((text, count, f"{here}&tick={name}"))
        everything = "".join(f"&tick={name}" for name, *_rest in LOOKS.values())
        return (
            [*found, (_("All"), sum(count for _t, count, _u in found), here + everything)] if len(found) > 1 else found
        )

    def parts(self) -> list[Part]:
        if self.scope is None:
            return []
        tops = requirements_for(self.actor).filter(framework=self.scope.framework_id, section=None).defer("guide")
        parts = {row.pk: Part(row, self.base) for row in tops.order_by("place")}
        for gap in self.gaps:
            requirement = gap.requirement
            parts[requirement.section_id or requirement.pk].gaps.append((gap, requirement.pk in self.chosen))
        return [part for part in parts.values() if part.gaps]
