from django.utils.translation import gettext_lazy as _

from holger.core.permissions import EVERYBODY, MANAGERS, READERS, Role, permission

VIEW = permission("incidents.view", _("See incidents"), everywhere=READERS, own=(Role.CONTRIBUTOR,))
"""Own incidents are those that one leads or is on the team of. A restricted one is seen by them alone."""
REPORT = permission("incidents.report", _("Report incidents"), everywhere=(), own=EVERYBODY)
TRIAGE = permission("incidents.triage", _("Take reports in"), everywhere=(*MANAGERS, Role.DPO))
WORK = permission(
    "incidents.work",
    _("Work on incidents: their facts, timeline, team and checklist"),
    everywhere=(*MANAGERS, Role.DPO),
    own=(Role.CONTRIBUTOR,),
)
DECIDE = permission(
    "incidents.decide",
    _("Assess incidents, and say when things happened"),
    everywhere=(*MANAGERS, Role.DPO),
    own=(Role.CONTRIBUTOR,),
)
NOTIFY = permission(
    "incidents.notify",
    _("Fill in notifications, and write down what was sent"),
    everywhere=(*MANAGERS, Role.DPO),
    own=(Role.CONTRIBUTOR,),
)
DELETE = permission("incidents.delete", _("Archive and restore incidents"), everywhere=MANAGERS)
IMPORT = permission("incidents.import", _("Import incidents"), everywhere=MANAGERS)
SETTINGS = permission(
    "incidents.settings", _("Say how incidents are reported and how severe they are"), everywhere=MANAGERS
)
LAW = permission(
    "incidents.law",
    _("Change the rules of deadlines, whom to tell and what is agreed"),
    everywhere=(*MANAGERS, Role.DPO),
)
