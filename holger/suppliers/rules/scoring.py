"""What a supplier's answers amount to: points with weights, what stops an approval, and what has changed since last time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from holger.suppliers.rules.questions import NOT_APPLICABLE, YES_PARTLY_NO, Kind, Question, asked

BEST = 100
LONGEST_NUMBER = 12
"""Digits. What is longer was not meant as a number of hours."""


@dataclass(frozen=True)
class Given:
    """What a supplier answered: a key of a choice, a number as it was written, a text, or "not applicable"."""

    value: str = ""
    judged: int | None = None
    """Points of whoever has read it, 0 to 100; they go before what the answer would be worth by itself."""


@dataclass(frozen=True)
class Score:
    """``points``: 0 to 100 over what counts, None while nothing does. The rest are keys of questions."""

    points: int | None
    asked: Sequence[str]
    answered: Sequence[str]
    knock_outs: Sequence[str]
    """Answers that stop the approval."""
    to_judge: Sequence[str]
    """Answers that count for nothing until somebody has read them: texts, numbers that are none, and knock-outs that
    are said not to apply, which would otherwise be an easy way round them."""
    left_out: Sequence[str]
    """Answered "not applicable"."""

    @property
    def progress(self) -> int:
        """Per cent of what is asked that has an answer."""
        return len(self.answered) * 100 // len(self.asked) if self.asked else 100


def score(questions: Sequence[Question], given: Mapping[str, Given], criticality: int) -> Score:
    """Answers to what is not asked, or not any more, count for nothing."""
    wanted = list(asked(questions, {key: each.value for key, each in given.items()}, criticality))
    said = {each.key: given[each.key] for each in wanted if each.key in given and given[each.key].value.strip()}
    answered = [each for each in wanted if each.key in said]
    worths = {each.key: worth(each, said[each.key]) for each in answered}
    return Score(
        points=_weighted([(points, each.weight) for each in answered if (points := worths[each.key]) is not None]),
        asked=[each.key for each in wanted],
        answered=list(said),
        knock_outs=[each.key for each in answered if each.knock_out and worths[each.key] == 0],
        to_judge=[each.key for each in answered if worths[each.key] is None and _must_be_read(each, said[each.key])],
        left_out=[each.key for each in answered if said[each.key].value == NOT_APPLICABLE],
    )


def worth(question: Question, given: Given) -> int | None:
    """Points of one answer; None where it counts for nothing, or not yet."""
    if given.judged is not None:
        return min(max(given.judged, 0), BEST)
    if given.value == NOT_APPLICABLE:
        return None
    match question.kind:
        case Kind.YES_PARTLY_NO:
            return YES_PARTLY_NO.get(given.value)
        case Kind.CHOICE:
            return next((choice.points for choice in question.choices if choice.key == given.value), None)
        case Kind.NUMBER:
            return _of_number(given.value, question.full, question.none)
        case Kind.TEXT:
            return None


def number_in(text: str) -> Decimal | None:
    """The number that was written, with comma or point; None where it is none, or less than nothing."""
    bare = text.strip().replace(",", ".")
    if len(bare) > LONGEST_NUMBER:
        return None
    try:
        number = Decimal(bare)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None


def _of_number(text: str, full: int, none: int) -> int | None:
    """Everything up to ``full``, nothing beyond ``none``, evenly between; at ``none`` itself a little is left."""
    number = number_in(text)
    if number is None:
        return None
    if number <= full:
        return BEST
    if number > none:
        return 0
    return max(1, int((none - number) * BEST / (none - full)))


def _must_be_read(question: Question, given: Given) -> bool:
    return given.value != NOT_APPLICABLE or question.knock_out


def _weighted(pairs: Sequence[tuple[int, int]]) -> int | None:
    """The mean, rounded half up as people round."""
    weights = sum(weight for _points, weight in pairs)
    if not weights:
        return None
    return (2 * sum(points * weight for points, weight in pairs) + weights) // (2 * weights)


# Beside last time


class Way(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    CHANGED = "changed"
    """Another answer that is worth as much, or nobody can say: a text, or one that did not apply."""
    NEW = "new"
    """Not answered last time."""
    GONE = "gone"
    """Answered last time, and no more."""


@dataclass(frozen=True)
class Comparison:
    ways: Mapping[str, Way]
    """By question, in the order in which they are asked."""
    points: int | None
    """So many more than last time, less below 0; None where one of them has none."""
    new_knock_outs: Sequence[str]

    def of(self, way: Way) -> Sequence[str]:
        return [key for key, each in self.ways.items() if each == way]


def compared(
    questions: Sequence[Question], now: Mapping[str, Given], before: Mapping[str, Given], criticality: int
) -> Comparison:
    """Both are scored by the questions as they are now, so that a new weight is no progress."""
    later, earlier = (score(questions, given, criticality) for given in (now, before))
    by_key = {question.key: question for question in questions}
    ways = {
        key: _way(by_key[key], now if key in later.answered else {}, before if key in earlier.answered else {})
        for key in by_key
        if key in later.answered or key in earlier.answered
    }
    points = later.points - earlier.points if later.points is not None and earlier.points is not None else None
    return Comparison(ways, points, [key for key in later.knock_outs if key not in earlier.knock_outs])


def _way(question: Question, now: Mapping[str, Given], before: Mapping[str, Given]) -> Way:
    later, earlier = now.get(question.key), before.get(question.key)
    if later is None or earlier is None:
        return Way.NEW if later else Way.GONE
    points, earlier_points = worth(question, later), worth(question, earlier)
    if points is None or earlier_points is None or points == earlier_points:
        return Way.SAME if later.value.strip() == earlier.value.strip() else Way.CHANGED
    return Way.BETTER if points > earlier_points else Way.WORSE
