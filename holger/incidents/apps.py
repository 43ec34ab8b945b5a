from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "holger.incidents"
    label = "incidents"

    def ready(self) -> None:
        self._secret()
        self._deadlines()
        self._cases()
        self._reports()
        self._work()
        self._afterwards()

    def _secret(self) -> None:
        """What only those need to know of who work on it."""
        from holger.core.registry import Secret, registry
        from holger.incidents.models import Incident
        from holger.incidents.selectors.incidents import kept_from

        registry.secrets.append(Secret(Incident._meta.label_lower, lambda actor, known: kept_from(actor)))

    def _deadlines(self) -> None:
        """Decisions, deadlines and what is sent."""
        from datetime import timedelta

        from django.utils.translation import gettext_lazy as _

        from holger.core.registry import Action, Card, Panel, Recurring, Subject, registry
        from holger.incidents import jobs, permissions
        from holger.incidents.duties import clocks as duties
        from holger.incidents.models import (
            Affected,
            Custody,
            Decision,
            Entry,
            Incident,
            Moment,
            SentNotice,
            append_only,
        )
        from holger.incidents.panels import clocks as panels
        from holger.incidents.receivers import clocks as receivers
        from holger.incidents.selectors.incidents import incidents_for
        from holger.organisation import signals as people

        append_only.register()
        parts = (Decision, Moment, SentNotice, Entry, Custody, Affected)
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

    def _cases(self) -> None:
        """The case itself: its list, page, spreadsheet and what it asks of people."""
        from django.utils.translation import gettext_lazy as _

        from holger.core.registry import Action, Card, MenuItem, Panel, Search, registry
        from holger.incidents import permissions, register, signals
        from holger.incidents.duties import cases as duties
        from holger.incidents.panels import cases as panels
        from holger.incidents.receivers import cases as receivers
        from holger.incidents.selectors import cases as selectors

        see = permissions.VIEW
        registry.menu.append(
            MenuItem("operation", _("Incidents"), "urgent", "incidents:incident-list", see, 25, badge=panels.badge)
        )
        registry.searches.append(Search("incidents", _("Incidents"), see, panels.search, 25, rows=selectors.pickable))
        registry.actions += [
            Action(_("Incidents"), "urgent", "incidents:incident-list", see, _("breach case list")),
            Action(
                _("New incident"), "plus", "incidents:incident-create", permissions.WORK, _("open a case add breach")
            ),
        ]
        registry.cards.append(Card("incidents", "incidents/_card.html", see, panels.card, 15))
        registry.panels.append(
            Panel("*", "incidents", _("Incidents"), "incidents/_hit_by.html", see, panels.hit_by, 45, side=True)
        )
        registry.duties.append(duties.SOURCE)
        registry.holdings += duties.HOLDINGS
        registry.registers[register.INCIDENTS.kind] = register.INCIDENTS
        registry.events[receivers.EVENT] = _("Incidents: a case is there, or takes a step")
        signals.incident_changed.connect(receivers.tell)
        signals.decision_made.connect(receivers.weigh)
        signals.moment_entered.connect(receivers.detect)

    def _reports(self) -> None:
        """Reporting for everybody, and taking reports in."""
        from django.utils.translation import gettext_lazy as _

        from holger.core.registry import Action, MenuItem, registry
        from holger.incidents import permissions, signals
        from holger.incidents.duties import triage as duties
        from holger.incidents.receivers import triage as receivers

        report, triage, settings = permissions.REPORT, permissions.TRIAGE, permissions.SETTINGS
        registry.actions += [
            Action(
                _("Report an incident"), "urgent", "incidents:report", report, _("breach phishing lost stolen doubt")
            ),
            Action(_("My reports"), "message", "incidents:my-reports", report, _("what I told answer")),
            Action(_("Take reports in"), "urgent", "incidents:triage", triage, _("triage inbox new reports")),
        ]
        title = _("Reports and severity")
        registry.menu.append(MenuItem("settings", title, "urgent", "incidents:case-settings", settings, 43))
        registry.duties.append(duties.SOURCE)
        signals.incident_changed.connect(receivers.reopened)

    def _work(self) -> None:
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

        see, about = permissions.VIEW, Incident._meta.label_lower
        title, team = pgettext_lazy("incident", "Timeline"), pgettext_lazy("incident", "Team")
        hit, custody = pgettext_lazy("incident", "Affected"), pgettext_lazy("incident", "Chain of custody")
        registry.panels += [
            Panel(about, "timeline", title, "incidents/_timeline.html", see, timeline.timeline, 8),
            Panel(about, "checklist", _("Checklist"), "incidents/_checklist.html", see, panels.checklist, 18),
            Panel(about, "affected", hit, "incidents/_affected.html", see, panels.affected, 20, side=True),
            Panel(about, "team", team, "incidents/_team.html", see, panels.team, 22, side=True),
            Panel(about, "custody", custody, "incidents/_custody.html", see, panels.custody, 30),
            Panel(
                about, "relations", _("Other cases"), "incidents/_relations.html", see, panels.relations, 40, side=True
            ),
        ]
        signals.incident_changed.connect(checklist.begun)
        signals.decision_made.connect(receivers.decided)
        signals.moment_entered.connect(receivers.told)
        signals.notice_sent.connect(receivers.sent)
        tasks.tasks_given.connect(receivers.tasks_given)
        tasks.task_completed.connect(receivers.task_completed)
        evidence.evidence_attached.connect(receivers.evidence_attached)

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
