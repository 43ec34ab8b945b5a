"""Who may hand out what, and what keeps an organisation from locking itself out. Plain Python."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from holger.core.words import N_, Reason

INVITATION_LASTS = timedelta(days=7)
LEAST_IDLE_MINUTES = 5
"""Below this, the minute between two notes of somebody being there would count for too much."""

LATELY = timedelta(days=30)
"""So long after their day somebody still counts as having just come or gone. Who is put in later has been here, or away, all along."""

Held = tuple[int, Collection[Any] | None]
"""A role's rank and the units it reaches (None: the whole organisation)."""


def may_give(own: Iterable[Held], rank: int, unit: Any | None) -> bool:
    """May somebody with ``own`` roles hand out (or take back) a role of ``rank``, everywhere or only in ``unit``?

    Nobody hands out a role above their own, or wider than their own.
    """
    return any(held >= rank and (units is None or (unit is not None and unit in units)) for held, units in own)


def why_not_move(unit: Any, parent: Any | None, parents: Mapping[Any, Any | None]) -> Reason | None:
    """A tree has no circles: a unit cannot come to lie below itself. ``parents``: unit → its parent."""
    above = parent
    while above is not None:
        if above == unit:
            return Reason(N_("A unit cannot lie below itself."), field="parent")
        above = parents.get(above)
    return None


def why_not_invite(*, email: str, signs_in: bool, suspended: bool, roles: int) -> Reason | None:
    if signs_in:
        return Reason(N_("This person can already sign in."))
    if suspended:
        return Reason(N_("This person is suspended. Lift the suspension first."))
    if not email:
        return Reason(N_("Give the person an e-mail address first."), field="email")
    if not roles:
        return Reason(N_("Give the person a role first, so that they know what they may do here."), field="role")
    return None


def invitation_holds(
    *, expires_at: datetime, used_at: datetime | None, revoked_at: datetime | None, signs_in: bool, now: datetime
) -> bool:
    """Good once, for a week, unless taken back or overtaken."""
    return used_at is None and revoked_at is None and not signs_in and now < expires_at


def demands_factor(demand: str, chosen: Collection[str], held: Collection[str]) -> bool:
    """Must somebody who holds these roles have shown a second factor to do anything here?"""
    return demand == "everybody" or (demand == "roles" and any(role in chosen for role in held))


def why_not_secure(*, demand: str, chosen: Collection[str]) -> Reason | None:
    if demand == "roles" and not chosen:
        return Reason(N_("Choose the roles that must."), field="factor_roles")
    return None


def why_not_limit(field: str, wish: int | None, least: int, most: int) -> Reason | None:
    """An organisation can only ask for less than the installation allows."""
    if wish is not None and not least <= wish <= most:
        return Reason(N_("From %(least)s to %(most)s, or empty."), {"least": least, "most": most}, field)
    return None


class Turn(Enum):
    """What a first or last day asks for now."""

    NOTHING = "nothing"
    TELL = "tell"
    NOTE = "note"
    """It is known from now on, and nobody is told."""
    FORGET = "forget"
    """What was told of no longer holds: the day lies ahead again, or there is none."""


def turn_of(day: date | None, told: date | None, today: date, *, last: bool = False) -> Turn:
    """``told`` is the day that was told of before. A first day has come on the day itself, a ``last`` one is over the day
    after.

    Told once for each day. A day that is only put right, by less than a month, is the same coming or going.
    """
    passed = (today - day).days - last if day is not None else -1
    if day is None or passed < 0:
        return Turn.NOTHING if told is None else Turn.FORGET
    if told == day:
        return Turn.NOTHING
    put_right = told is not None and abs(day - told) <= LATELY
    return Turn.NOTE if put_right or passed > LATELY.days else Turn.TELL


LAST_OWNER = Reason(N_("This is the organisation's last owner. Make somebody else owner first."))
NOT_YOURSELF = Reason(N_("You cannot do this to yourself. Ask another owner or security officer."))
ABOVE_YOU = Reason(N_("This person holds a role above or wider than yours. Ask somebody who holds it too."))

ERASED = N_("This person is erased already.")
ANOTHER_NAME = N_("That is not the person's name as it stands here.")
