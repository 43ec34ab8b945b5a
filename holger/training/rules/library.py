"""A ready course as its file tells it, read strictly: both languages everywhere, and questions that can be answered."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from holger.core.words import N_, Words
from holger.frameworks.rules import yaml_tree
from holger.frameworks.rules.faults import Unreadable
from holger.frameworks.rules.nodes import Limits, Node, Text
from holger.frameworks.rules.pieces import Pieces
from holger.tasks.rules.roles import HELD
from holger.training.rules.content import KINDS, Option, Page, Question, why_not_ask

LIMITS = Limits(megabytes=1, depth=8, pieces=20_000)
EVERYBODY, MANAGERS = "everybody", "managers"
NEEDED = (
    *("key", "title", "summary", "minutes", "pass_percent", "attempts", "repeat_months", "draw"),
    *("onboarding", "audience", "serves", "pages", "questions"),
)


@dataclass(frozen=True)
class Ready:
    """``audience`` is everybody, managers, or the roles whose holders it is for; ``serves`` are (framework, code)."""

    key: str
    digest: str
    title: Words
    summary: Words
    minutes: int
    pass_percent: int
    attempts: int | None
    repeat_months: int | None
    draw: int | None
    onboarding: bool
    audience: Sequence[str]
    serves: Sequence[tuple[str, str]]
    pages: Sequence[Page]
    questions: Sequence[Question]


def read(data: bytes, languages: frozenset[str]) -> Ready:
    """Raises ``Unreadable`` with every fault that was found, by line."""
    reader = _Reader(languages)
    return reader.finished(lambda: reader.course(yaml_tree.read(data, LIMITS), hashlib.sha256(data).hexdigest()))


class _Reader(Pieces):
    def course(self, node: Node, digest: str) -> Ready:
        told = self.mapping(node, NEEDED, NEEDED)
        return Ready(
            key=self.named(told.get("key")),
            digest=digest,
            title=self._both(told.get("title"), "title"),
            summary=self._both(told.get("summary")),
            minutes=self.number(told.get("minutes")),
            pass_percent=self.number(told.get("pass_percent")),
            attempts=self._maybe(told.get("attempts")),
            repeat_months=self._maybe(told.get("repeat_months")),
            draw=self._maybe(told.get("draw")),
            onboarding=self.yes(told.get("onboarding"), otherwise=False),
            audience=self._audience(told.get("audience")),
            serves=list(self._serves(told.get("serves"))),
            pages=[self._page(each) for each in self.items(told.get("pages"))],
            questions=[self._question(at, each) for at, each in enumerate(self.items(told.get("questions")), 1)],
        )

    def _both(self, node: Node | None, kind: str = "text") -> Words:
        words = self.words(node, kind)
        for language in sorted(self.languages - set(words)):
            self.say(node, N_("“%(name)s” is missing."), name=language)
        return words

    def _maybe(self, node: Node | None) -> int | None:
        return None if node is None or (isinstance(node, Text) and node.is_nothing) else self.number(node)

    def _audience(self, node: Node | None) -> Sequence[str]:
        if isinstance(node, Text):
            return [self.chosen_one(node, (EVERYBODY, MANAGERS))]
        return self.chosen(node, HELD)

    def _serves(self, node: Node | None) -> Iterator[tuple[str, str]]:
        for framework, codes in self.pairs(node):
            for code in self.items(codes):
                yield framework, self.named(code)

    def _page(self, node: Node) -> Page:
        told = self.mapping(node, ("title", "text", "video"), ("title", "text"))
        video = self.link(told.get("video"))
        return Page(self._both(told.get("title"), "title"), self._both(told.get("text")), video)

    def _question(self, at: int, node: Node) -> Question:
        told = self.mapping(node, known := ("kind", "text", "explanation", "options"), known)
        kind = self.chosen_one(told.get("kind"), KINDS)
        options = [self._option(each) for each in self.items(told.get("options"))]
        if kind in KINDS and (wrong := why_not_ask(kind, options)):
            self.say(node, wrong.text, **wrong.params)
        return Question(str(at), kind, self._both(told.get("text")), self._both(told.get("explanation")), options)

    def _option(self, node: Node) -> Option:
        told = self.mapping(node, ("text", "right"), ("text",))
        return Option(self._both(told.get("text")), self.yes(told.get("right"), otherwise=False))


def by_key(courses: Sequence[Ready]) -> Mapping[str, Ready]:
    """Each key once; ValueError otherwise."""
    found = {each.key: each for each in courses}
    if len(found) != len(courses):
        raise ValueError("a ready course is there twice")
    return found


__all__ = ["Ready", "Unreadable", "by_key", "read"]
