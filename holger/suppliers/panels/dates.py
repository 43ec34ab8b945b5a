"""Days of contracts and of supervision, for the calendar and the annual wheel."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext

from holger.core.actor import Actor
from holger.core.registry import Dated
from holger.suppliers.models import Status
from holger.suppliers.models.supervision import SupervisionStatus
from holger.suppliers.selectors import contracts, supervision
from holger.suppliers.words.contracts import WHAT_WORDS


def of_contracts(actor: Actor, first: date, last: date) -> Sequence[Dated]:
    """By when somebody must have made up their mind, and what is over. What is decided is no date any more."""
    found = contracts.days_known(actor, first, last)
    return [_contract(due) for due in found if not due.kept]


def _contract(due: contracts.Due) -> Dated:
    told = {"what": WHAT_WORDS[due.what], "contract": due.contract.title, "supplier": due.contract.supplier.title}
    title = gettext("%(what)s: %(contract)s, %(supplier)s") % told
    return Dated(due.day, title, due.contract.path, contracts.ICON)


def of_supervision(actor: Actor, first: date, last: date) -> Sequence[Dated]:
    """Supervisions that are planned or wait for an answer, and those that are due and not planned."""
    return [*_under_way(actor, first, last), *_not_planned(actor, first, last)]


def _under_way(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    near = Q(planned_on__range=(first, last)) | Q(answer_by__range=(first, last))
    rows = supervision.open_among(supervision.supervisions_for(actor)).filter(near, supplier__archived_at=None)
    for row in rows.select_related("supplier").order_by("planned_on", "number"):
        waits = row.status == SupervisionStatus.REQUESTED and row.answer_by is not None
        day = row.answer_by if waits and row.answer_by else row.planned_on
        text = gettext("Answer wanted from %(supplier)s") if waits else gettext("Supervision of %(supplier)s")
        if first <= day <= last:
            yield Dated(day, text % {"supplier": row.supplier.title}, row.path, supervision.ICON)


def _not_planned(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    under_way = supervision.open_among(supervision.supervisions_for(actor)).order_by().values("supplier")
    rows = supervision.assessments_for(actor).filter(next_on__range=(first, last), supplier__archived_at=None)
    rows = rows.exclude(supplier__in=under_way).exclude(supplier__status=Status.ENDED)
    for row in rows.select_related("supplier").order_by("next_on", "pk"):
        if row.next_on is None:
            continue
        title = gettext("Supervision of %(supplier)s is due") % {"supplier": row.supplier.title}
        yield Dated(row.next_on, title, row.supplier.path, supervision.ICON)
