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
        from holger.core import walls
        from holger.core.registry import Action, Check, MenuItem, Search, Subject, registry

        kept = ("content", "digest", "number", "reference", "scope_id", "approved_at")
        walls.SETTLED["controls_statement"] = walls.Settled("status", ("approved", "superseded"), kept)
        see, title, icon = permissions.VIEW, _("Statement of Applicability"), "file-certificate"
        registry.subject(Subject(Statement, title, icon, selectors.statements_for, permissions.STATEMENT))
        registry.checks.append(Check("statements", checks.verify, verify=True))
        registry.searches.append(
            Search("statements", title, see, selectors.find_statements, 36, rows=selectors.statements_for)
        )
        registry.menu.append(MenuItem("risk", _("SoA document"), icon, "controls:statement-list", see, 60))
        registry.actions.append(Action(title, icon, "controls:statement-list", see, _("SoA ISO 27001 chosen left out")))
