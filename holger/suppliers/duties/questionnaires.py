"""Suppliers' answers that wait to be read, and what is handed over of questionnaires."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.handing import one_by_one, rows_naming
from holger.core.registry import Duty, DutySource, Holding
from holger.suppliers import permissions, services
from holger.suppliers.models.questionnaires import Questionnaire
from holger.suppliers.models.sendings import AnswerFinding, Sending, SendingState
from holger.suppliers.selectors import questionnaires as selectors

READ_MINUTES = 45
"""What it usually takes to read thirty answers and to say something about those that need it."""
REPLY_MINUTES = 10


def open_duties(organisation_id: UUID, people: Collection[UUID] | None) -> Sequence[Duty]:
    """What was handed in, and what was replied since, is read by whoever it was sent for. Asked in one question."""
    rows = Sending.objects.filter(organisation_id=organisation_id, archived_at=None, owner__isnull=False)
    replied = AnswerFinding.objects.filter(sending=OuterRef("pk"), ours=False, state=AnswerFinding.REPLIED)
    rows = rows.filter(Q(state=SendingState.SUBMITTED) | Q(Exists(replied), state=SendingState.CONCLUDED))
    if people is not None:
        rows = rows.filter(owner__in=people)
    found = rows.select_related("supplier").order_by("submitted_at")
    return [_read(row) if row.state == SendingState.SUBMITTED else _replied(row) for row in found]


def _read(row: Sending) -> Duty:
    assert row.owner_id is not None
    return Duty(
        key=f"suppliers.sending:{row.pk}:read",
        person_id=row.owner_id,
        title=gettext("Read the answers of %(supplier)s") % {"supplier": row.supplier.title},
        reason=gettext("They have answered %(title)s. Judge it and conclude.") % {"title": row.title},
        verb=gettext("Look at it"),
        path=row.path,
        icon=selectors.SENT_ICON,
        permission=permissions.QUESTIONNAIRE_JUDGE,
        unit_id=row.unit_id,
        minutes=READ_MINUTES,
        awaited=True,
    )


def _replied(row: Sending) -> Duty:
    """It is concluded, and the supplier has replied to what was left open."""
    assert row.owner_id is not None
    return Duty(
        key=f"suppliers.sending:{row.pk}:replied",
        person_id=row.owner_id,
        title=gettext("Read what %(supplier)s has replied") % {"supplier": row.supplier.title},
        reason=gettext("They have replied to findings of %(title)s. Close them, or ask once more.")
        % {"title": row.title},
        verb=gettext("Look at it"),
        path=f"{row.path}#findings",
        icon=selectors.SENT_ICON,
        permission=permissions.QUESTIONNAIRE_JUDGE,
        unit_id=row.unit_id,
        minutes=REPLY_MINUTES,
        awaited=True,
    )


def _in_hand(actor: Actor) -> QuerySet[Sending]:
    return selectors.sendings_for(actor).filter(selectors.in_hand())


SOURCES = [
    DutySource(
        "supplier-answers",
        _("Suppliers’ answers"),
        selectors.SENT_ICON,
        open_duties,
        done=("sending.concluded", "sending.finding_closed"),
    )
]
HOLDINGS = [
    Holding(
        "suppliers.questionnaire",
        _("Questionnaires"),
        selectors.ICON,
        rows_naming(selectors.questionnaires_for, "owner", archived_at=None),
        permissions.QUESTIONNAIRE_VIEW,
        permissions.QUESTIONNAIRE_EDIT,
        one_by_one(services.questionnaire_give, "questionnaire", "owner"),
        43,
        owner_of=Questionnaire._meta.label_lower,
    ),
    Holding(
        "suppliers.sending",
        _("Suppliers’ answers to read"),
        selectors.SENT_ICON,
        rows_naming(_in_hand, "owner", archived_at=None),
        permissions.QUESTIONNAIRE_VIEW,
        permissions.QUESTIONNAIRE_SEND,
        one_by_one(services.sending_give, "sending", "owner"),
        44,
        owner_of=Sending._meta.label_lower,
    ),
]
