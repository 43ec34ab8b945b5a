"""What comes after an incident: the evaluation within two weeks, and corrective actions whose effect is looked at later."""

from collections.abc import Sequence
from datetime import date, timedelta

from holger.core.words import N_, Reason

EVALUATE_WITHIN = timedelta(days=14)
"""ISO/IEC 27001:2022, A.5.27: knowledge gained from incidents is used; two weeks are what is still remembered."""
CHECK_EARLIEST, CHECK_USUAL, CHECK_LATEST = timedelta(days=30), timedelta(days=60), timedelta(days=90)
"""ISO/IEC 27001:2022, 10.2 d: the effectiveness of a corrective action is reviewed, when it has had time to show."""
WHYS = 5


def why_not_finish(lessons: str, root_cause: str, whys: Sequence[str]) -> Reason | None:
    """An evaluation is finished when it says what was learned and what lay behind: in free text, or by asking why."""
    if not lessons.strip():
        return Reason(N_("Write what you learned. That is what the meeting is for."), field="lessons")
    if not root_cause.strip() and not answered(whys):
        return Reason(N_("Write the root cause, or answer why at least once."), field="root_cause")
    return None


def answered(whys: Sequence[str]) -> list[str]:
    """The answers that were given, in order; at most five."""
    return [each.strip() for each in whys if each.strip()][:WHYS]


def root_of(root_cause: str, whys: Sequence[str]) -> str:
    """The root cause as it was written, else the last answer to why."""
    given = answered(whys)
    return root_cause.strip() or (given[-1] if given else "")


def check_day(done_on: date, wanted: date | None = None) -> date:
    """When the effect is looked at: on the day that was wanted, moved into the 30 to 90 days after it was done; else after 60."""
    if wanted is None:
        return done_on + CHECK_USUAL
    return min(max(wanted, done_on + CHECK_EARLIEST), done_on + CHECK_LATEST)


def why_not_check_on(due: date, check_on: date) -> Reason | None:
    if due + CHECK_EARLIEST <= check_on <= due + CHECK_LATEST:
        return None
    return Reason(N_("Look at the effect 30 to 90 days after it is to be done."), field="check_on")
