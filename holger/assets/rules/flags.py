"""Remarks worth acting on. They are facts about an object, kept apart from risk scores, and each explains itself.

The same conditions stand as database queries in ``assets/selectors/flagged.py``; a test holds the two together.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol
from uuid import UUID

from holger.core.words import N_

SUPPORT_ENDS_SOON = timedelta(days=180)
CRITICAL = 4
MISSING = ("no", "partly", "unknown")
"""Answers about MFA, backup and logging that do not put one's mind at rest."""

SIGNED_IN_TO = frozenset(
    {
        "application",
        "cloud_service",
        "server",
        "database",
        "network",
        "endpoint",
        "ot_device",
        "integration",
        "ai_system",
    }
)
LOGGED = frozenset({"application", "cloud_service", "server", "database", "integration", "ai_system"})
BACKED_UP = frozenset(
    {
        "information",
        "application",
        "cloud_service",
        "server",
        "database",
        "ot_device",
        "source_code",
        "ai_system",
        "key",
    }
)

EEA = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "HU",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SK",
        "SI",
        "ES",
        "SE",
        "IS",
        "LI",
        "NO",
    ]
)


@dataclass(frozen=True)
class Carried:
    """What the objects that depend on an object ask of it."""

    need_c: int | None = None
    need_i: int | None = None
    need_a: int | None = None
    rto_hours: int | None = None
    """The shortest recovery time of a process that depends on it."""


class Facts(Protocol):
    type: str
    status: str
    archived_at: Any
    owner_id: UUID | None
    deputy_id: UUID | None
    exposure: str
    country: str
    personal_data: str
    mfa: str
    backup: str
    logging: str
    criticality: int | None
    need_c: int | None
    need_i: int | None
    need_a: int | None
    rto_hours: int | None
    end_of_support: date | None
    next_review: date | None


WORST_FIRST = ("crit", "high", "mid")


@dataclass(frozen=True)
class Flag:
    """``level`` is crit, high or mid. ``why`` and ``remedy`` are sentences with ``params`` to put in."""

    key: str
    level: str
    title: str
    why: str
    remedy: str
    icon: str
    params: dict[str, Any] = field(default_factory=dict)


def flags(asset: Facts, carried: Carried, today: date) -> list[Flag]:
    """Everything worth a remark about an object, the worst first. What is archived or retired is left in peace."""
    if asset.archived_at is not None or asset.status == "retired":
        return []
    found = [flag for rule in RULES if (flag := rule(asset, carried, today))]
    return sorted(found, key=lambda flag: WORST_FIRST.index(flag.level))


def internet_exposed_without_mfa(asset: Facts, carried: Carried, today: date) -> Flag | None:
    if asset.exposure == "internet" and asset.type in SIGNED_IN_TO and asset.mfa in MISSING:
        why = {
            "no": N_("It can be reached from the internet, and a password alone opens it."),
            "partly": N_("It can be reached from the internet, and some users get in with a password alone."),
            "unknown": N_("It can be reached from the internet, and nobody has said if sign-in takes two factors."),
        }
        return Flag(
            "internet_exposed_without_mfa",
            "crit" if asset.mfa == "no" else "high",
            _MFA_TITLES[asset.mfa],
            why[asset.mfa],
            N_("Turn on multi-factor authentication for all users, or close the access from the internet."),
            "lock-open",
        )
    return None


_MFA_TITLES = {"no": N_("No MFA"), "partly": N_("MFA only partly"), "unknown": N_("MFA unknown")}


def critical_without_mfa(asset: Facts, carried: Carried, today: date) -> Flag | None:
    """Told only where the remark above does not tell it already."""
    if asset.exposure == "internet" or asset.criticality != CRITICAL:
        return None
    if asset.type in SIGNED_IN_TO and asset.mfa in MISSING:
        return Flag(
            "critical_without_mfa",
            "high" if asset.mfa == "no" else "mid",
            _MFA_TITLES[asset.mfa],
            N_("It is critical, and a stolen password may be enough to get in once somebody is on the network."),
            N_("Turn on multi-factor authentication, first of all for administrators."),
            "lock-open",
        )
    return None


def no_owner(asset: Facts, carried: Carried, today: date) -> Flag | None:
    if asset.owner_id is None:
        return Flag(
            "no_owner",
            "high",
            N_("No owner"),
            N_("Nobody is responsible for it, so nobody assesses it, reviews it or answers for it."),
            N_("Choose an owner: whoever decides over its use and its money, not whoever runs it."),
            "user-question",
        )
    return None


def support_ended(asset: Facts, carried: Carried, today: date) -> Flag | None:
    if asset.end_of_support is not None and asset.end_of_support < today:
        return Flag(
            "support_ended",
            "crit",
            N_("Support ended %(day)s"),
            N_("It gets no more security updates, so every new weakness in it stays open."),
            N_("Replace or upgrade it, buy extended support, or isolate it from the network until then."),
            "calendar-x",
            {"day": asset.end_of_support},
        )
    return None


def support_ends_soon(asset: Facts, carried: Carried, today: date) -> Flag | None:
    if asset.end_of_support is not None and today <= asset.end_of_support <= today + SUPPORT_ENDS_SOON:
        return Flag(
            "support_ends_soon",
            "high",
            N_("Support ends %(day)s"),
            N_("Security updates stop within half a year. A replacement usually takes longer than one thinks."),
            N_("Plan the replacement or the upgrade now, and enter the new date when it is done."),
            "calendar-x",
            {"day": asset.end_of_support},
        )
    return None


def special_data_without_logging(asset: Facts, carried: Carried, today: date) -> Flag | None:
    if asset.personal_data == "special" and asset.type in LOGGED and asset.logging in MISSING:
        return Flag(
            "special_data_without_logging",
            "high",
            N_("Special data without logging"),
            N_("It holds special categories of personal data, and it cannot be shown who has looked at them."),
            N_("Log look-ups and changes, keep the log apart from the system, and check it regularly."),
            "eye-off",
        )
    return None


def critical_without_backup(asset: Facts, carried: Carried, today: date) -> Flag | None:
    if asset.criticality == CRITICAL and asset.type in BACKED_UP and asset.backup in MISSING:
        return Flag(
            "critical_without_backup",
            "crit" if asset.backup == "no" else "high",
            _BACKUP_TITLES[asset.backup],
            N_("It is critical, and a full copy to restore from is missing or unconfirmed."),
            N_("Arrange backup of everything in it, test that it can be restored, and keep one copy out of reach."),
            "database-off",
        )
    return None


_BACKUP_TITLES = {"no": N_("No backup"), "partly": N_("Backup only partly"), "unknown": N_("Backup unknown")}


def review_overdue(asset: Facts, carried: Carried, today: date) -> Flag | None:
    if asset.next_review is not None and asset.next_review < today:
        return Flag(
            "review_overdue",
            "high",
            N_("Review overdue"),
            N_("It should have been reviewed by %(day)s; what is written here may no longer be true."),
            N_("Go through the facts and the need with the owner, correct them, and set the next date."),
            "calendar-due",
            {"day": asset.next_review},
        )
    return None


def no_deputy_for_critical(asset: Facts, carried: Carried, today: date) -> Flag | None:
    if asset.criticality == CRITICAL and asset.owner_id is not None and asset.deputy_id is None:
        return Flag(
            "no_deputy_for_critical",
            "mid",
            N_("No deputy"),
            N_("It is critical, and nobody can decide when the owner is away."),
            N_("Choose a deputy and make sure that both know it."),
            "user-exclamation",
        )
    return None


def third_country_with_personal_data(asset: Facts, carried: Carried, today: date) -> Flag | None:
    if asset.personal_data != "none" and asset.country and asset.country not in EEA:
        return Flag(
            "third_country_with_personal_data",
            "high",
            N_("Personal data outside the EU/EEA"),
            N_("Personal data are kept in a third country; the transfer needs a legal basis of its own."),
            N_("Find the transfer basis (adequacy decision or standard contractual clauses), or move the data."),
            "world-exclamation",
        )
    return None


def rto_exceeds_process(asset: Facts, carried: Carried, today: date) -> Flag | None:
    if asset.rto_hours is not None and carried.rto_hours is not None and asset.rto_hours > carried.rto_hours:
        return Flag(
            "rto_exceeds_process",
            "high",
            N_("Recovers too late"),
            N_("It is back after %(hours)s hours, but a process that depends on it must be back after %(wanted)s."),
            N_("Shorten its recovery time, or agree a workaround and a longer recovery time with the process."),
            "clock-exclamation",
            {"hours": asset.rto_hours, "wanted": carried.rto_hours},
        )
    return None


DIMENSION_WORDS = {"c": N_("confidentiality"), "i": N_("integrity"), "a": N_("availability")}


def lower_need_than_supported(asset: Facts, carried: Carried, today: date) -> Flag | None:
    for dimension, word in DIMENSION_WORDS.items():
        own, wanted = getattr(asset, f"need_{dimension}"), getattr(carried, f"need_{dimension}")
        if wanted is not None and wanted > (own or 0):
            return Flag(
                "lower_need_than_supported",
                "mid",
                N_("Lower need than it carries"),
                N_("Its %(dimension)s is set to %(own)s, but something that depends on it needs %(wanted)s."),
                N_("Correct the need, or make sure that the reason for the override still holds."),
                "arrows-diff",
                {"dimension": word, "own": own, "wanted": wanted},
            )
    return None


Rule = Callable[[Facts, Carried, date], Flag | None]

RULES: tuple[Rule, ...] = (
    internet_exposed_without_mfa,
    critical_without_mfa,
    support_ended,
    critical_without_backup,
    no_owner,
    review_overdue,
    support_ends_soon,
    special_data_without_logging,
    third_country_with_personal_data,
    rto_exceeds_process,
    no_deputy_for_critical,
    lower_need_than_supported,
)

TITLES: dict[str, str] = {
    "internet_exposed_without_mfa": N_("On the internet without MFA"),
    "critical_without_mfa": N_("Critical without MFA"),
    "support_ended": N_("Support has ended"),
    "critical_without_backup": N_("Critical without backup"),
    "no_owner": N_("No owner"),
    "review_overdue": N_("Review overdue"),
    "support_ends_soon": N_("Support ends within half a year"),
    "special_data_without_logging": N_("Special data without logging"),
    "third_country_with_personal_data": N_("Personal data outside the EU/EEA"),
    "rto_exceeds_process": N_("Recovers later than its process"),
    "no_deputy_for_critical": N_("Critical without deputy"),
    "lower_need_than_supported": N_("Lower need than it carries"),
}
"""Every flag by key, as named in filters and counts."""
