from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "holger.reports"
    label = "reports"

    def ready(self) -> None:
        from holger.core.registry import Card, MenuItem, registry
        from holger.reports import cards, permissions

        registry.menu.append(
            MenuItem("", _("Overview"), "layout-dashboard", "reports:overview", permissions.OVERVIEW, order=0)
        )
        registry.cards += [
            Card("needs", "reports/_needs.html", permissions.OVERVIEW, cards.needs, order=0),
            Card("recent", "reports/_recent.html", "history.view", cards.recent, order=90, place="side"),
            Card(
                "journey",
                "reports/_journey.html",
                permissions.OVERVIEW,
                cards.journey,
                order=0,
                place="wide",
                holds=True,
            ),
        ]
