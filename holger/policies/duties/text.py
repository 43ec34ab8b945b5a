"""Drafts that wait for somebody, policies to look at again, and translations that have fallen behind."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.actor import Actor
from holger.core.handing import all_at_once, rows_naming
from holger.core.registry import AHEAD, Duty, DutySource, Holding
from holger.organisation.models import Person
from holger.organisation.selectors import whoever_may
from holger.policies import permissions, selectors, services
from holger.policies.models import OPEN, Policy, PolicyText, PolicyVersion, Review, Status

ICON = "file-text"
READ_MINUTES, RENEW_MINUTES, REMARK_MINUTES = 15, 60, 15
"""What it usually takes to read a draft, to go through a policy again, and to deal with remarks."""
People = Collection[UUID] | None


def open_duties(organisation_id: UUID, people: People) -> Sequence[Duty]:
    """Asked in three questions, and a fourth where a policy has nobody who answers for it."""
    wanted = [
        *(_review(row) for row in _asked(organisation_id)),
        *_versions(organisation_id),
        *_kept(organisation_id),
    ]
    return [duty for duty in wanted if people is None or duty.person_id in people]


def _asked(organisation_id: UUID) -> QuerySet[Review]:
    rows = Review.objects.filter(organisation_id=organisation_id, answered_at=None, person__isnull=False)
    rows = rows.filter(version__policy__archived_at=None, version__status__in=(Status.DRAFT, Status.REVIEW))
    return rows.select_related("version__policy").defer("seen", "version__content").order_by("asked_at")


def _named(version: PolicyVersion) -> str:
    return f"{version.policy.title} {version.label}"


def _review(row: Review, waits_for: str = "") -> Duty:
    assert row.person_id is not None
    policy = row.version.policy
    return Duty(
        key=f"policies.review:{row.pk}",
        person_id=row.person_id,
        title=gettext("Read the draft: %(name)s") % {"name": _named(row.version)},
        reason=gettext("%(who)s asks what you think of it.") % {"who": row.asked_by},
        verb=gettext("Read"),
        path=f"{policy.path}review/",
        icon=ICON,
        permission=permissions.APPROVE,
        unit_id=policy.unit_id,
        due=row.due,
        minutes=READ_MINUTES,
        awaited=True,
        waits_for=waits_for,
    )


def _versions(organisation_id: UUID) -> Iterator[Duty]:
    """To approve, to change after a no, and remarks to deal with."""
    rows = PolicyVersion.objects.filter(organisation_id=organisation_id, status__in=OPEN, policy__archived_at=None)
    rows = rows.select_related("policy").defer("content").order_by("created_at")
    for row in rows.annotate(remarked=Count("remarks", filter=Q(remarks__resolved_at=None))):
        if row.status == Status.REQUESTED:
            if row.approver_id is not None:
                yield _approval(row)
            continue
        writer = row.policy.owner_id or row.requester_id
        if writer is not None and row.remarked and row.status == Status.DRAFT:
            yield _remarks(row, writer, row.remarked)
        if row.declined_note and row.policy.owner_id is not None:
            yield _declined(row, row.policy.owner_id)


def _approval(row: PolicyVersion, waits_for: str = "") -> Duty:
    assert row.approver_id is not None
    return Duty(
        key=f"policies.version:{row.pk}:approve",
        person_id=row.approver_id,
        title=gettext("Approve %(name)s") % {"name": _named(row)},
        reason=gettext("%(who)s asks you to approve it.") % {"who": row.requested_by},
        verb=gettext("Read"),
        path=f"{row.policy.path}approve/",
        icon=ICON,
        permission=permissions.APPROVE,
        unit_id=row.policy.unit_id,
        minutes=READ_MINUTES,
        awaited=True,
        waits_for=waits_for,
    )


def _remarks(row: PolicyVersion, person: UUID, count: int) -> Duty:
    said = ngettext("%(count)s remark on the draft.", "%(count)s remarks on the draft.", count) % {"count": count}
    return Duty(
        key=f"policies.version:{row.pk}:remarks",
        person_id=person,
        title=gettext("Deal with remarks: %(name)s") % {"name": _named(row)},
        reason=said,
        verb=gettext("Look at them"),
        path=f"{row.policy.path}review/",
        icon=ICON,
        permission=permissions.WRITE,
        unit_id=row.policy.unit_id,
        minutes=REMARK_MINUTES,
        awaited=True,
    )


def _declined(row: PolicyVersion, person: UUID) -> Duty:
    return Duty(
        key=f"policies.version:{row.pk}:declined",
        person_id=person,
        title=gettext("Change and send again: %(name)s") % {"name": _named(row)},
        reason=gettext("It was not approved: “%(note)s”") % {"note": row.declined_note[:120]},
        verb=gettext("Look at it"),
        path=row.policy.path,
        icon=ICON,
        permission=permissions.WRITE,
        unit_id=row.policy.unit_id,
        minutes=REMARK_MINUTES,
        awaited=True,
    )


def _kept(organisation_id: UUID) -> Iterator[Duty]:
    """What is in force and not being worked on: to be looked at again, or with a translation that has fallen behind."""
    soon = dates.today() + AHEAD
    worked_on = PolicyVersion.objects.filter(policy=OuterRef("pk"), status__in=(*OPEN, Status.APPROVED))
    late = PolicyText.objects.filter(version__policy=OuterRef("pk"), version__status=Status.IN_FORCE)
    rows = Policy.objects.filter(~Exists(worked_on), organisation_id=organisation_id, archived_at=None)
    rows = rows.annotate(late=Exists(late.exclude(behind_since="")))
    rows = rows.filter(Q(next_review__lte=soon) | Q(late=True)).order_by("next_review", "number")
    able: dict[UUID, frozenset[UUID] | None] | None = None
    for row in rows:
        if row.owner_id is None and able is None:
            able = whoever_may(organisation_id, permissions.WRITE)
        for person in [row.owner_id] if row.owner_id else _able(able or {}, row.unit_id):
            if row.next_review is not None and row.next_review <= soon:
                yield _renewal(row, person, row.next_review)
            if row.late:
                yield _translation(row, person)


def _able(able: dict[UUID, frozenset[UUID] | None], unit: UUID | None) -> list[UUID]:
    return [person for person, units in able.items() if units is None or unit in units]


def _renewal(row: Policy, person: UUID, due: date) -> Duty:
    return Duty(
        key=f"policies.policy:{row.pk}:renew:{due.isoformat()}",
        person_id=person,
        title=gettext("Review %(name)s") % {"name": row.title},
        reason=gettext("It is to be looked at again: does it still hold?"),
        verb=gettext("Look at it"),
        path=row.path,
        icon=ICON,
        permission=permissions.WRITE,
        unit_id=row.unit_id,
        due=due,
        minutes=RENEW_MINUTES,
    )


def _translation(row: Policy, person: UUID) -> Duty:
    return Duty(
        key=f"policies.policy:{row.pk}:translate",
        person_id=person,
        title=gettext("Bring the translation up to date: %(name)s") % {"name": row.title},
        reason=gettext("The two languages do not say the same."),
        verb=gettext("Look at it"),
        path=row.path,
        icon=ICON,
        permission=permissions.WRITE,
        unit_id=row.unit_id,
        minutes=RENEW_MINUTES,
    )


def waiting(organisation_id: UUID, person_id: UUID) -> Sequence[Duty]:
    """The answers and approvals that whoever sent a draft, or answers for it, waits for."""
    reviews = _asked(organisation_id).filter(version__policy__owner=person_id).select_related("person")
    rows = PolicyVersion.objects.filter(organisation_id=organisation_id, status=Status.REQUESTED)
    rows = rows.filter(requester=person_id, approver__isnull=False, policy__archived_at=None)
    rows = rows.select_related("policy", "approver").defer("content").order_by("requested_at")
    return [
        *(_review(row, row.person_name) for row in reviews),
        *(_approval(row, str(row.approver)) for row in rows),
    ]


SOURCE = DutySource(
    "policies",
    _("Policies"),
    ICON,
    open_duties,
    waiting,
    done=("policy.approved", "policy.declined", "policy.review_answered", "policy.requested", "policy.translated"),
)


# Handing over


def _in_use(actor: Actor) -> QuerySet[Policy]:
    return selectors.policies_for(actor).filter(archived_at=None)


def _to_approve(actor: Actor) -> QuerySet[PolicyVersion]:
    return selectors.versions_for(actor).filter(status=Status.REQUESTED)


def _to_review(actor: Actor) -> QuerySet[Review]:
    versions = selectors.versions_for(actor).filter(status__in=(Status.DRAFT, Status.REVIEW))
    rows = Review.objects.filter(organisation_id=actor.organisation_id, answered_at=None)
    return rows.filter(version__in=versions.order_by().values("pk")).select_related("version__policy")


def _ask(*, actor: Actor, rows: Iterable[PolicyVersion], giver: Person, taker: Person) -> None:
    """It is taken back and sent to somebody else, frozen as it stands now."""
    for row in rows:
        services.approval_withdraw(actor=actor, policy=row.policy)
        services.approval_request(actor=actor, policy=row.policy, approver=taker)


def _review_by(*, actor: Actor, rows: Iterable[Review], giver: Person, taker: Person) -> None:
    for row in rows:
        services.review_give(actor=actor, review=row, person=taker)


HOLDINGS = (
    Holding(
        "policies.policy",
        _("Policies"),
        ICON,
        rows_naming(_in_use, "owner"),
        permissions.VIEW,
        permissions.WRITE,
        all_at_once(services.policies_give, "policies", "owner"),
        34,
        owner_of=Policy._meta.label_lower,
    ),
    Holding(
        "policies.version",
        _("Policies to approve"),
        ICON,
        rows_naming(_to_approve, "approver"),
        permissions.APPROVE,
        permissions.WRITE,
        _ask,
        35,
        over=lambda row: row.policy,
    ),
    Holding(
        "policies.review",
        _("Drafts to review"),
        ICON,
        rows_naming(_to_review, "person"),
        permissions.APPROVE,
        permissions.WRITE,
        _review_by,
        36,
        over=lambda row: row.version.policy,
    ),
)
