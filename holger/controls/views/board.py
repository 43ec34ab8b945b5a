"""The controls as a board: a column for each status, and every control a card that moves."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import HttpResponseBase
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.controls import selectors, services
from holger.controls.filters.controls import ControlFilter
from holger.controls.models import Control
from holger.controls.permissions import EDIT, VIEW
from holger.controls.rules.controls import STATUSES
from holger.controls.tables.cards import Drawer
from holger.controls.views.common import MENU, WithAnswers, control_or_404, to_catalogue
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
class Lane:
    """A column. ``count`` is how many fit the filters, also those that have no card."""

    status: str
    title: str
    look: str
    icon: str
    count: int
    cards: list[SafeString]
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
            to_catalogue(self),
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
    def keys(self) -> dict[str, list[UUID]]:
        """All that fit, by status: what is to be in place soonest first. Filters may cost, so they are asked once."""
        keys: dict[str, list[UUID]] = {status: [] for status in STATUSES}
        ordered = self.found.order_by(F("due").asc(nulls_last=True), "number")
        for key, status in ordered.values_list("pk", "status"):
            keys[status].append(key)
        return keys

    @cached_property
    def by_status(self) -> dict[str, list[Control]]:
        """The first cards of each column."""
        first = {status: keys[:CARDS] for status, keys in self.keys.items()}
        rows = selectors.controls_for(self.actor).select_related("owner").defer("description")
        found = rows.in_bulk([key for keys in first.values() for key in keys])
        return {status: [found[key] for key in keys if key in found] for status, keys in first.items()}

    def shown(self) -> list[Control]:
        return [control for controls in self.by_status.values() for control in controls]

    def context(self) -> dict[str, Any]:
        total = sum(len(keys) for keys in self.keys.values())
        return {
            "lanes": [self.lane(status) for status in STATUSES] if total or self.narrowed else [],
            "total": total,
            "may_edit": self.actor.may(EDIT),
            "empty": EMPTY,
        }

    @cached_property
    def drawer(self) -> Drawer:
        return Drawer.of(self)

    def lane(self, status: str) -> Lane:
        look, icon = STATUS_LOOKS[status]
        cards = [self.drawer.card(control, self.address(control)) for control in self.by_status[status]]
        url = f"{self.url(MENU)}{self.query.change(status=status)}"
        return Lane(status, str(STATUS_WORDS[status]), look, icon, len(self.keys[status]), cards, url)

    def address(self, control: Control) -> str:
        """The one that moves it; empty for whoever may not."""
        may = control.archived_at is None and self.actor.may(EDIT, control)
        return f"{self.base}{control.path}move/" if may else ""


# Moving a card


@http.needs(EDIT)
@require_POST
def control_move(request: Request, reference: str) -> HttpResponseBase:
    """``to`` says where, and the version that was read: started|3. Without a place, the card's own list says it."""
    control = control_or_404(request.actor, reference)
    status, _mark, version = request.POST.get("to", "").partition("|")
    read = int(version) if version.isdecimal() and len(version) < 9 else None

    def run() -> str:
        try:
            return _move(request, control, status or request.POST.get(f"to-{reference}", ""), read)
        except Conflict as conflict:
            told = N_("Somebody else changed %(name)s in the meantime. Look at it and move it again.")
            raise RuleBroken(told, params={"name": str(control)}) from conflict

    return http.act(request, str, _back(request, control), run)


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
