"""Reminding of the latest notice dates: 180, 90 and 30 days before, once each, whoever answers for the contract."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, ngettext, override

from holger.suppliers.models import Contract
from holger.suppliers.rules.contracts import Reminder, due
from holger.suppliers.rules.deciding import Decision, What, next_decision
from holger.suppliers.selectors.contracts import FIRST_REMINDER, undecided
from holger.suppliers.services.contracts import today_in
from holger.tasks.models import NoticeKind
from holger.tasks.selectors.audience import Audience, Member, audience_of
from holger.tasks.services.telling import Draft, tell
from holger.ui import days

URGENT = 30
"""So many days before, it comes by mail at once, whatever somebody has chosen."""


def duty_of(contract: Contract) -> str:
    """The key of the duty to decide about a contract (``suppliers.duties.contracts``)."""
    return f"suppliers.contract:{contract.pk.hex}:decide"


@transaction.atomic
def contracts_remind(organisation_id: UUID) -> int:
    """Tell people of the latest notice dates whose next mark has come; how many notices are new."""
    today = today_in(organisation_id)
    rows = undecided(Contract.objects.filter(organisation_id=organisation_id), today + FIRST_REMINDER)
    found = list(rows.select_related("supplier").order_by("notice_by", "number"))
    if not found:
        return 0
    audience = audience_of(organisation_id)
    return len(tell(organisation_id, [draft for row in found for draft in _drafts(row, audience, today)]))


def _drafts(row: Contract, audience: Audience, today: date) -> Iterator[Draft]:
    decision = next_decision(row.told, today)
    reminder = due(decision.by, today) if decision else None
    if decision is None or reminder is None or row.kept_for == decision.ends:
        return
    for person in answering(row, audience.heads):
        if person in audience.members:
            yield _draft(row, decision, reminder, audience.members[person], today)


def answering(row: Contract, heads: Sequence[UUID]) -> Sequence[UUID]:
    """Whoever owns the contract, else the supplier, else the owners of the organisation."""
    person = row.owner_id or row.supplier.owner_id
    return heads if person is None else (person,)


def _draft(row: Contract, decision: Decision, reminder: Reminder, member: Member, today: date) -> Draft:
    with override(member.language):
        return Draft(
            person=member.id,
            kind=NoticeKind.BEFORE,
            duty=duty_of(row),
            slot=f"contract:{row.pk.hex}:{reminder.slot}:{member.id.hex}",
            title=title_of(row, decision, today)[:300],
            path=row.path,
            due=decision.send_by,
            text=gettext("Supplier: %(supplier)s") % {"supplier": row.supplier.title},
            urgent=reminder.days <= URGENT,
        )


def title_of(row: Contract, decision: Decision, today: date) -> str:
    """What must be decided and by when, in the language that is active."""
    left = (decision.by - today).days
    told = {"contract": f"{row.reference} {row.title}", "day": days.day(decision.by), "count": left}
    if decision.what == What.EXPIRY:
        text = ngettext(
            "%(contract)s runs out on %(day)s, in %(count)s day",
            "%(contract)s runs out on %(day)s, in %(count)s days",
            left,
        )
    else:
        text = ngettext(
            "Latest notice date of %(contract)s is %(day)s, in %(count)s day",
            "Latest notice date of %(contract)s is %(day)s, in %(count)s days",
            left,
        )
    return text % told
