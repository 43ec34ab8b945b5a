from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "holger.evidence"
    label = "evidence"

    def ready(self) -> None:
        from holger.core.registry import Action, Check, MenuItem, Search, registry
        from holger.evidence import checks, permissions, selectors
        from holger.evidence.panels import PANEL

        see = permissions.VIEW
        registry.panels.append(PANEL)
        registry.checks.append(Check("evidence", checks.verify, verify=True))
        registry.checks.append(Check("evidence storage", checks.storage))
        registry.menu.append(MenuItem("operation", _("Evidence"), "paperclip", "evidence:evidence-list", see, 80))
        registry.searches.append(
            Search("evidence", _("Evidence"), see, selectors.find_evidence, 55, rows=selectors.evidence_for)
        )
        registry.actions.append(
            Action(_("Add evidence"), "paperclip", "evidence:evidence-create", permissions.ADD, _("upload file proof"))
        )
