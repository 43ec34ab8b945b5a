"""What the record asks of people: to describe what they do, to read what was sent in, and to look again every year."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.handing import one_by_one, rows_naming
from holger.core.models import naming
from holger.core.permissions import Role
from holger.core.registry import AHEAD, Duty, DutySource, Holding
from holger.organisation.models import RoleGrant
from holger.organisation.selectors import whoever_may
from holger.privacy import permissions, selectors, services
from holger.privacy.models import Activity, Status

REVIEW_MINUTES, DESCRIBE_MINUTES, READ_MINUTES = 15, 20, 15
"""What it usually takes to go through one, to describe one by the guide, and to read one that was sent in."""
People = Collection[UUID] | None
NAMED = ("organisation_id", "reference", "title", "owner_id", "unit_id", "next_review", "offered_at", "status")


def open_duties(organisation_id: UUID, people: People) -> Sequence[Duty]:
    """Asked in two questions, and two more where something was sent in."""
    rows = Activity.objects.filter(organisation_id=organisation_id, archived_at=None).only(*NAMED)
    drafts = rows.filter(status=Status.DRAFT)
    due = rows.filter(status=Status.CURRENT, next_review__lte=dates.today() + AHEAD)
    return [
        *(_review(row) for row in naming(due, people)),
        *(_describe(row) for row in naming(drafts.filter(offered_at=None), people)),
        *_sent_in(organisation_id, drafts.filter(offered_at__isnull=False), people),
    ]


def _review(row: Activity) -> Duty:
    assert row.owner_id is not None
    return Duty(
        key=f"privacy.activity:{row.pk}:review",
        person_id=row.owner_id,
        title=gettext("Review %(name)s") % {"name": row.title},
        reason=gettext("Is what the record says about it still true?"),
        verb=pgettext("verb", "Review"),
        path=f"{row.path}review/",
        icon=selectors.ICON,
        permission=permissions.EDIT,
        unit_id=row.unit_id,
        due=row.next_review,
        minutes=REVIEW_MINUTES,
    )


def _describe(row: Activity) -> Duty:
    assert row.owner_id is not None
    return Duty(
        key=f"privacy.activity:{row.pk}:describe",
        person_id=row.owner_id,
        title=gettext("Describe %(name)s") % {"name": row.title},
        reason=gettext("It is a draft. The record needs it from somebody who knows the work."),
        verb=gettext("Go on"),
        path=f"{row.path}guide/what/",
        icon=selectors.ICON,
        permission=permissions.EDIT,
        unit_id=row.unit_id,
        minutes=DESCRIBE_MINUTES,
        awaited=True,
    )


def _sent_in(organisation_id: UUID, rows: QuerySet[Activity], people: People) -> Iterator[Duty]:
    """For the data protection officer; where there is none, for everybody who keeps the record."""
    waiting = list(rows)
    if not waiting:
        return
    for person in _keepers(organisation_id):
        if people is None or person in people:
            yield from (_read(row, person) for row in waiting)


def _keepers(organisation_id: UUID) -> Sequence[UUID]:
    able = whoever_may(organisation_id, permissions.MANAGE)
    grants = RoleGrant.objects.filter(organisation_id=organisation_id, role=Role.DPO, person__in=list(able))
    return list(grants.order_by("person").values_list("person", flat=True).distinct()) or sorted(able)


def _read(row: Activity, person: UUID) -> Duty:
    return Duty(
        key=f"privacy.activity:{row.pk}:read:{person}",
        person_id=person,
        title=gettext("Read what was sent in: %(name)s") % {"name": row.title},
        reason=gettext(
            "Somebody has described it. Add what the law wants, and take it into the record or send it back."
        ),
        verb=gettext("Read"),
        path=row.path,
        icon=selectors.ICON,
        permission=permissions.MANAGE,
        unit_id=row.unit_id,
        own=False,
        minutes=READ_MINUTES,
        awaited=True,
    )


SOURCE = DutySource(
    "processing-activities",
    _("Processing activities"),
    selectors.ICON,
    open_duties,
    done=("processing.reviewed", "processing.offered", "processing.accepted", "processing.sent_back"),
)


# Handing over

HOLDINGS = (
    Holding(
        "privacy.activity",
        _("Processing activities"),
        selectors.ICON,
        rows_naming(selectors.activities_for, "owner", archived_at=None),
        permissions.VIEW,
        permissions.EDIT,
        one_by_one(services.activity_edit, "activity", "owner"),
        14,
        owner_of=Activity._meta.label_lower,
    ),
)
