"""The controls as a board: a column for each status, and every control a card that moves."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Count, F, QuerySet
from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.controls import selectors, services
from holger.controls.filters.controls import ControlFilter
from holger.controls.models import Control, Status
from holger.controls.permissions import EDIT, VIEW
from holger.controls.rules.controls import STATUSES, step
from holger.controls.tables.controls import due_cell, framework_badges, maturity
from holger.controls.views.common import MENU, WithAnswers, control_or_404
from holger.controls.views.controls import EMPTY
from holger.controls.words import STATUS_LOOKS, STATUS_WORDS
from holger.core.errors import Conflict, RuleBroken
from holger.core.requests import Request
from holger.core.searching import words_in
from holger.core.words import N_
from holger.ui import http
from holger.ui.filtering import Chip
from holger.ui.pages import Button, Page
from holger.ui.query import Query, words_of

CARDS = 40
"""So many cards has a column at most; the rest are in the list."""
SEARCHED = ("reference", "title", "description")


@dataclass(frozen=True)
class Card:
    control: Control
    due: SafeString
    maturity: SafeString
    frameworks: SafeString
    back: str
    """The status before; empty for none."""
    on: str
    move: str
    """The address that moves it; empty for whoever may not."""


@dataclass(frozen=True)
class Lane:
    """A column. ``count`` is how many fit the filters, also those that have no card."""

    status: str
    title: str
    look: str
    icon: str
    count: int
    cards: list[Card]
    url: str

    @property
    def hidden(self) -> int:
        return self.count - len(self.cards)


class Board(WithAnswers, Page):
    permission, title, menu = VIEW, _("Controls on a board"), MENU
    template = "controls/board.html"

    def crumbs(self) -> list[Any]:
        return [(_("Controls"), self.url(MENU)), (_("Board"), None)]

    def actions(self) -> list[Button]:
        return [
            Button(_("List"), f"{self.url(MENU)}{self.query.canonical.removesuffix('?')}", "list-check"),
            Button(_("New control"), self.url("controls:control-create"), "plus", primary=True, permission=EDIT),
        ]

    # What is looked at

    @cached_property
    def query(self) -> Query:
        return Query(self.request.GET)

    @cached_property
    def filtering(self) -> ControlFilter:
        return ControlFilter(self.request.GET, selectors.controls_for(self.actor), actor=self.actor)

    @property
    def search(self) -> str:
        return self.request.GET.get("q", "").strip()

    @cached_property
    def found(self) -> QuerySet[Control]:
        rows = self.filtering.qs
        return rows.filter(words_in(words_of(self.search), SEARCHED)) if self.search else rows

    def chips(self) -> list[Chip]:
        """The columns are the statuses, so that one chooses among them by looking."""
        chips = self.filtering.chips(self.query, more="more" in self.request.GET)
        return [chip for chip in chips if chip.on or chip.name not in ("status", "archived")]

    def more(self) -> str:
        return "" if "more" in self.request.GET else self.query.change(more="1")

    def clear(self) -> str:
        return self.query.without("q", *self.filtering.names())

    @property
    def here(self) -> str:
        """The address of the board as it stands."""
        return self.request.path + self.query.canonical.removesuffix("?")

    @property
    def narrowed(self) -> bool:
        return bool(self.search) or any(any(self.request.GET.getlist(name)) for name in self.filtering.names())

    # What is shown

    @cached_property
    def counts(self) -> dict[str, int]:
        return dict(self.found.order_by().values_list("status").annotate(Count("pk")))

    @cached_property
    def by_status(self) -> dict[str, list[Control]]:
        """The first cards of each column: what is to be in place soonest on top."""
        rows = self.found.select_related("owner").defer("description")
        rows = rows.order_by(F("due").asc(nulls_last=True), "number")
        return {
            status: list(rows.filter(status=status)[:CARDS]) if self.counts.get(status) else [] for status in STATUSES
        }

    def shown(self) -> list[Control]:
        return [control for controls in self.by_status.values() for control in controls]

    def context(self) -> dict[str, Any]:
        total = sum(self.counts.values())
        return {
            "lanes": [self.lane(status) for status in STATUSES] if total or self.narrowed else [],
            "statuses": Status.choices,
            "total": total,
            "may_edit": self.actor.may(EDIT),
            "empty": EMPTY,
        }

    def lane(self, status: str) -> Lane:
        look, icon = STATUS_LOOKS[status]
        cards = [self.card(control) for control in self.by_status[status]]
        url = f"{self.url(MENU)}{self.query.change(status=status)}"
        return Lane(status, str(STATUS_WORDS[status]), look, icon, self.counts.get(status, 0), cards, url)

    def card(self, control: Control) -> Card:
        may = control.archived_at is None and self.actor.may(EDIT, control)
        return Card(
            control=control,
            due=due_cell(control.status, control.due, self.today) if control.due else SafeString(""),
            maturity=maturity(control.maturity, control.target),
            frameworks=framework_badges(counts, self.frameworks)
            if (counts := self.answers.get(control.pk))
            else SafeString(""),
            back=step(control.status, -1),
            on=step(control.status, 1),
            move=self.url("controls:control-move", reference=control.reference) if may else "",
        )


# Moving a card


@http.needs(EDIT)
@require_POST
def control_move(request: Request, reference: str) -> HttpResponseBase:
    """``to`` says where, and the version that was read: started|3. Without a place, the card's own list says it."""
    control = control_or_404(request.actor, reference)
    status, _mark, version = request.POST.get("to", "").partition("|")
    read = int(version) if version.isdecimal() and len(version) < 9 else None

    def run() -> str:
        return _move(request, control, status or request.POST.get(f"to-{reference}", ""), read)

    back = _back(request, control)
    try:
        return http.act(request, str, back, run)
    except Conflict:
        told = gettext("Somebody else changed %(name)s in the meantime. Look at it and move it again.")
        http.tell(request, told % {"name": control}, level=messages.ERROR)
        return HttpResponseRedirect(back)


def _back(request: Request, control: Control) -> str:
    """To the card on the board, as it was looked at, or to whichever other page it was asked on."""
    board = request.url("controls:control-board")
    back = http.way_back(request, request.POST.get("back", ""), board)
    return f"{back}#{control.reference}" if back.partition("?")[0] == board else back


def _move(request: Request, control: Control, status: str, version: int | None) -> str:
    """Move it, and say where it is."""
    if status not in STATUSES:
        raise RuleBroken(N_("Choose a column."))
    if status != control.status:
        services.control_edit(actor=request.actor, control=control, version=version, status=status)
    return gettext("%(name)s: %(status)s.") % {"name": control, "status": STATUS_WORDS[status]}
