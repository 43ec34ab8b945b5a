from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "holger.incidents"
    label = "incidents"

    def ready(self) -> None:
        self._deadlines()
        self._work()

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

    def _work(self) -> None:
        """Working on a case: timeline, team, what it hit, checklist, chain of custody, relations."""
        from django.db.models.signals import post_save
        from django.utils.translation import gettext_lazy as _
        from django.utils.translation import pgettext_lazy

        from holger.core.registry import Panel, registry
        from holger.evidence.models import EvidenceLink
        from holger.incidents import permissions, signals
        from holger.incidents.models import Incident
        from holger.incidents.panels import timeline
        from holger.incidents.panels import working as panels
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
        signals.decision_made.connect(receivers.decided)
        signals.moment_entered.connect(receivers.told)
        signals.notice_sent.connect(receivers.sent)
        tasks.tasks_given.connect(receivers.tasks_given)
        tasks.task_completed.connect(receivers.task_completed)
        post_save.connect(receivers.evidence_attached, sender=EvidenceLink)
