from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ControlsConfig(AppConfig):
    name = "holger.controls"
    label = "controls"

    def ready(self) -> None:
        from holger.controls import permissions  # noqa: F401

        self._statements()

    def _statements(self) -> None:
        from holger.controls import checks, permissions, selectors
        from holger.controls.models import Statement
        from holger.controls.panels import statement as panels
        from holger.core import walls
        from holger.core.registry import Action, Card, Check, MenuItem, Panel, Search, Subject, registry

        kept = ("content", "digest", "number", "reference", "scope_id", "approved_at")
        walls.SETTLED["controls_statement"] = walls.Settled("status", ("approved", "superseded"), kept)
        see, title, icon = permissions.VIEW, _("Statement of Applicability"), "file-certificate"
        registry.subject(Subject(Statement, title, icon, selectors.statements_for, permissions.STATEMENT))
        registry.checks.append(Check("statements", checks.verify, verify=True))
        registry.searches.append(Search("statements", title, see, selectors.find_statements, 36))
        listed = "controls:statement-list"
        registry.menu.append(MenuItem("risk", _("SoA document"), icon, listed, see, 60, badge=panels.waiting))
        registry.cards.append(Card("statements", "controls/_statement_card.html", see, panels.card, 30, "side"))
        registry.needs.append(panels.needs)
        rows = "controls/_statement_rows.html"
        registry.panels.append(
            Panel("frameworks.framework", "statement", title, rows, see, panels.panel, order=30, side=True)
        )
        registry.actions.append(Action(title, icon, listed, see, _("SoA ISO 27001 chosen left out")))
