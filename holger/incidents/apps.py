from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "holger.incidents"
    label = "incidents"

    def ready(self) -> None:
        self._deadlines()
        self._afterwards()

    def _deadlines(self) -> None:
        """Decisions, deadlines and what is sent."""
        from datetime import timedelta

        from django.utils.translation import gettext_lazy as _

        from holger.core.registry import Action, Card, Panel, Recurring, Subject, registry
        from holger.incidents import jobs, permissions
        from holger.incidents.duties import clocks as duties
        from holger.incidents.models import Custody, Decision, Entry, Incident, Moment, SentNotice, append_only
        from holger.incidents.panels import clocks as panels
        from holger.incidents.receivers import clocks as receivers
        from holger.incidents.selectors.incidents import incidents_for
        from holger.organisation import signals as people

        append_only.register()
        parts = (Decision, Moment, SentNotice, Entry, Custody)
        registry.subject(Subject(Incident, _("Incident"), "urgent", incidents_for, permissions.WORK, parts=parts))
        see, about = permissions.VIEW, Incident._meta.label_lower
        registry.panels += [
            Panel(about, "clocks", _("Deadlines"), "incidents/_clocks.html", see, panels.clocks, 5),
            Panel(about, "assessments", _("Assessments"), "incidents/_assessments.html", see, panels.assessments, 10),
            Panel(about, "sent", _("What was sent"), "incidents/_sent.html", see, panels.sent, 15),
        ]
        registry.cards.append(Card("clocks", "incidents/_clocks_card.html", see, panels.card, 1, "top"))
        registry.actions += [
            Action(_("Running deadlines"), "clock-exclamation", "incidents:clocks", see, _("clock notify authority")),
            Action(_("Record of breaches"), "file-certificate", "incidents:breaches", see, _("GDPR 33 personal data")),
            Action(_("Rules of the deadlines"), "scale", "incidents:rules", see, _("law NIS2 GDPR DORA CRA")),
            Action(_("Whom to tell"), "building", "incidents:recipients", see, _("authority CSIRT virk.dk")),
            Action(
                _("What you are before the law"),
                "settings",
                "incidents:settings",
                permissions.LAW,
                _("NIS2 entity sector"),
            ),
        ]
        registry.duties.append(duties.SOURCE)
        registry.recurring.append(
            Recurring("incidents.clocks", _("Remind of the deadlines of incidents"), timedelta(minutes=5), jobs.clocks)
        )
        people.person_forgotten.connect(receivers.forgotten)

    def _afterwards(self) -> None:
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
