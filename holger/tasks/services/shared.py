"""What the room's services share."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from holger.core import dates
from holger.core.actor import Actor, Channel
from holger.core.errors import NotFound, RuleBroken
from holger.core.need_to_know import kept
from holger.core.registry import registry
from holger.core.words import N_
from holger.organisation.models import Organisation
from holger.tasks.models import Activity, Task
from holger.tasks.permissions import PLAN

NOT_SEEN = N_("Choose one from the list.")
SECRET = N_("%(name)s may not know of what it is about. Let them work on that first.")


def must_be_ours(actor: Actor, *rows: Any) -> None:
    if any(row is not None and row.organisation_id != actor.organisation_id for row in rows):
        raise NotFound


def must_be_in_use(row: Activity | Task) -> None:
    if row.archived_at is None:
        return
    if isinstance(row, Activity):
        raise RuleBroken(N_("The activity is archived. Restore it first."))
    raise RuleBroken(N_("The task is archived. Restore it first."))


def must_know(task: Task, values: Mapping[str, Any]) -> None:
    """Whoever is to do it, stand in or sign it off must be one who may know of what it is about."""
    for name in ("owner", "deputy", "approver"):
        person = values.get(name)
        if person is None or task.about_type not in {each.kind for each in registry.secrets}:
            continue
        if task.about_id in kept(Actor(task.organisation_id, person.pk, None, "", ())).get(task.about_type, ()):
            raise RuleBroken(SECRET, name, {"name": person.name})


def must_make(actor: Actor, row: Activity | Task, refusal: str) -> None:
    """Whoever may plan only what concerns them makes nothing that does not."""
    if actor.may(PLAN) and not actor.may(PLAN, row):
        raise RuleBroken(refusal, "owner")
    actor.require(PLAN, row)


def hold(organisation_id: UUID) -> Organisation:
    """Put everybody who plans in line until the transaction ends: two at once would make the same tasks twice."""
    found: Organisation = Organisation.objects.select_for_update(no_key=True).only("id", "zone").get(pk=organisation_id)
    return found


def today_in(organisation_id: UUID) -> date:
    zone = Organisation.objects.filter(pk=organisation_id).values_list("zone", flat=True).first()
    return dates.today(zone or dates.DEFAULT_ZONE)


def day_in(moment: datetime, zone: str) -> date:
    """The day that a moment was, where the organisation is."""
    return moment.astimezone(ZoneInfo(zone)).date()


def itself(organisation_id: UUID) -> Actor:
    """holger, when it does by itself what nobody has asked for just now."""
    return Actor(organisation_id, None, None, "holger", (), Channel.SYSTEM)


def references(prefix: str, numbers: Iterable[int]) -> list[tuple[int, str]]:
    return [(number, f"{prefix}-{number}") for number in numbers]
