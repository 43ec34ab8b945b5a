"""What is worth a word about a supplier: what is missing, late or risky."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from holger.core.words import N_

CRITICAL = 4


class Facts(Protocol):
    """What remarks are made of."""

    status: str
    archived_at: datetime | None
    owner_id: UUID | None
    deputy_id: UUID | None
    next_review: date | None
    criticality: int | None
    exit_plan: str
    replaceable: str
    alternatives: str
    access: str


@dataclass(frozen=True)
class Remark:
    key: str
    level: str
    title: str
    why: str


def _remark(key: str, level: str, title: str, why: str) -> Remark:
    return Remark(key, level, title, why)


REMARKS: Mapping[str, Remark] = {
    remark.key: remark
    for remark in (
        _remark(
            "no_exit_plan", "high", N_("No exit plan"), N_("It is critical, and nobody has written how you leave it.")
        ),
        _remark(
            "cannot_be_replaced",
            "high",
            N_("Nobody else"),
            N_("Nobody else delivers it, and no way around is written down."),
        ),
        _remark("no_owner", "mid", N_("No owner"), N_("Nobody answers for it.")),
        _remark("review_overdue", "mid", N_("Review overdue"), N_("It should have been looked through by now.")),
        _remark(
            "access_unknown",
            "mid",
            N_("Access unknown"),
            N_("Much hangs on it, and nobody has said what it can reach."),
        ),
        _remark(
            "no_deputy_for_critical", "mid", N_("No deputy"), N_("It is critical, and nobody stands in for its owner.")
        ),
    )
}
"""The worst first."""
TITLES: Mapping[str, str] = {key: remark.title for key, remark in REMARKS.items()}
_HOLDS: Mapping[str, Callable[[Facts, date], bool]] = {
    "no_owner": lambda facts, today: facts.owner_id is None,
    "review_overdue": lambda facts, today: facts.next_review is not None and facts.next_review < today,
    "no_exit_plan": lambda facts, today: facts.criticality == CRITICAL and not facts.exit_plan,
    "no_deputy_for_critical": lambda facts, today: (
        facts.criticality == CRITICAL and facts.owner_id is not None and facts.deputy_id is None
    ),
    "cannot_be_replaced": lambda facts, today: (
        _much(facts) and facts.replaceable == "not_at_all" and not facts.alternatives
    ),
    "access_unknown": lambda facts, today: facts.access == "unknown" and _much(facts),
}


def _much(facts: Facts) -> bool:
    return (facts.criticality or 0) >= CRITICAL - 1


def remarks(facts: Facts, today: date) -> list[Remark]:
    """The worst first; none of what is put away or delivers no more."""
    if facts.archived_at is not None or facts.status == "ended":
        return []
    return [remark for key, remark in REMARKS.items() if _HOLDS[key](facts, today)]
