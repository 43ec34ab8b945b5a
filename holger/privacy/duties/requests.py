"""What a request of a data subject asks of whoever answers it; and what is handed over when they leave."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.handing import one_by_one, rows_naming
from holger.core.models import naming
from holger.core.registry import Duty, DutySource, Holding
from holger.privacy import permissions, services
from holger.privacy.models import RequestStatus, SubjectRequest
from holger.privacy.rules.requests import State
from holger.privacy.selectors.requests import ICON, UNANSWERED, requests_for
from holger.privacy.services.request_reminding import duty_of

MINUTES, SEND_MINUTES = 120, 20
"""What it usually takes to answer one, and to send what is decided."""


def open_duties(organisation_id: UUID, people: Collection[UUID] | None) -> Sequence[Duty]:
    rows = SubjectRequest.objects.filter(organisation_id=organisation_id, status__in=UNANSWERED, archived_at=None)
    found = naming(rows, people).select_related("organisation").order_by("due", "number")
    return [_duty(row) for row in found]


def _duty(row: SubjectRequest) -> Duty:
    decided = row.status == RequestStatus.DECIDED
    told = {"title": row.title, "reference": row.reference}
    state = row.clock(dates.today(row.organisation.zone)).state
    return Duty(
        key=duty_of(row),
        person_id=row.owner_id,  # type: ignore[arg-type]  # ``naming`` leaves out those of nobody
        title=gettext("Answer the data subject: %(title)s (%(reference)s)") % told,
        reason=gettext("It is decided. Send the answer, and close it.")
        if decided
        else gettext("The law gives a month from the day it was received."),
        verb=pgettext("verb", "Send") if decided else pgettext("verb", "Answer"),
        path=row.path,
        icon=ICON,
        permission=permissions.REQUESTS,
        unit_id=row.unit_id,
        due=row.due,
        minutes=SEND_MINUTES if decided else MINUTES,
        urgent=state in (State.SOON, State.OVERDUE),
        awaited=True,
    )


SOURCE = DutySource(
    "data-subject-requests",
    _("Data subject requests"),
    ICON,
    open_duties,
    done=("request.closed",),
)
HOLDINGS = (
    Holding(
        "privacy.request",
        _("Data subject requests that they answer"),
        ICON,
        rows_naming(requests_for, "owner", status__in=UNANSWERED, archived_at=None),
        permissions.REQUESTS,
        permissions.ANSWER,
        one_by_one(services.request_give, "request", "owner"),
        14,
        owner_of=SubjectRequest._meta.label_lower,
    ),
)
