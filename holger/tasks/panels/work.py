"""How much waits for whom: the number in the menu, and a person's own page."""

from typing import Any

from holger.core import dates
from holger.core.actor import Actor
from holger.core.requests import Request
from holger.organisation.models import Person
from holger.tasks.rules.work import Load, loads_of
from holger.tasks.selectors.absences import absences_ahead
from holger.tasks.selectors.roles import role_holders_for
from holger.tasks.selectors.team import looks_after
from holger.tasks.selectors.work import pressing, pressing_known, work_of_others
from holger.tasks.words import ROLES


def badge(actor: Actor) -> int:
    """How many things need this person today."""
    return len(pressing(actor, dates.today()))


def badge_known(actor: Actor, written: int) -> int | None:
    """The same, where it need not be looked for in all rooms."""
    return pressing_known(actor, dates.today(), written)


def person_panel(request: Request, person: Person) -> dict[str, Any] | None:
    """On the page of somebody whose work the reader looks after: how much, how late, which roles, when away."""
    if not looks_after(request.actor, person):
        return None
    today = dates.today(request.organisation.zone)
    lines = work_of_others(request.actor, [person.pk], today)
    load = loads_of(((line.duty.person_id, line.duty.due, line.duty.minutes) for line in lines), today)
    roles = [each for each in role_holders_for(request.actor) if person.pk in (each.person_id, each.deputy_id)]
    where = {"reference": person.reference}
    return {
        "load": load.get(person.pk, Load()),
        "today": today,
        "roles": [(ROLES[each.role], each.unit, each.person_id != person.pk) for each in roles],
        "absences": list(absences_ahead(request.actor, today).filter(person=person)),
        "url": request.url("tasks:team-member", **where),
        "away_url": request.url("tasks:away-set-for", **where),
        "hand_over_url": request.url("tasks:hand-over-for", **where),
        "count": len(lines),
    }
