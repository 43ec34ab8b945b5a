"""The front page of an organisation."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.registry import registry
from holger.ui.pages import Page

PLACES = ("main", "side", "wide")


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
                context = card.context(self.request)
                if context is not None:
                    yield Shown(card.key, card.template, card.place, context)
