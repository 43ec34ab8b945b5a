from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "holger.evidence"
    label = "evidence"

    def ready(self) -> None:
        from holger.core.registry import Action, Check, Hanging, MenuItem, Recurring, Search, Secret, registry
        from holger.evidence import checks, duties, jobs, permissions, selectors
        from holger.evidence.models import EvidenceLink
        from holger.evidence.panels import PANEL

        see = permissions.VIEW
        registry.panels.append(PANEL)
        registry.hanging.append(Hanging(EvidenceLink, "subject_id"))
        registry.checks += [Check("evidence", checks.verify, verify=True), Check("evidence", checks.sample)]
        registry.checks.append(Check("evidence storage", checks.storage))
        registry.recurring += [
            Recurring("evidence-reread", _("Reading all evidence again"), timedelta(days=7), jobs.reread),
            Recurring("evidence-sweep", _("Clearing away files that belong to nothing"), timedelta(days=1), jobs.sweep),
        ]
        registry.secrets.append(Secret("evidence.evidence", selectors.evidence_kept, 30))
        registry.duties.append(duties.SOURCE)
        registry.holdings += duties.HOLDINGS
        registry.menu.append(MenuItem("operation", _("Evidence"), "paperclip", "evidence:evidence-list", see, 80))
        registry.searches.append(
            Search("evidence", _("Evidence"), see, selectors.find_evidence, 55, rows=selectors.evidence_for)
        )
        registry.actions.append(
            Action(_("Add evidence"), "paperclip", "evidence:evidence-create", permissions.ADD, _("upload file proof"))
        )
