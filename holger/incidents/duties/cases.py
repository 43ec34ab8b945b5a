"""What a case asks of whoever leads it, beside its deadlines; and what is handed over when somebody leaves."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.actor import Actor
from holger.core.handing import all_at_once, rows_naming
from holger.core.models import naming
from holger.core.registry import Duty, DutySource, Holding
from holger.incidents import permissions, services
from holger.incidents.models import UNFINISHED, Entry, Incident, Member, Status
from holger.incidents.rules.severity import Method
from holger.incidents.selectors.incidents import incidents_for
from holger.incidents.selectors.severity import method_of
from holger.incidents.services.handing import members_give

ICON = "urgent"
MINUTES, CLOSE_MINUTES = 30, 20
COLUMNS = ("pk", "owner", "reference", "title", "unit", "severity", "status", "touched", "recovered_at")
People = Collection[UUID] | None


def open_duties(organisation_id: UUID, people: People) -> Sequence[Duty]:
    """Open cases that nobody has touched for longer than their severity allows, and recovered ones to evaluate and close."""
    rows = Incident.objects.filter(organisation_id=organisation_id, status__in=UNFINISHED, archived_at=None)
    newest = Entry.objects.filter(incident=OuterRef("pk")).order_by("-entered_at").values("entered_at")[:1]
    written = Coalesce(Subquery(newest), "updated_at", output_field=DateTimeField())
    told = list(
        naming(rows, people).annotate(touched=Greatest("updated_at", written)).order_by("pk").values_list(*COLUMNS)
    )
    if not told:
        return []
    method, now = method_of(organisation_id), dates.now()
    found = [_recovered(row) if row[6] == Status.RECOVERED else _quiet(row, method, now) for row in told]
    return [duty for duty in found if duty is not None]


def _quiet(row: tuple[Any, ...], method: Method, now: datetime) -> Duty | None:
    pk, owner, reference, title, unit, severity, _status, touched, _recovered_at = row
    hours = _hours(method, severity)
    if not hours or now - touched < timedelta(hours=hours):
        return None
    text = ngettext(
        "You lead the case, and nothing has been written for more than %(count)s hour.",
        "You lead the case, and nothing has been written for more than %(count)s hours.",
        hours,
    )
    return Duty(
        key=f"incidents.case:{pk.hex}:quiet",
        person_id=owner,
        title=f"{reference} {title}",
        reason=text % {"count": hours},
        verb=pgettext("verb", "Follow up"),
        path=f"incidents/{reference}/",
        icon=ICON,
        permission=permissions.VIEW,
        unit_id=unit,
        due=(touched + timedelta(hours=hours)).date(),
        minutes=MINUTES,
        urgent=severity == method.severities[-1].key,
        awaited=True,
    )


def _hours(method: Method, severity: str) -> int:
    """What is not weighed yet is looked at as often as the least severe."""
    found = next((level for level in method.severities if level.key == severity), method.severities[0])
    return found.hours


def _recovered(row: tuple[Any, ...]) -> Duty:
    pk, owner, reference, title, unit, *_rest = row
    return Duty(
        key=f"incidents.case:{pk.hex}:close",
        person_id=owner,
        title=gettext("Evaluate and close %(reference)s %(title)s") % {"reference": reference, "title": title},
        reason=gettext("It is recovered. What was learned is soon forgotten."),
        verb=pgettext("verb", "Close"),
        path=f"incidents/{reference}/",
        icon=ICON,
        permission=permissions.VIEW,
        unit_id=unit,
        minutes=CLOSE_MINUTES,
    )


SOURCE = DutySource(
    "incidents", _("Incidents"), ICON, open_duties, done=("incident.closed", "incident.edited", "incident.recovered")
)


# Handing over


def _members(actor: Actor) -> Any:
    rows = Member.objects.filter(organisation_id=actor.organisation_id, incident__status__in=UNFINISHED)
    return rows.filter(incident__in=incidents_for(actor).order_by().values("pk")).select_related("incident", "person")


def _give_members(*, actor: Actor, rows: Iterable[Member], giver: Any, taker: Any) -> None:
    members_give(actor=actor, members=list(rows), person=taker)


def _incident(row: Any) -> Incident:
    found: Incident = row.incident
    return found


SEE, CHANGE = permissions.VIEW, permissions.WORK
_leads = rows_naming(incidents_for, "owner", status__in=UNFINISHED, archived_at=None)
_give = all_at_once(services.incidents_give, "incidents", "owner")

HOLDINGS = (
    Holding("incidents.incident", _("Incidents that they lead"), ICON, _leads, SEE, CHANGE, _give, 12, owner_of="incidents.incident"),
    Holding(
        *("incidents.member", _("Incidents that they work on"), "users", rows_naming(_members, "person"), SEE, CHANGE),
        *(_give_members, 13),
        over=_incident,
    ),
)  # fmt: skip
"""Cases that only a few may know of are handed over by those few: nobody else sees them, or is told that they are there."""
