"""A report that nobody has taken on nags those who take reports in, from the day it came."""

from collections.abc import Collection, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.core.registry import Duty, DutySource
from holger.incidents import permissions
from holger.incidents.models import Incident, Status
from holger.incidents.selectors.intake import intake_of
from holger.incidents.services.telling import duty_of, triage_path
from holger.organisation.models import Organisation

ICON = "urgent"
MINUTES = 10
MOST = 50
"""So many nag at once, the oldest; what lies behind them comes when they are gone. The list has them all."""


def open_duties(organisation_id: UUID, people: Collection[UUID] | None) -> Sequence[Duty]:
    rows = Incident.objects.filter(
        organisation_id=organisation_id, status=Status.REPORTED, archived_at=None, drill=False, restricted=False
    )
    waiting = list(rows.order_by("created_at", "number")[:MOST])
    if not waiting:
        return []
    told = [person.pk for person in intake_of(organisation_id) if people is None or person.pk in people]
    zone = ZoneInfo(Organisation.objects.get(pk=organisation_id).zone)
    return [_duty(row, person, zone) for row in waiting for person in told]


def _duty(row: Incident, person: UUID, zone: ZoneInfo) -> Duty:
    return Duty(
        key=duty_of(row, person),
        person_id=person,
        title=gettext("Take in the report: %(title)s (%(reference)s)")
        % {"title": row.title, "reference": row.reference},
        reason=gettext("Somebody has reported it, and nobody has taken it on."),
        verb=gettext("Take in"),
        path=triage_path(row),
        icon=ICON,
        permission=permissions.TRIAGE,
        own=False,
        due=row.created_at.astimezone(zone).date(),
        minutes=MINUTES,
        urgent=True,
        awaited=True,
        escalate_days=1,
    )


SOURCE = DutySource(
    "incident-reports",
    _("Reports to take in"),
    ICON,
    open_duties,
    done=("incident.taken_on", "incident.rejected", "incident.merged"),
)
