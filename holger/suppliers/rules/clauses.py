"""What a contract should say about security, and what is missing in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from holger.core.words import N_, Reason

CRITICAL = 3
"""From this criticality on, a contract must say more."""
LONGEST_NOTICE = 24
"""Hours. Whoever must warn an authority within 24 hours must know of an incident sooner."""
LONGEST_BREACH_NOTICE = 48
"""Hours. Of 72 that the law gives the controller, some must be left to find out what happened."""


class When(StrEnum):
    """Which contracts should have a clause."""

    ALWAYS = "always"
    PROCESSOR = "processor"
    """The supplier processes personal data for us."""
    CRITICAL = "critical"
    """Much depends on the supplier."""


@dataclass(frozen=True)
class Clause:
    key: str
    title: str
    why: str
    when: When


CLAUSES = (
    Clause(
        "security",
        N_("Security requirements"),
        N_("Without them the supplier chooses how well your data is protected."),
        When.ALWAYS,
    ),
    Clause("secrecy", N_("Duty of secrecy"), N_("It must also hold when the agreement has ended."), When.ALWAYS),
    Clause(
        "incident_notice",
        N_("Notice of incidents within a number of hours"),
        N_("Your own time limits begin whether or not the supplier has told you."),
        When.ALWAYS,
    ),
    Clause(
        "audit",
        N_("Right to audit"),
        N_("Without it you must take the supplier's word for everything."),
        When.ALWAYS,
    ),
    Clause(
        "subcontractors",
        N_("Rules for sub-contractors"),
        N_("The same requirements must follow the work, wherever it is done."),
        When.ALWAYS,
    ),
    Clause(
        "return_deletion",
        N_("Return and deletion of data"),
        N_("Say in which format, by when, and that deletion is confirmed."),
        When.ALWAYS,
    ),
    Clause(
        "location",
        N_("Where data is stored and reached from"),
        N_("A move to another country changes the law and the risk."),
        When.ALWAYS,
    ),
    Clause(
        "vulnerabilities",
        N_("Handling of vulnerabilities"),
        N_("Say how fast critical flaws are closed, and that you are told."),
        When.CRITICAL,
    ),
    Clause(
        "continuity",
        N_("Continuity and recovery times"),
        N_("What you promise your customers cannot be better than what you are promised."),
        When.CRITICAL,
    ),
    Clause(
        "exit",
        N_("Help with leaving"),
        N_("Whoever must let you go has little reason to hurry, unless it is agreed."),
        When.CRITICAL,
    ),
    Clause("liability", N_("Liability and insurance"), N_("Say who pays when it goes wrong."), When.CRITICAL),
    Clause(
        "instruction",
        N_("Data processing agreement with instruction"),
        N_("The law demands it before the processor gets any data (GDPR art. 28(3))."),
        When.PROCESSOR,
    ),
    Clause(
        "subprocessor_notice",
        N_("Notice of new sub-processors, with a right to object"),
        N_("You answer for the whole chain (GDPR art. 28(2))."),
        When.PROCESSOR,
    ),
    Clause(
        "assistance",
        N_("Help with data subjects' rights and with breaches"),
        N_("You have one month to answer people and 72 hours to notify."),
        When.PROCESSOR,
    ),
    Clause(
        "supervision",
        N_("Agreed concept of supervision"),
        N_("It says how you check that the agreement is kept, and who pays for it."),
        When.PROCESSOR,
    ),
)
BY_KEY: Mapping[str, Clause] = {clause.key: clause for clause in CLAUSES}


def wanted(*, processor: bool, criticality: int) -> Sequence[Clause]:
    """The clauses that such a supplier's contracts should have between them."""
    holds = {When.ALWAYS: True, When.PROCESSOR: processor, When.CRITICAL: criticality >= CRITICAL}
    return [clause for clause in CLAUSES if holds[clause.when]]


def missing(present: Collection[str], *, processor: bool, criticality: int) -> Sequence[Clause]:
    return [clause for clause in wanted(processor=processor, criticality=criticality) if clause.key not in present]


TOO_LATE = N_("%(hours)s hours are too many: you need to know within %(most)s to meet your own time limits.")


def notice_remark(hours: int | None, *, processor: bool, under_nis2: bool) -> Reason | None:
    """What is amiss with the hours within which the supplier tells of an incident."""
    limits = [LONGEST_BREACH_NOTICE] if processor else []
    limits += [LONGEST_NOTICE] if under_nis2 else []
    if hours is None or not limits or hours <= min(limits):
        return None
    return Reason(TOO_LATE, {"hours": hours, "most": min(limits)}, "incident_hours")
