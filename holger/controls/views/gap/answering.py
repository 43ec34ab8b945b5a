"""The answering screen: one requirement at a time, for a room full of people and a projector."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.controls import services
from holger.controls.forms.gap import OUT, GapAnswerForm
from holger.controls.models import GapAnswer
from holger.controls.rules.gap import SUGGESTED
from holger.controls.selectors import gap as selectors
from holger.controls.tables import gap as tables
from holger.controls.views.gap.common import MENU, InRound
from holger.core.errors import Conflict
from holger.core.registry import registry
from holger.core.requests import Request
from holger.frameworks import words
from holger.frameworks.models import Requirement
from holger.frameworks.rules.coverage import STRONG
from holger.frameworks.selectors import claim_about, requirements_for
from holger.ui import http
from holger.ui.pages import FormPage, Page

SHOWS = {
    "": _("All"),
    "todo": _("Still to do"),
    "unanswered": _("Unanswered"),
    "unconfirmed": _("To be confirmed"),
    "skipped": _("Skipped"),
    "mine": _("Asked of me"),
}
JOINED = ("requirement__parent", "asked")
NAMED = ("code", "title_da", "title_en")
JUMPED = (*(f"requirement__{name}" for name in NAMED), "applicable", "answer", "origin", "skipped")
CLAIMED = (*NAMED, "framework__reference", "framework__title_da", "framework__title_en")


@dataclass(frozen=True)
class Order:
    """Which requirements are gone through: ``show`` of SHOWS, of a ``part``, of a ``group``; as it stands in the address."""

    show: str = ""
    part: str = ""
    group: str = ""

    @classmethod
    def asked(cls, request: Request) -> "Order":
        told = {name: request.GET.get(name, "") for name in ("show", "part", "group")}
        return cls(**{**told, "show": told["show"] if told["show"] in SHOWS else ""})

    def query(self, **changed: str) -> str:
        told = {"show": self.show, "part": self.part, "group": self.group, **changed}
        pairs = [(name, value) for name, value in told.items() if value]
        return f"?{urlencode(pairs)}" if pairs else ""


class Answering(InRound):
    """A page that goes through a round in an order."""

    @cached_property
    def order(self) -> Order:
        return Order.asked(self.request)

    @cached_property
    def mine(self) -> QuerySet[GapAnswer]:
        """What the reader may answer: all of the scope, or what is asked of them."""
        if self.actor.may("frameworks.answer", self.gap_round):
            return self.answers
        return self.answers.filter(asked=self.actor.person_id)

    @cached_property
    def lined_up(self) -> QuerySet[GapAnswer]:
        rows = self.mine.filter(self._shown())
        if self.order.part:
            rows = rows.filter(part__code=self.order.part)
        if self.order.group:
            keys = rows.order_by().values_list("pk", "requirement__groups")
            rows = rows.filter(pk__in=[key for key, groups in keys if self.order.group in groups])
        return rows

    def _shown(self) -> Q:
        asked = Q(applicable=True)
        return {
            "todo": asked & selectors.TO_DO,
            "unanswered": asked & Q(answer=""),
            "unconfirmed": asked & selectors.UNCONFIRMED,
            "skipped": asked & Q(skipped=True),
            "mine": asked & Q(asked=self.actor.person_id),
        }.get(self.order.show, Q())

    def url_of(self, code: str) -> str:
        """Made without a look at the addresses, for a page has a hundred of these."""
        return f"{self.request.base}{self.gap_round.path}answer/{quote(code, safe='')}/{self.query}"

    @cached_property
    def query(self) -> str:
        return self.order.query()

    def first_code(self, rows: QuerySet[GapAnswer]) -> str:
        return rows.values_list("requirement__code", flat=True).first() or ""


class GapAnswerNext(Answering, Page):
    """Leads to where somebody goes on: the first that waits, of those that were asked for."""

    permission, title, menu = "frameworks.answer", _("Answer"), MENU

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        waiting = (
            self.lined_up.filter(selectors.TO_DO, applicable=True) if self.gap_round.is_open else self.lined_up.none()
        )
        code = self.first_code(waiting)
        if code:
            return HttpResponseRedirect(self.url_of(code))
        http.tell(request, gettext("Nothing of this waits for you."))
        return HttpResponseRedirect(self.round_url)


class GapAnswerPage(Answering, FormPage):
    permission, title, menu = "frameworks.answer", _("Answer"), MENU
    template = "controls/gap_answer.html"
    form = GapAnswerForm
    done = ""
    object: GapAnswer

    def find(self) -> GapAnswer:
        rows = self.answers.select_related(*JOINED).defer("requirement__parent__guide")
        row = get_object_or_404(rows, requirement__code=self.kwargs["code"])
        row.round = self.gap_round
        row.requirement.framework = self.gap_round.scope.framework
        return row

    @property
    def requirement(self) -> Requirement:
        return self.object.requirement

    def heading(self) -> str:
        return self.requirement.title

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((self.requirement.code, None))

    def back(self) -> str:
        return self.url_of(self.requirement.code)

    def given(self) -> dict[str, Any]:
        return {"may_leave_out": self.may_leave_out}

    @cached_property
    def may_leave_out(self) -> bool:
        return self.actor.may("frameworks.scope", self.gap_round)

    @property
    def may_write(self) -> bool:
        """One that was left out is taken in again only by whoever may decide that."""
        return self.gap_round.is_open and (self.object.applicable or self.may_leave_out)

    # Saving

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "skip" in request.POST:
            return http.act(request, self._skipped, self.next(self.object), self._skip)
        return super().post(request, *args, **kwargs)

    def _skip(self) -> None:
        try:
            services.gap_skip(actor=self.actor, row=self.object)
        except Conflict:  # somebody answers it just now: there is nothing left to skip
            return

    def _skipped(self, result: None) -> str:
        return gettext("%(code)s is left for later.") % {"code": self.requirement.code}

    def save(self, answers: dict[str, Any]) -> GapAnswer:
        told: dict[str, Any] = {"actor": self.actor, "row": self.object, "version": self.version}
        answer, reason = answers.pop("answer"), answers.pop("reason")
        if "clear" in self.request.POST:
            return services.gap_answer(**told, answer="", maturity=None, remark=answers["remark"])
        if answer == OUT:
            return services.gap_leave_out(**told, reason=reason)
        return services.gap_answer(**told, answer=answer, **answers)

    def next(self, obj: Any) -> str:
        """Where the order goes on; from its end back to what still waits, and to the round when nothing does."""
        if "stay" in self.request.POST or "clear" in self.request.POST:
            return self.back()
        self._tell_saved()
        rows = self.lined_up.exclude(pk=self.object.pk)
        after = self.first_code(rows.filter(place__gt=self.object.place))
        waiting = after or self.first_code(rows.filter(selectors.TO_DO, applicable=True))
        if waiting:
            return self.url_of(waiting)
        http.tell(self.request, gettext("That was the last one."))
        return self.round_url

    def _tell_saved(self) -> None:
        if "skip" not in self.request.POST:
            said = tables.words()[self.object.answer or "open"] if self.object.applicable else tables.words()["out"]
            told = gettext("%(code)s is saved: %(answer)s.") % {"code": self.requirement.code, "answer": said}
            http.tell(self.request, told)

    # What is shown

    def context(self) -> dict[str, Any]:
        row = self.object
        parts = selectors.gap_parts(self.actor, self.tally)
        here = next((part for part in parts if part.requirement.pk == row.part_id), None)
        return {
            "gap_round": self.gap_round,
            "row": row,
            "requirement": row.requirement,
            "guide": self.guide(),
            "badge": tables.answer_badge(row),
            "cadence": words.CADENCES.get(row.requirement.activity[1], ""),
            "suggestion": self.suggestion(),
            "earlier": self.earlier(),
            "maturities": tables.MATURITY_WORDS,
            "shows": [(self.url_with(show=show), text, show == self.order.show) for show, text in SHOWS.items()],
            "groups": [(self.url_with(group=key), title, key == self.order.group) for key, title in self.groups()],
            "every_group": self.url_with(group=""),
            "parts": tables.part_links((self.url_with(part=p.requirement.code), p, p is here) for p in parts),
            "every_part": self.url_with(part=""),
            "here": here,
            "jumps": self.jumps(),
            "whole": self.tally.whole,
            "proof": self.proof(),
            **self.neighbours(),
        }

    def guide(self) -> dict[str, Any]:
        """The guide without what the requirement asks: that is the question, and stands large above the answer."""
        return {name: getattr(self.requirement, name) for name in ("guidance", "small", "evidence", "activity")}

    def url_with(self, **changed: str) -> str:
        """The same round in another order: where it begins."""
        return f"{self.request.base}{self.gap_round.path}answer/{self.order.query(**changed)}"

    def groups(self) -> Sequence[tuple[str, str]]:
        return list(self.gap_round.scope.framework.group_titles().items())

    def neighbours(self) -> dict[str, str]:
        place, rows = self.object.place, self.lined_up
        before = rows.filter(place__lt=place).reverse()
        after = rows.filter(place__gt=place)
        found = {"before": self.first_code(before), "after": self.first_code(after)}
        waiting = self.mine.filter(selectors.TO_DO, applicable=True).exclude(pk=self.object.pk)
        found["waiting"] = self.first_code(waiting.filter(place__gt=place)) or self.first_code(waiting)
        return {name: self.url_of(code) if code else "" for name, code in found.items()}

    def jumps(self) -> SafeString:
        """The requirements of the part at hand, each with what is said of it."""
        rows = self.mine.filter(part=self.object.part_id).select_related("requirement").only(*JUMPED)
        return tables.jumps((row, self.url_of(row.requirement.code), row.pk == self.object.pk) for row in rows)

    def suggestion(self) -> dict[str, Any] | None:
        """What other frameworks let one claim about it, and from where."""
        claim = claim_about(self.actor, self.gap_round.scope, self.requirement)
        if claim is None:
            return None
        others = requirements_for(self.actor).select_related("framework").only(*CLAIMED)
        named = others.in_bulk([step.other for step in claim.steps])
        ways = [(named[step.other], tables.said_badge(step.answer)) for step in claim.steps if step.other in named]
        strength = pgettext_lazy("claim", "strong") if claim.strength == STRONG else pgettext_lazy("claim", "in part")
        return {"answer": tables.said_badge(SUGGESTED[claim.strength]), "strength": strength, "ways": ways}

    def earlier(self) -> dict[str, Any] | None:
        row = selectors.earlier_answer(self.actor, self.gap_round, self.requirement)
        return {"row": row, "round": row.round, "badge": tables.said_badge(row.answer)} if row else None

    def proof(self) -> dict[str, Any] | None:
        """The house's panel of evidence about the requirement, which leads back here; None where there is nothing to see."""
        panels = registry.panels_for(self.requirement.subject_type)
        panel = next((panel for panel in panels if panel.key == "evidence"), None)
        told = panel.context(self.request, self.requirement) if panel and self.actor.may(panel.permission) else None
        if panel is None or told is None:
            return None
        values = {**told, "object": self.requirement, "back": self.back()}
        return {"panel": panel, "values": values, "count": told.get("count")}
