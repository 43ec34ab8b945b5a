"""What people are still to read and confirm, and the campaigns that go to somebody else with their owner."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.handing import rows_naming
from holger.core.models import naming
from holger.core.registry import Duty, DutySource, Holding
from holger.organisation.models import Person
from holger.policies.models import Campaign, Reading
from holger.policies.permissions import ASK, READ, VIEW
from holger.policies.selectors.campaigns import campaigns_for
from holger.policies.services.campaigns import campaign_edit
from holger.policies.services.nudging import key_of

ICON = "file-text"
MINUTES = 5


def open_duties(organisation_id: UUID, people: Collection[UUID] | None) -> Sequence[Duty]:
    rows = Reading.objects.filter(organisation_id=organisation_id, confirmed_at=None, policy__archived_at=None)
    return [_duty(row) for row in naming(rows, people, "person").select_related("policy").order_by("due")]


def _duty(row: Reading) -> Duty:
    return Duty(
        key=key_of(row),
        person_id=row.person_id,
        title=gettext("Read and confirm: %(title)s") % {"title": row.policy.title},
        reason=gettext("It applies to you, and you say that you have read and understood it."),
        verb=gettext("Read"),
        path=row.path,
        icon=ICON,
        permission=READ,
        due=row.due,
        minutes=MINUTES,
    )


SOURCE = DutySource("readings", _("Read and confirm"), ICON, open_duties, done=("policy.confirmed",))


def _give(*, actor: Actor, rows: Iterable[Campaign], giver: Person, taker: Person) -> None:
    for row in rows:
        campaign_edit(actor=actor, campaign=row, owner=taker)


def _unfinished(actor: Actor) -> QuerySet[Campaign]:
    return campaigns_for(actor).exclude(status="closed")


HOLDINGS = (
    Holding(
        "policies.campaign",
        _("Campaigns"),
        "checks",
        rows_naming(_unfinished, "owner"),
        VIEW,
        ASK,
        _give,
        36,
        owner_of="policies.campaign",
    ),
)
