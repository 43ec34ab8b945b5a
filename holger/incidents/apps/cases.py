"""The case itself: its list, page, spreadsheet and what it asks of people."""

from django.utils.translation import gettext_lazy as _

from holger.core.registry import Action, Card, Hanging, MenuItem, Panel, Search, registry
from holger.incidents import permissions, register, signals
from holger.incidents.duties import cases as duties
from holger.incidents.models import Affected
from holger.incidents.panels import cases as panels
from holger.incidents.receivers import cases as receivers
from holger.incidents.selectors import cases as selectors


def enter() -> None:
    see = permissions.VIEW
    registry.menu.append(
        MenuItem("operation", _("Incidents"), "urgent", "incidents:incident-list", see, 25, badge=panels.badge)
    )
    registry.searches.append(Search("incidents", _("Incidents"), see, panels.search, 25, rows=selectors.pickable))
    registry.actions += [
        Action(_("Incidents"), "urgent", "incidents:incident-list", see, _("breach case list")),
        Action(_("New incident"), "plus", "incidents:incident-create", permissions.WORK, _("open a case add breach")),
    ]
    registry.cards.append(Card("incidents", "incidents/_card.html", see, panels.card, 15))
    registry.panels.append(
        Panel("*", "incidents", _("Incidents"), "incidents/_hit_by.html", see, panels.hit_by, 45, side=True)
    )
    registry.hanging.append(Hanging(Affected, "subject_id"))
    registry.duties.append(duties.SOURCE)
    registry.holdings += duties.HOLDINGS
    registry.registers[register.INCIDENTS.kind] = register.INCIDENTS
    registry.events[receivers.EVENT] = _("Incidents: a case is there, or takes a step")
    signals.incident_changed.connect(receivers.tell)
    signals.decision_made.connect(receivers.weigh)
    signals.moment_entered.connect(receivers.detect)
