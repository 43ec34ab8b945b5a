"""What an edition holds: pages and questions in both languages, as plain JSON, and the digest of it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from holger.core.words import N_, Reason, Words

SINGLE, MULTIPLE, ORDER = KINDS = ("single", "multiple", "order")
FEWEST, MOST = 2, 10
"""Options of a question."""


@dataclass(frozen=True)
class Option:
    text: Words
    right: bool = False


@dataclass(frozen=True)
class Question:
    """``key`` names it in its edition. The options of an order stand in the right one."""

    key: str
    kind: str
    text: Words
    explanation: Words
    options: Sequence[Option]

    @property
    def right(self) -> frozenset[int]:
        return frozenset(at for at, option in enumerate(self.options) if option.right)


@dataclass(frozen=True)
class Page:
    title: Words
    text: Words
    video: str = ""


@dataclass(frozen=True)
class Content:
    title: Words
    pages: Sequence[Page]
    questions: Sequence[Question]
    pass_percent: int
    draw: int | None

    @property
    def by_key(self) -> Mapping[str, Question]:
        return {question.key: question for question in self.questions}

    @property
    def drawn(self) -> int:
        """How many questions an attempt has."""
        return min(self.draw or len(self.questions), len(self.questions))


def written(content: Content) -> dict[str, Any]:
    return {
        "title": dict(content.title),
        "pass_percent": content.pass_percent,
        "draw": content.draw,
        "pages": [{"title": dict(p.title), "text": dict(p.text), "video": p.video} for p in content.pages],
        "questions": [
            {
                "key": each.key,
                "kind": each.kind,
                "text": dict(each.text),
                "explanation": dict(each.explanation),
                "options": [{"text": dict(option.text), "right": option.right} for option in each.options],
            }
            for each in content.questions
        ],
    }


def read(kept: Mapping[str, Any]) -> Content:
    return Content(
        title=kept["title"],
        pages=[Page(each["title"], each["text"], each["video"]) for each in kept["pages"]],
        questions=[_question(each) for each in kept["questions"]],
        pass_percent=kept["pass_percent"],
        draw=kept["draw"],
    )


def _question(kept: Mapping[str, Any]) -> Question:
    options = [Option(option["text"], option["right"]) for option in kept["options"]]
    return Question(kept["key"], kept["kind"], kept["text"], kept["explanation"], options)


def digest_of(kept: Mapping[str, Any]) -> str:
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def why_not_ask(kind: str, options: Sequence[Option]) -> Reason | None:
    """Can the question be answered at all?"""
    if not FEWEST <= len(options) <= MOST:
        return Reason(N_("A question has from %(low)s to %(high)s answers."), {"low": FEWEST, "high": MOST}, "options")
    right = sum(option.right for option in options)
    if kind == SINGLE and right != 1:
        return Reason(N_("Mark the one answer that is right."), field="options")
    if kind == MULTIPLE and not 1 <= right < len(options):
        return Reason(N_("Mark the answers that are right; at least one is wrong."), field="options")
    return None


def why_not_publish(content: Content) -> Reason | None:
    """What is missing before anybody can take it."""
    if not content.pages:
        return Reason(N_("Write a page first."))
    if content.draw and content.draw > len(content.questions):
        return Reason(
            N_("It draws %(draw)s questions and has %(count)s. Write more, or draw fewer."),
            {"draw": content.draw, "count": len(content.questions)},
        )
    return None
