"""Working on a case: timeline, team, what it hit, checklist, chain of custody, relations."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.registry import Panel, registry
from holger.evidence import signals as evidence
from holger.incidents import permissions, signals
from holger.incidents.models import Incident
from holger.incidents.panels import timeline
from holger.incidents.panels import working as panels
from holger.incidents.receivers import checklist
from holger.incidents.receivers import timeline as receivers
from holger.tasks import signals as tasks


def enter() -> None:
    see, about = permissions.VIEW, Incident._meta.label_lower
    title, team = pgettext_lazy("incident", "Timeline"), pgettext_lazy("incident", "Team")
    hit, custody = pgettext_lazy("incident", "Affected"), pgettext_lazy("incident", "Chain of custody")
    registry.panels += [
        Panel(about, "timeline", title, "incidents/_timeline.html", see, timeline.timeline, 8),
        Panel(about, "checklist", _("Checklist"), "incidents/_checklist.html", see, panels.checklist, 18),
        Panel(about, "affected", hit, "incidents/_affected.html", see, panels.affected, 20, side=True),
        Panel(about, "team", team, "incidents/_team.html", see, panels.team, 22, side=True),
        Panel(about, "custody", custody, "incidents/_custody.html", see, panels.custody, 30),
        Panel(about, "relations", _("Other cases"), "incidents/_relations.html", see, panels.relations, 40, side=True),
    ]
    signals.incident_changed.connect(checklist.begun)
    signals.decision_made.connect(receivers.decided)
    signals.moment_entered.connect(receivers.told)
    signals.notice_sent.connect(receivers.sent)
    tasks.tasks_given.connect(receivers.tasks_given)
    tasks.task_completed.connect(receivers.task_completed)
    evidence.evidence_attached.connect(receivers.evidence_attached)
