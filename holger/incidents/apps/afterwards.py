"""What is learned: evaluations, corrective actions, what incidents touch on, numbers and exercises."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from holger.core.registry import Action, Panel, registry
from holger.incidents import permissions, signals
from holger.incidents.models import Correction, Evaluation, Incident, Touch
from holger.incidents.panels import afterwards as panels
from holger.incidents.panels import drills
from holger.incidents.receivers import afterwards as receivers
from holger.incidents.selectors.afterwards import RISK, TOUCHED
from holger.tasks import signals as tasks


def enter() -> None:
    about = Incident._meta.label_lower
    subject = registry.subjects[about]
    registry.subject(replace(subject, parts=(*subject.parts, Evaluation, Correction, Touch)))
    see, case = permissions.VIEW, "incidents"
    registry.panels += [
        Panel(about, "drill", _("Exercise"), f"{case}/_drill_panel.html", see, drills.drill, 1),
        Panel(about, "touches", _("What it touches on"), f"{case}/_touches_panel.html", see, panels.touches, 45),
        Panel(about, "evaluation", _("Evaluation"), f"{case}/_evaluation_panel.html", see, panels.evaluation, 50),
        Panel(
            about,
            "corrections",
            _("Corrective actions"),
            f"{case}/_corrections_panel.html",
            see,
            panels.corrections,
            52,
        ),
        Panel(
            RISK,
            "likelihood",
            _("What incidents suggest"),
            f"{case}/_likelihood_panel.html",
            see,
            panels.likelihood,
            12,
        ),
        *(
            Panel(
                kind,
                "incidents",
                _("Incidents that touch this"),
                f"{case}/_touching_panel.html",
                see,
                panels.touching,
                55,
            )
            for kind in TOUCHED
        ),
    ]
    registry.actions += [
        Action(_("Numbers of incidents"), "chart-line", "incidents:statistics", see, _("statistics trend report")),
        Action(_("Corrective actions"), "refresh", "incidents:corrections", see, _("nonconformity effect 10.2")),
        Action(_("Exercises"), "school", "incidents:exercises", permissions.WORK, _("drill table-top crisis")),
    ]
    signals.incident_changed.connect(receivers.changed)
    tasks.task_completed.connect(receivers.task_done)
