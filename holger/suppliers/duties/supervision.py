"""What the supervision of processors asks of people: to plan the next one, to carry one out, to put right what was found."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.actor import Actor
from holger.core.handing import one_by_one, rows_naming
from holger.core.registry import AHEAD, Duty, DutySource, Holding
from holger.organisation.models import Organisation
from holger.suppliers import permissions
from holger.suppliers.models import Status
from holger.suppliers.models.supervision import Finding, ProcessorAssessment, Supervision, SupervisionStatus
from holger.suppliers.rules.supervising import OPEN
from holger.suppliers.selectors import supervision as selectors
from holger.suppliers.selectors.minders import minders_of
from holger.suppliers.services import assessing
from holger.suppliers.services import supervision as services

ICON = selectors.ICON
PLAN_MINUTES, CARRY_MINUTES, FINDING_MINUTES = 15, 60, 30
LATE_DAYS = 14
"""So long after its day whoever manages its person is told."""
People = Collection[UUID] | None


def open_duties(organisation_id: UUID, people: People) -> Sequence[Duty]:
    found = [*_carrying(organisation_id), *_planning(organisation_id), *_finding(organisation_id)]
    return [duty for duty in found if people is None or duty.person_id in people]


def _given(person: UUID | None, owner: UUID | None, minders: Sequence[UUID]) -> Iterable[UUID]:
    """Whoever is named, else the supplier's owner, else those who look after processors."""
    if person is not None or owner is not None:
        return [key for key in (person or owner,) if key is not None]
    return minders


def _carrying(organisation_id: UUID) -> Iterator[Duty]:
    rows = Supervision.objects.filter(organisation_id=organisation_id, status__in=OPEN, supplier__archived_at=None)
    found = list(rows.select_related("supplier").order_by("planned_on", "number"))
    minders = minders_of(organisation_id) if any(row.owner_id is None for row in found) else []
    for row in found:
        for person in _given(row.owner_id, row.supplier.owner_id, minders):
            yield _carry(row, person)


def _carry(row: Supervision, person: UUID) -> Duty:
    reason, verb, due = _stage(row)
    told = {"supplier": row.supplier.title, "reference": row.reference}
    return Duty(
        key=f"suppliers.supervision:{row.pk}:{row.status}",
        person_id=person,
        title=gettext("Supervise %(supplier)s (%(reference)s)") % told,
        reason=reason,
        verb=verb,
        path=row.path,
        icon=ICON,
        permission=permissions.SUPERVISE,
        unit_id=row.unit_id,
        due=due,
        minutes=CARRY_MINUTES,
        escalate_days=LATE_DAYS,
    )


def _stage(row: Supervision) -> tuple[str, str, date]:
    """Why it waits, what to do, and by which day."""
    if row.status == SupervisionStatus.REQUESTED:
        return (
            gettext("The processor has been asked to answer."),
            gettext("See whether it has come"),
            row.answer_by or row.planned_on,
        )
    if row.status == SupervisionStatus.RECEIVED:
        return gettext("What you received must be read and judged."), gettext("Judge it"), row.planned_on
    return gettext("It is planned, and nothing has been asked for yet."), gettext("Ask for material"), row.planned_on


def _planning(organisation_id: UUID) -> Iterator[Duty]:
    """The next one is due soon, and nobody has planned it."""
    today = dates.today(Organisation.objects.values_list("zone", flat=True).get(pk=organisation_id))
    under_way = Supervision.objects.filter(supplier=OuterRef("supplier"), status__in=OPEN)
    rows = ProcessorAssessment.objects.filter(
        ~Exists(under_way), organisation_id=organisation_id, next_on__lte=today + AHEAD, supplier__archived_at=None
    )
    found = list(rows.exclude(supplier__status=Status.ENDED).select_related("supplier").order_by("next_on", "pk"))
    minders = minders_of(organisation_id) if any(row.responsible_id is None for row in found) else []
    for row in found:
        for person in _given(row.responsible_id, row.supplier.owner_id, minders):
            yield _plan(row, person)


def _plan(row: ProcessorAssessment, person: UUID) -> Duty:
    return Duty(
        key=f"suppliers.assessment:{row.pk}:plan:{row.next_on}",
        person_id=person,
        title=gettext("Plan the supervision of %(supplier)s") % {"supplier": row.supplier.title},
        reason=gettext("Concept %(concept)s, every %(months)s months.")
        % {"concept": row.used_concept, "months": row.months},
        verb=gettext("Plan it"),
        path=f"supervision/new/?supplier={row.supplier.reference}",
        icon=ICON,
        permission=permissions.SUPERVISE,
        unit_id=row.unit_id,
        due=row.next_on,
        minutes=PLAN_MINUTES,
        escalate_days=LATE_DAYS,
    )


def _finding(organisation_id: UUID) -> Iterator[Duty]:
    rows = Finding.objects.filter(organisation_id=organisation_id, done_on=None, owner__isnull=False)
    rows = rows.exclude(supervision__status=SupervisionStatus.CANCELLED).filter(supervision__supplier__archived_at=None)
    for row in rows.select_related("supervision__supplier").order_by("due", "pk"):
        if row.owner_id is not None:
            yield _see_to(row, row.owner_id)


def _see_to(row: Finding, person: UUID) -> Duty:
    told = {"supplier": row.supervision.supplier.title, "reference": row.supervision.reference}
    return Duty(
        key=f"suppliers.finding:{row.pk}",
        person_id=person,
        title=gettext("Finding: %(title)s") % {"title": row.title},
        reason=gettext("Found when %(supplier)s was supervised (%(reference)s).") % told,
        verb=gettext("See to it"),
        path=f"{row.supervision.path}#findings",
        icon=ICON,
        permission=permissions.SUPERVISE,
        unit_id=row.unit_id,
        due=row.due,
        minutes=FINDING_MINUTES,
        escalate_days=LATE_DAYS,
    )


SOURCE = DutySource(
    "supervision",
    _("Supervision of processors"),
    ICON,
    open_duties,
    done=("supervision.concluded", "supervision.planned", "supervision.finding_done"),
)


# Handing over


def _open(actor: Actor) -> QuerySet[Supervision]:
    return selectors.open_among(selectors.supervisions_for(actor))


def _found(actor: Actor) -> QuerySet[Finding]:
    return selectors.findings_for(actor).filter(done_on=None)


HOLDINGS = (
    Holding(
        "suppliers.supervision",
        _("Supervisions to carry out"),
        ICON,
        rows_naming(_open, "owner"),
        permissions.VIEW,
        permissions.SUPERVISE,
        one_by_one(services.supervision_give, "supervision", "owner"),
        31,
        owner_of=Supervision._meta.label_lower,
    ),
    Holding(
        "suppliers.assessment",
        _("Processors to look after"),
        ICON,
        rows_naming(selectors.assessments_for, "responsible"),
        permissions.VIEW,
        permissions.SUPERVISE,
        one_by_one(assessing.assessment_give, "assessment", "responsible"),
        32,
    ),
    Holding(
        "suppliers.finding",
        _("Findings at processors"),
        ICON,
        rows_naming(_found, "owner"),
        permissions.VIEW,
        permissions.SUPERVISE,
        one_by_one(services.finding_give, "finding", "owner"),
        33,
    ),
)
