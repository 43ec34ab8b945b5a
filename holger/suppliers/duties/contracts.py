"""What contracts ask of people: to make up their minds in time, and to say that what is over is over. And who owns them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.core.handing import all_at_once, rows_naming
from holger.core.registry import Duty, DutySource, Holding
from holger.organisation.selectors import owners_of
from holger.suppliers import permissions, services
from holger.suppliers.models import Contract, ContractStatus, Renewing
from holger.suppliers.rules.deciding import Decision, What, next_decision
from holger.suppliers.selectors.contracts import FIRST_REMINDER, ICON, contracts_for, undecided
from holger.suppliers.services.contract_reminding import answering, duty_of
from holger.suppliers.services.contracts import today_in

DECIDE_MINUTES, END_MINUTES = 30, 5
LATE_DAYS = 1
"""A notice date does not wait: whoever manages its person is told the day after."""
People = Collection[UUID] | None


def open_duties(organisation_id: UUID, people: People) -> Sequence[Duty]:
    here = Contract.objects.filter(organisation_id=organisation_id).select_related("supplier")
    today = today_in(organisation_id)
    deciding = list(undecided(here, today + FIRST_REMINDER).order_by("notice_by", "number"))
    over = list(here.filter(_over(today), archived_at=None).order_by("number"))
    if not deciding and not over:
        return []
    heads = list(owners_of(organisation_id).order_by("number").values_list("pk", flat=True))
    found = [*_deciding(deciding, heads, today), *_ending(over, heads, today)]
    return [duty for duty in found if people is None or duty.person_id in people]


def _over(today: date) -> Q:
    """Over, although nobody has said so."""
    ran_out = Q(status=ContractStatus.ACTIVE, renewal=Renewing.ENDS, ends__lt=today)
    return ran_out | Q(status=ContractStatus.NOTICE_GIVEN, over_on__lt=today)


def _deciding(rows: Sequence[Contract], heads: Sequence[UUID], today: date) -> Iterator[Duty]:
    for row in rows:
        decision = next_decision(row.told, today)
        if decision is None or decision.ends == row.kept_for or decision.by > today + FIRST_REMINDER:
            continue
        for person in answering(row, heads):
            yield _decide(row, decision, person)


def _decide(row: Contract, decision: Decision, person: UUID) -> Duty:
    expiry = decision.what == What.EXPIRY
    reason = (
        gettext("It runs out by itself. Have another in its place, or do without.")
        if expiry
        else gettext("It renews itself unless notice is given in time.")
    )
    return Duty(
        key=duty_of(row),
        person_id=person,
        title=gettext("Decide about %(contract)s with %(supplier)s")
        % {"contract": row.title, "supplier": row.supplier.title},
        reason=reason,
        verb=gettext("Decide"),
        path=row.path,
        icon=ICON,
        permission=permissions.CONTRACTS_EDIT,
        unit_id=row.unit_id,
        due=decision.send_by,
        minutes=DECIDE_MINUTES,
        escalate_days=LATE_DAYS,
    )


def _ending(rows: Sequence[Contract], heads: Sequence[UUID], today: date) -> Iterator[Duty]:
    for row in rows:
        for person in answering(row, heads):
            yield Duty(
                key=f"suppliers.contract:{row.pk.hex}:end",
                person_id=person,
                title=gettext("Is %(contract)s over?") % {"contract": f"{row.reference} {row.title}"},
                reason=gettext("By its terms it has ended. Say so, or write what holds instead."),
                verb=gettext("See to it"),
                path=row.path,
                icon=ICON,
                permission=permissions.CONTRACTS_EDIT,
                unit_id=row.unit_id,
                due=row.over_on if row.status == ContractStatus.NOTICE_GIVEN else row.ends,
                minutes=END_MINUTES,
            )


SOURCE = DutySource(
    "contracts",
    _("Contracts"),
    ICON,
    open_duties,
    done=("contract.kept", "contract.notice_given", "contract.ended"),
)

HOLDINGS = (
    Holding(
        "suppliers.contract",
        _("Contracts"),
        ICON,
        rows_naming(contracts_for, "owner", archived_at=None),
        permissions.CONTRACTS_VIEW,
        permissions.CONTRACTS_EDIT,
        all_at_once(services.contracts_give, "contracts", "owner"),
        34,
        owner_of=Contract._meta.label_lower,
    ),
)
