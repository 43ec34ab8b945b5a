"""In which order a round is gone through, and where somebody goes on."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.controls.models import GapAnswer
from holger.controls.selectors import gap as selectors
from holger.controls.views.gap.common import MENU, InRound
from holger.core.requests import Request
from holger.ui import http
from holger.ui.pages import Page

SHOWS = {
    "": _("All"),
    "todo": _("Still to do"),
    "unanswered": _("Unanswered"),
    "unconfirmed": _("To be confirmed"),
    "skipped": _("Skipped"),
    "mine": _("Asked of me"),
}

WAITING = ("todo", "unanswered", "unconfirmed", "mine")
"""What is over when nothing of it waits."""


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
        code = self.where() if self.gap_round.is_open else ""
        if code:
            return HttpResponseRedirect(self.url_of(code))
        http.tell(request, gettext("Nothing of this waits for you."))
        return HttpResponseRedirect(self.round_url)

    def where(self) -> str:
        """The first that waits; where nothing does, the first of those that were asked for by name."""
        waiting = self.first_code(self.lined_up.filter(selectors.TO_DO, applicable=True))
        return waiting or ("" if self.order.show in WAITING else self.first_code(self.lined_up))
