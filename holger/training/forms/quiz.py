"""The questions of an attempt as fields of the page, and what was sent as answers.

They are no Django form: each is a group of choices whose order is mixed by the attempt's seed, and nothing about what is
right may reach the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from holger.core.words import say
from holger.training.models import Attempt
from holger.training.rules import quiz
from holger.training.rules.content import ORDER, Content, Question


@dataclass(frozen=True)
class Choice:
    """``value`` is its place in the edition; ``rank`` what an order was given, 0 for nothing yet."""

    value: int
    text: str
    chosen: bool
    rank: int


@dataclass(frozen=True)
class Asked:
    name: str
    kind: str
    text: str
    choices: Sequence[Choice]
    error: str = ""

    @property
    def ranks(self) -> range:
        return range(1, len(self.choices) + 1)


class QuizForm:
    def __init__(self, attempt: Attempt, content: Content, language: str, sent: Any = None):
        self.attempt, self.content, self.language, self.sent = attempt, content, language, sent
        self.questions = [content.by_key[key] for key in attempt.drawn]
        self.given: Mapping[str, Sequence[int]] = (
            {each.key: self._answer(each) for each in self.questions} if sent is not None else {}
        )

    @property
    def answers(self) -> Mapping[str, Sequence[int]]:
        return self.given

    def unanswered(self) -> list[str]:
        return [each.key for each in self.questions if not quiz.is_answered(each, self.given.get(each.key, ()))]

    def asked(self) -> list[Asked]:
        wrong = set(self.unanswered()) if self.sent is not None else set()
        return [self._asked(each, each.key in wrong) for each in self.questions]

    def _asked(self, question: Question, wrong: bool) -> Asked:
        given = self.given.get(question.key, ())
        choices = [
            Choice(place, say(question.options[place].text, self.language), place in given, self._rank(question, place))
            for place in quiz.mixed(question, self.attempt.seed)
        ]
        told = gettext("Give each a number of its own.") if question.kind == ORDER else gettext("Choose an answer.")
        return Asked(
            f"q-{question.key}", question.kind, say(question.text, self.language), choices, told if wrong else ""
        )

    def _answer(self, question: Question) -> Sequence[int]:
        if question.kind != ORDER:
            sent = self.sent.getlist(f"q-{question.key}")
            return sorted({int(each) for each in sent if each.isascii() and each.isdigit() and len(each) < 4})
        ranks = {self._rank(question, place): place for place in range(len(question.options))}
        ordered = [ranks[rank] for rank in sorted(ranks) if rank]
        return ordered if len(ordered) == len(question.options) else ()

    def _rank(self, question: Question, place: int) -> int:
        sent = self.sent.get(f"q-{question.key}-{place}", "") if self.sent is not None else ""
        rank = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0
        return rank if rank <= len(question.options) else 0
