"""Statements of applicability that wait for somebody's approval, and those that have stood for a year."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.controls import permissions, selectors, services
from holger.controls.models import Statement
from holger.controls.models.statement import statement_path
from holger.controls.rules.statement_questions import a_year_before
from holger.core import dates
from holger.core.actor import Actor
from holger.core.handing import rows_naming
from holger.core.registry import AHEAD, Duty, DutySource, Holding
from holger.organisation.models import Person
from holger.organisation.selectors import whoever_may

READ_MINUTES, RENEW_MINUTES = 20, 60
"""What it usually takes to read one before approving it, and to draft the next."""
ICON = "file-certificate"
Status = Statement.Status
People = Collection[UUID] | None


def open_duties(organisation_id: UUID, people: People) -> Sequence[Duty]:
    soon = a_year_before(dates.today() + AHEAD)
    old = Q(status=Status.APPROVED, approved_at__date__lte=soon)
    rows = list(_in_use(organisation_id).filter(Q(status=Status.REQUESTED) | old).order_by("requested_at"))
    asked = [row for row in rows if row.status == Status.REQUESTED and row.approver_id is not None]
    return [
        *(_approving(row) for row in asked if people is None or row.approver_id in people),
        *_renewing(organisation_id, [row for row in rows if row.status == Status.APPROVED], people),
    ]


def _in_use(organisation_id: UUID) -> QuerySet[Statement]:
    rows = Statement.objects.filter(organisation_id=organisation_id, scope__framework__archived_at=None)
    return rows.select_related("scope__framework", "scope__unit").defer("content", "scope__framework__groups")


def _called(row: Statement) -> str:
    return gettext("SoA: %(title)s") % {"title": row.title}


def _approving(row: Statement, waits_for: str = "") -> Duty:
    assert row.approver_id is not None
    asked = gettext("%(who)s asks you to approve the Statement of Applicability.") % {"who": row.requested_by}
    return Duty(
        key=f"controls.statement:{row.pk}:approve",
        person_id=row.approver_id,
        title=gettext("Approve %(name)s") % {"name": _called(row)},
        reason=gettext("The Statement of Applicability was sent for approval.") if waits_for else asked,
        verb=gettext("Read"),
        path=row.path if waits_for else f"{statement_path(row.scope)}approve/",
        icon=ICON,
        permission=permissions.VIEW if waits_for else permissions.APPROVE,
        unit_id=row.scope.unit_id,
        own=False,
        minutes=READ_MINUTES,
        awaited=True,
        waits_for=waits_for,
    )


def _renewing(organisation_id: UUID, old: Collection[Statement], people: People) -> Iterable[Duty]:
    """In force for a year soon, and no newer one on its way: for whoever answers for the scope, else for whoever may draft it."""
    if not old:
        return
    begun = Statement.objects.filter(organisation_id=organisation_id, status__in=[Status.DRAFT, Status.REQUESTED])
    newer = set(begun.values_list("scope_id", flat=True))
    able = whoever_may(organisation_id, permissions.STATEMENT)
    for row in (row for row in old if row.scope_id not in newer):
        here = [person for person, units in able.items() if units is None or row.scope.unit_id in units]
        for person in [row.scope.owner_id] if row.scope.owner_id in here else here:
            if people is None or person in people:
                yield _renewal(row, person)


def _renewal(row: Statement, person: UUID) -> Duty:
    assert row.approved_at is not None
    return Duty(
        key=f"controls.statement:{row.pk}:renew",
        person_id=person,
        title=gettext("Renew %(name)s") % {"name": _called(row)},
        reason=gettext("A Statement of Applicability is renewed once a year."),
        verb=gettext("Look at it"),
        path=statement_path(row.scope),
        icon=ICON,
        permission=permissions.STATEMENT,
        unit_id=row.scope.unit_id,
        due=timezone.localtime(row.approved_at).date() + timedelta(days=365),
        minutes=RENEW_MINUTES,
    )


def waiting(organisation_id: UUID, person_id: UUID) -> Sequence[Duty]:
    """The approvals that whoever sent a statement waits for."""
    rows = _in_use(organisation_id).filter(status=Status.REQUESTED, requester=person_id, approver__isnull=False)
    rows = rows.select_related("approver").order_by("requested_at")
    return [_approving(row, str(row.approver)) for row in rows]


SOURCE = DutySource(
    "statements",
    _("SoA document"),
    ICON,
    open_duties,
    waiting,
    done=("statement.approved", "statement.declined", "statement.requested"),
)


# Handing over


def _waiting(actor: Actor) -> QuerySet[Statement]:
    return selectors.statements_for(actor).filter(status=Status.REQUESTED)


def _ask(*, actor: Actor, rows: Iterable[Statement], giver: Person, taker: Person) -> None:
    """It is taken back and sent to somebody else, frozen as it stands now."""
    for row in rows:
        services.statement_withdraw(actor=actor, statement=row)
        services.statement_request(actor=actor, statement=row, approver=taker)


HOLDINGS = (
    Holding(
        "controls.statement",
        _("Statements to approve"),
        ICON,
        rows_naming(_waiting, "approver"),
        permissions.APPROVE,
        permissions.STATEMENT,
        _ask,
        33,
        own=False,
        over=lambda row: row.scope,
    ),
)
