"""Reminding of requests of data subjects: at three fourths and nine tenths of the time, and daily once it is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext, override

from holger.core.actor import Actor
from holger.core.permissions import Role
from holger.organisation.models import RoleGrant
from holger.organisation.selectors import actors_in
from holger.privacy.models import RequestStatus, SubjectRequest
from holger.privacy.permissions import REQUESTS
from holger.privacy.rules.requests import SLOTS, Reminder, reminder
from holger.tasks.models import NoticeKind
from holger.tasks.selectors.audience import Audience, Member, audience_of
from holger.tasks.services.telling import Draft, slot_of, tell
from holger.ui import days


def duty_of(request: SubjectRequest) -> str:
    """The key of the duty that an unanswered request is (``privacy.duties.requests``)."""
    return f"privacy.request:{request.pk.hex}"


def requests_remind(organisation_id: UUID, today: date | None = None) -> int:
    """Tell people of the requests whose next mark has come; how many notices are new."""
    rows = SubjectRequest.objects.filter(organisation_id=organisation_id, archived_at=None)
    rows = rows.exclude(status=RequestStatus.CLOSED)
    if not rows.exists():
        return 0
    audience = audience_of(organisation_id)
    day = today or audience.today
    circle = _Circle(audience, actors_in(organisation_id), _officers(organisation_id))
    marks = [(request, reminder(request.told, day)) for request in rows.order_by("due", "number")]
    drafts = [
        _draft(request, mark, member)
        for request, mark in marks
        if mark is not None
        for member in _told(request, mark, circle)
    ]
    return len(tell(organisation_id, drafts))


@dataclass(frozen=True)
class _Circle:
    """The people of an organisation as far as they are told of requests; asked once for all of them."""

    audience: Audience
    actors: Mapping[UUID, Actor]
    officers: set[UUID]


def _told(request: SubjectRequest, mark: Reminder, circle: _Circle) -> list[Member]:
    """Whoever answers it. From nine tenths on, or where nobody does, the data protection officers too, or failing them the
    owners of the organisation. Only those who may open it."""
    members = circle.audience.members
    found = {key for key in (request.owner_id,) if key is not None and key in members}
    if mark.percent > SLOTS[0] or not found:
        found |= (circle.officers & members.keys()) or (set(circle.audience.heads) & members.keys())
    return [members[key] for key in sorted(found) if key in circle.actors and circle.actors[key].may(REQUESTS, request)]


def _draft(request: SubjectRequest, mark: Reminder, member: Member) -> Draft:
    """In the language of whoever reads it. An extended or corrected last day gives marks of its own."""
    duty, kind = duty_of(request), NoticeKind.OVERDUE if mark.overdue else NoticeKind.BEFORE
    with override(member.language):
        told = {"reference": request.reference, "percent": mark.percent}
        if mark.overdue:
            title = gettext("Overdue: answer the data subject in %(reference)s") % told
        else:
            title = gettext("%(percent)s %% of the time is gone: answer the data subject in %(reference)s") % told
        return Draft(
            person=member.id,
            kind=kind,
            duty=duty,
            slot=slot_of(kind, duty, member.id, f"{mark.percent}/{mark.number}/{request.due:%Y%m%d}"),
            title=title,
            path=request.path,
            due=request.due,
            text=gettext("Last day: %(day)s") % {"day": days.day(request.due)},
            urgent=True,
        )


def _officers(organisation_id: UUID) -> set[UUID]:
    rows = RoleGrant.objects.filter(organisation_id=organisation_id, role=Role.DPO)
    return set(rows.values_list("person", flat=True))
