"""Who may accept what, for how long, and when an acceptance no longer holds."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from holger.core.words import N_, Reason
from holger.risks.rules.method import LONGEST_ACCEPTANCE_DAYS, Method
from holger.risks.rules.scoring import Levels

LONGEST = timedelta(days=LONGEST_ACCEPTANCE_DAYS)


def may_accept(method: Method, band: str, roles: Collection[str], owns: bool) -> bool:
    """May somebody with ``roles`` over this risk accept it in ``band``? ``owns``: they own the risk themselves."""
    acceptors = method.acceptors(band)
    return bool(acceptors) and bool(acceptors.everywhere & set(roles) or (owns and acceptors.own & set(roles)))


def why_not_band(method: Method, score: int | None) -> Reason | None:
    """Why nobody may accept a risk with this score."""
    band = method.band_of(score)
    if band is None:
        return Reason(N_("Assess the risk before it is accepted."))
    if not method.acceptors(band.key):
        return Reason(N_("A risk this high must be treated, not accepted."))
    return None


def why_not_accept(
    method: Method,
    score: int | None,
    *,
    roles: Collection[str],
    owns: bool,
    reason: str,
    expires_on: date | None,
    today: date,
) -> Reason | None:
    """Why this person may not accept this risk until then; None when they may."""
    if refused := why_not_band(method, score):
        return refused
    band = method.band_of(score)
    if band is None or not may_accept(method, band.key, roles, owns):
        return Reason(N_("Your role may not accept a risk in this band."))
    return why_not_request(method, score, reason=reason, expires_on=expires_on, today=today)


def why_not_request(
    method: Method, score: int | None, *, reason: str, expires_on: date | None, today: date
) -> Reason | None:
    """Why an acceptance may not be asked for in these words until that day."""
    if refused := why_not_band(method, score):
        return refused
    if not reason.strip():
        return Reason(N_("Write why the risk can be accepted."), field="reason")
    if expires_on is None or expires_on <= today:
        return Reason(N_("Choose a day in the future."), field="expires_on")
    if expires_on > today + LONGEST:
        return Reason(N_("A risk can be accepted for one year at most."), field="expires_on")
    band = method.band_of(score)
    days = method.acceptors(band.key).longest_days if band else 0
    if expires_on > today + timedelta(days=days):
        return Reason(
            N_("A risk in this band can be accepted for %(days)s days at most."), {"days": days}, "expires_on"
        )
    return None


def fingerprint(method_version: int, current: Levels, target: Levels) -> str:
    """What an acceptance was given for. When it differs, the acceptance is void."""

    def written(levels: Levels) -> str:
        return "".join("-" if level is None else str(level) for level in levels)

    return f"{method_version}:{written(current)}:{written(target)}"


def status(risk: Any, today: date) -> str:
    """Where a risk stands, told by what is stored on it; ``risks/selectors`` asks the same of the database."""
    if risk.closed_at is not None:
        return "closed"
    if risk.assessed_at is None:
        return "to_assess"
    if risk.accepted_until is not None and risk.accepted_until >= today:
        return "accepted"
    if risk.acceptance_asked:
        return "waiting"
    if not risk.over_appetite:
        return "within"
    return "treating" if risk.actions_open else "untreated"
