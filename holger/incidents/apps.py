from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "holger.incidents"
    label = "incidents"

    def ready(self) -> None:
        self._deadlines()
        self._cases()

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
