"""Drawing questions from the pool, and judging answers. The same seed always draws the same."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from holger.training.rules.content import ORDER, Content, Question

Answer = Sequence[int]
"""The places of the chosen options, as they stand in the edition; for an order in the order they were put in."""
SEEDS = 2**31


@dataclass(frozen=True)
class Judged:
    question: Question
    answer: Answer
    right: bool


@dataclass(frozen=True)
class Outcome:
    judged: Sequence[Judged]
    passed: bool

    @property
    def right(self) -> int:
        return sum(each.right for each in self.judged)


def draw(content: Content, seed: int) -> list[str]:
    """The keys of the questions that this attempt asks, in the order in which it asks them."""
    keys = [question.key for question in content.questions]
    return random.Random(seed).sample(keys, content.drawn)  # noqa: S311 - a quiz, no secret


def mixed(question: Question, seed: int) -> list[int]:
    """The places of its options in the order in which they are shown; those of an order never in the right one."""
    places = list(range(len(question.options)))
    shown = places.copy()
    random.Random(f"{seed}:{question.key}").shuffle(shown)  # noqa: S311
    return [*shown[1:], shown[0]] if question.kind == ORDER and shown == places else shown


def is_right(question: Question, answer: Answer) -> bool:
    if question.kind == ORDER:
        return list(answer) == list(range(len(question.options)))
    return frozenset(answer) == question.right


def is_answered(question: Question, answer: Answer) -> bool:
    """Is it an answer to this question: options that there are, each once, and as many as are asked for?"""
    count = len(question.options)
    if len(set(answer)) != len(answer) or any(not 0 <= place < count for place in answer):
        return False
    return (
        len(answer) == count if question.kind == ORDER else 1 <= len(answer) <= (1 if _is_single(question) else count)
    )


def _is_single(question: Question) -> bool:
    return question.kind == "single"


def judge(content: Content, drawn: Sequence[str], answers: Mapping[str, Answer]) -> Outcome:
    known = content.by_key
    judged = [Judged(known[key], answers.get(key, ()), is_right(known[key], answers.get(key, ()))) for key in drawn]
    right = sum(each.right for each in judged)
    return Outcome(judged, right * 100 >= content.pass_percent * len(judged))
