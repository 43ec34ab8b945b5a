"""A gap analysis: what is filled in beforehand, how far it is, how large a gap is, and what moved since last time.

An answer counts when somebody has given or confirmed it in the round. What was filled in beforehand waits, and is told apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Self

from holger.frameworks.rules.coverage import PART, STRONG
from holger.frameworks.rules.standing import MET, NOT, PARTLY, UNANSWERED

SUGGESTED = {STRONG: MET, PART: PARTLY}
"""What a claim through a mapping lets one expect."""
RANK = {NOT: 0, PARTLY: 1, MET: 2}
LAST, MAPPING = "last", "mapping"


@dataclass(frozen=True)
class Said:
    """What somebody says of a requirement, or has said before."""

    answer: str = UNANSWERED
    maturity: int | None = None
    remark: str = ""


@dataclass(frozen=True)
class Filled(Said):
    """What is filled in beforehand, and where it comes from; "" for nothing."""

    origin: str = ""


def fill_in(standing: Said, last: Said = Said(), claim: str = "") -> Filled:
    """What to begin with: how it stands, else what the last round said, else what another framework lets one claim."""
    for known in (standing, last):
        if known.answer:
            return Filled(known.answer, known.maturity, known.remark, LAST)
    if claim:
        return Filled(SUGGESTED[claim], None, standing.remark, MAPPING)
    return Filled(maturity=standing.maturity, remark=standing.remark)


# How far a round is


@dataclass(frozen=True)
class Sums:
    """How many requirements a round found met, partly met and not met, how many wait, and how many it leaves out.

    ``…_before`` are filled in beforehand and not confirmed. ``levels`` is the sum of the maturity of the ``levelled``
    requirements that have one, ``aims`` that of all targets.
    """

    met: int = 0
    partly: int = 0
    not_met: int = 0
    met_before: int = 0
    partly_before: int = 0
    not_before: int = 0
    unanswered: int = 0
    out: int = 0
    levels: int = 0
    levelled: int = 0
    aims: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def answered(self) -> int:
        """Answered or confirmed in this round."""
        return self.met + self.partly + self.not_met

    @property
    def unconfirmed(self) -> int:
        return self.met_before + self.partly_before + self.not_before

    @property
    def total(self) -> int:
        """All that the round asks about."""
        return self.answered + self.unconfirmed + self.unanswered

    @property
    def waiting(self) -> int:
        return self.total - self.answered

    @property
    def done(self) -> bool:
        return self.total > 0 and self.waiting == 0

    @property
    def progress(self) -> int:
        """How much of the round is done, in whole percent rounded down."""
        return _percent(self.answered, self.total)

    @property
    def percent(self) -> int:
        """How far what is asked is met: partly met counts half, and what nobody has confirmed counts nothing."""
        return _percent(self.met + self.partly / 2, self.total)

    @property
    def expected(self) -> int:
        """The same, should all that was filled in beforehand hold."""
        met, partly = self.met + self.met_before, self.partly + self.partly_before
        return _percent(met + partly / 2, self.total)

    @property
    def maturity(self) -> float | None:
        """The average of those that have one."""
        return self.levels / self.levelled if self.levelled else None

    @property
    def target(self) -> float | None:
        return self.aims / self.total if self.total else None


def _percent(part: float, whole: int) -> int:
    return int(100 * part // whole) if whole else 0


CONFIRMED = {MET: "met", PARTLY: "partly", NOT: "not_met", UNANSWERED: "unanswered"}
BEFORE = {MET: "met_before", PARTLY: "partly_before", NOT: "not_before", UNANSWERED: "unanswered"}


@dataclass(frozen=True)
class Alike:
    """Requirements of which the same is said: how many, and the sums of their levels."""

    answer: str
    applicable: bool = True
    confirmed: bool = True
    count: int = 1
    levels: int = 0
    levelled: int = 0
    aims: int = 0

    @property
    def sums(self) -> Sums:
        if not self.applicable:
            return Sums(out=self.count)
        names = CONFIRMED if self.confirmed else BEFORE
        counted = {names[self.answer]: self.count}
        return Sums(**counted, levels=self.levels, levelled=self.levelled, aims=self.aims)


def counted(rows: Iterable[Alike]) -> Sums:
    return sum((row.sums for row in rows), Sums())


# How large a gap is

EXTRA = {MET: 0, PARTLY: 1, NOT: 2}
LARGEST = 5 + EXTRA[NOT]


def supposed(answer: str, target: int) -> int:
    """The maturity that an answer lets one suppose where none is given."""
    return {MET: target, PARTLY: target // 2, NOT: 0}[answer]


def gap_size(answer: str, maturity: int | None, target: int) -> int | None:
    """How many levels are missing to the target, and one more where it is partly met, two where it is not met.

    None where nothing is answered: what nobody has looked at is no gap but a blank.
    """
    if answer == UNANSWERED:
        return None
    now = supposed(answer, target) if maturity is None else maturity
    return max(0, target - now) + EXTRA[answer]


# What moved between two rounds

UP, DOWN, SAME, FIRST, WAITING, OUT = "up", "down", "same", "first", "open", "out"


def moved(then: Said | None, now: Said | None) -> str:
    """What became of a requirement: better, worse, as it was, answered for the first time, not answered, or left out.

    The answer decides, and the maturity where it is the same. None stands for one that a round leaves out or lacks.
    """
    if now is None:
        return OUT
    if not now.answer:
        return WAITING
    if then is None or not then.answer:
        return FIRST
    step = RANK[now.answer] - RANK[then.answer]
    if not step and then.maturity is not None and now.maturity is not None:
        step = now.maturity - then.maturity
    return UP if step > 0 else DOWN if step < 0 else SAME
