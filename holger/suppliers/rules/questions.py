"""A questionnaire for suppliers: its sections, its questions, and which of them a supplier is asked."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from holger.core.words import Words


class Kind(StrEnum):
    """How a question is answered."""

    YES_PARTLY_NO = "yes_partly_no"
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"


NOT_APPLICABLE = "na"
"""May be answered to every question."""
YES_PARTLY_NO: Mapping[str, int] = {"yes": 100, "partly": 50, "no": 0}


@dataclass(frozen=True)
class Choice:
    key: str
    text: Words
    points: int
    """0 to 100: how good the answer is."""


@dataclass(frozen=True)
class Shown:
    """The question is asked when that other one was answered with one of these."""

    question: str
    answers: Sequence[str]


@dataclass(frozen=True)
class Question:
    key: str
    number: int
    """As it is known from one version to the next; not the order in which it is asked."""
    section: str
    text: Words
    help: Words
    """What a good answer holds."""
    kind: Kind
    choices: Sequence[Choice]
    unit: Words
    """Of a number."""
    full: int
    """Up to this number an answer is worth everything; beyond ``none`` nothing. Small numbers are good: hours, days."""
    none: int
    weight: int
    knock_out: bool
    """An answer worth nothing stops the approval until somebody has judged it."""
    asks_evidence: bool
    from_criticality: int
    """Asked of suppliers that are at least so critical."""
    shown_when: Shown | None
    serves: Mapping[str, Sequence[str]]
    """The requirements that an answer speaks to, by the key of their framework."""

    @property
    def answers(self) -> Collection[str]:
        """What may be chosen; nothing where the answer is a text or a number."""
        if self.kind == Kind.YES_PARTLY_NO:
            return tuple(YES_PARTLY_NO)
        return tuple(choice.key for choice in self.choices)


@dataclass(frozen=True)
class Section:
    key: str
    title: Words
    questions: Sequence[Question]


@dataclass(frozen=True)
class Questionnaire:
    key: str
    version: int
    title: Words
    intro: Words
    sections: Sequence[Section]

    @cached_property
    def questions(self) -> Sequence[Question]:
        """In the order in which they are asked."""
        return [question for section in self.sections for question in section.questions]

    @cached_property
    def by_key(self) -> Mapping[str, Question]:
        return {question.key: question for question in self.questions}


def asked(questions: Sequence[Question], answers: Mapping[str, str], criticality: int) -> Iterator[Question]:
    """Those that a supplier is asked, with the answers so far.

    A question waits for the answer that it depends on, and that one must be asked itself: what was answered before
    somebody changed their mind shows nothing more.
    """
    seen: set[str] = set()
    for question in questions:
        if criticality < question.from_criticality:
            continue
        if (shown := question.shown_when) is not None and not (
            shown.question in seen and answers.get(shown.question) in shown.answers
        ):
            continue
        seen.add(question.key)
        yield question
