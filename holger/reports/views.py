"""The front page of an organisation."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.kept import Kept
from holger.core.registry import Card, registry
from holger.core.requests import Request
from holger.ui import http
from holger.ui.pages import Page

PLACES = ("top", "main", "side", "wide")
TOLD: Kept[dict[str, Any] | None] = Kept()


class Shown(NamedTuple):
    """A card with what its template reads as ``card``."""

    key: str
    template: str
    place: str
    card: dict[str, Any]


class Overview(Page):
    """Cards that the rooms offer, as far as the reader may see them."""

    permission = "overview.view"
    title = _("Overview")
    template = "reports/overview.html"
    menu = "reports:overview"

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever has nothing to look over begins on a page of their own."""
        if to := registry.landing(self.actor):
            return HttpResponseRedirect(self.url(to))
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        shown = list(self.cards())
        return {
            "today": dates.today(self.request.organisation.zone),
            "wide_first": not any(card.place == "main" and card.key != "needs" for card in shown),
            **{place: [card for card in shown if card.place == place] for place in PLACES},
        }

    def cards(self) -> Iterator[Shown]:
        for card in sorted(registry.cards, key=lambda card: card.order):
            if card.place in PLACES and self.request.actor.may(card.permission):
                context = self.told(card)
                if context is not None:
                    yield Shown(card.key, card.template, card.place, context)

    def told(self, card: Card) -> dict[str, Any] | None:
        if not card.holds:
            return card.context(self.request)
        return TOLD.get((http.moment(self.request), card.key), lambda: card.context(self.request))
