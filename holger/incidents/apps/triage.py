"""Reporting for everybody, and taking reports in."""

from django.utils.translation import gettext_lazy as _

from holger.core.registry import Action, MenuItem, registry
from holger.incidents import permissions, signals
from holger.incidents.duties import triage as duties
from holger.incidents.receivers import triage as receivers


def enter() -> None:
    report, triage, settings = permissions.REPORT, permissions.TRIAGE, permissions.SETTINGS
    registry.actions += [
        Action(_("Report an incident"), "urgent", "incidents:report", report, _("breach phishing lost stolen doubt")),
        Action(_("My reports"), "message", "incidents:my-reports", report, _("what I told answer")),
        Action(_("Take reports in"), "urgent", "incidents:triage", triage, _("triage inbox new reports")),
    ]
    title = _("Reports and severity")
    registry.menu.append(MenuItem("settings", title, "urgent", "incidents:case-settings", settings, 43))
    registry.duties.append(duties.SOURCE)
    signals.incident_changed.connect(receivers.reopened)
