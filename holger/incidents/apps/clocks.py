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


def enter() -> None:
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
