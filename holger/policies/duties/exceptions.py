"""Exceptions that wait for somebody's answer, and those that run out soon."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.actor import Actor
from holger.core.handing import one_by_one, rows_naming
from holger.core.registry import Duty, DutySource, Holding
from holger.policies import permissions, selectors, services
from holger.policies.models import ExceptionStatus, PolicyException
from holger.policies.selectors.exceptions import ICON, LIVE

DECIDE_MINUTES, RENEW_MINUTES = 10, 10
"""What it usually takes to decide on one, and to see whether it is still needed."""
People = Collection[UUID] | None


def open_duties(organisation_id: UUID, people: People) -> Sequence[Duty]:
    """Asked in one question."""
    renewed = PolicyException.objects.filter(renews=OuterRef("pk"), status__in=LIVE)
    wanted = Q(status=ExceptionStatus.ASKED) | selectors.exceptions_soon(dates.today()) & ~Exists(renewed)
    return [duty for duty in _told(_rows(organisation_id).filter(wanted)) if people is None or duty.person_id in people]


def _rows(organisation_id: UUID) -> QuerySet[PolicyException]:
    rows = PolicyException.objects.filter(organisation_id=organisation_id, policy__archived_at=None)
    return rows.select_related("policy", "approver").order_by("asked_at")


def _told(rows: Iterable[PolicyException]) -> Iterator[Duty]:
    for row in rows:
        if row.status == ExceptionStatus.ASKED and row.approver_id is not None:
            yield _deciding(row, row.approver_id)
        elif row.status == ExceptionStatus.APPROVED and row.owner_id is not None:
            yield _ending(row, row.owner_id)


def _deciding(row: PolicyException, person: UUID, waits_for: str = "") -> Duty:
    told = {"who": row.asked_by, "policy": row.policy.title}
    return Duty(
        key=f"policies.exception:{row.pk}:decide",
        person_id=person,
        title=gettext("Decide on the exception: %(name)s") % {"name": row.title},
        reason=gettext("%(who)s asks for it, from %(policy)s.") % told,
        verb=gettext("Decide"),
        path=row.path,
        icon=ICON,
        permission=permissions.VIEW,
        unit_id=row.policy.unit_id,
        minutes=DECIDE_MINUTES,
        awaited=True,
        waits_for=waits_for,
    )


def _ending(row: PolicyException, person: UUID) -> Duty:
    return Duty(
        key=f"policies.exception:{row.pk}:ends",
        person_id=person,
        title=gettext("An exception ends: %(name)s") % {"name": row.title},
        reason=gettext("From then on %(policy)s is followed, or it is asked for again.") % {"policy": row.policy.title},
        verb=gettext("Look at it"),
        path=row.path,
        icon=ICON,
        permission=permissions.VIEW,
        unit_id=row.policy.unit_id,
        due=row.ends,
        minutes=RENEW_MINUTES,
    )


def waiting(organisation_id: UUID, person_id: UUID) -> Sequence[Duty]:
    """The answers that whoever asked waits for."""
    rows = _rows(organisation_id).filter(status=ExceptionStatus.ASKED, asker=person_id, approver__isnull=False)
    return [_deciding(row, row.approver_id, str(row.approver)) for row in rows if row.approver_id]


SOURCE = DutySource(
    "policy-exceptions",
    _("Exceptions from policies"),
    ICON,
    open_duties,
    waiting,
    done=("exception.approved", "exception.declined", "exception.withdrawn"),
)


# Handing over


def _live(actor: Actor) -> QuerySet[PolicyException]:
    return selectors.exceptions_for(actor).filter(status__in=LIVE)


def _asked(actor: Actor) -> QuerySet[PolicyException]:
    return selectors.exceptions_for(actor).filter(status=ExceptionStatus.ASKED)


HOLDINGS = (
    Holding(
        "policies.exception",
        _("Exceptions from policies"),
        ICON,
        rows_naming(_live, "owner"),
        permissions.VIEW,
        permissions.EXCEPT,
        one_by_one(services.exception_give, "exception", "owner"),
        37,
        owner_of=PolicyException._meta.label_lower,
    ),
    Holding(
        "policies.exception-decision",
        _("Exceptions to decide on"),
        ICON,
        rows_naming(_asked, "approver"),
        permissions.APPROVE,
        permissions.EXCEPT,
        one_by_one(services.exception_ask_another, "exception", "approver"),
        38,
    ),
)
