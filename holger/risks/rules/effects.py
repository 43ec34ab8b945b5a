"""What controls do to a risk: how many levels each takes away, what that explains, and how many points it is worth.

A control that is counted in the current levels explains the way from what the risk would be without controls to what
it is now; every other explains the way from now to the target. Controls add up, and no level falls below 1: a control
can make something rare or small, not impossible.
"""

from collections.abc import Iterable
from typing import NamedTuple

from holger.risks.rules.method import Method
from holger.risks.rules.scoring import Levels, score


class Taken(NamedTuple):
    """How many levels are taken away of the likelihood, and of every consequence that is hit."""

    likelihood: int = 0
    consequence: int = 0

    def __bool__(self) -> bool:
        return bool(self.likelihood or self.consequence)

    def at_most(self, most: int) -> "Taken":
        return Taken(*(min(taken, most) for taken in self))


def together(effects: Iterable[Taken]) -> Taken:
    found = list(effects)
    return Taken(sum(each.likelihood for each in found), sum(each.consequence for each in found))


def lowered(levels: Levels, effects: Iterable[Taken]) -> Levels:
    """The levels once the controls work. What does not hit (0) or is not answered stays so."""
    taken = together(effects)
    *consequences, likelihood = levels
    left = [_less(level, taken.consequence) for level in consequences]
    return Levels._make([*left, _less(likelihood, taken.likelihood)])


def _less(level: int | None, by: int) -> int | None:
    return max(1, level - by) if level else level


def follows(current: Levels, target: Levels, planned: Iterable[Taken]) -> bool:
    """Is the target what the controls explain? One that nobody has set is theirs too."""
    return target.blank or target == lowered(current, planned)


def target_after(
    target: Levels, before: Levels, planned: Iterable[Taken], after: Levels, planned_after: Iterable[Taken]
) -> Levels | None:
    """Where the target goes when the current levels or the controls change; None: it stays, because it was set by hand
    or no control has a say in it."""
    was, now = together(planned), together(planned_after)
    if not (was or now) or not follows(before, target, [was]):
        return None
    wanted = lowered(after, [now])
    return wanted if wanted != target else None


def points(method: Method, levels: Levels, taken: Taken) -> int:
    """What the score loses by this control alone. What several controls lose together is less where they overlap."""
    without, with_it = score(method, levels).shown, score(method, lowered(levels, [taken])).shown
    return max(0, without.score - with_it.score) if without and with_it else 0
