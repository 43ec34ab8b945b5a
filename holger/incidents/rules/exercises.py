"""Table-top exercises: what is read aloud, what is told when, and what a good answer to each question has."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from holger.core.words import N_, Words
from holger.frameworks.rules import yaml_tree
from holger.frameworks.rules.nodes import Node
from holger.incidents.rules.reading import LIMITS, LibraryPieces


@dataclass(frozen=True)
class Inject:
    """Something that the table is told, so many minutes into the exercise."""

    minute: int
    text: Words


@dataclass(frozen=True)
class Question:
    """``good``: what a good answer has; for whoever leads, not for the table."""

    ask: Words
    good: Words


@dataclass(frozen=True)
class Exercise:
    key: str
    title: Words
    playbook: str
    minutes: int
    setting: Words
    injects: Sequence[Inject]
    questions: Sequence[Question]


@dataclass(frozen=True)
class Told:
    """An inject as it stands in a running exercise. ``number`` is its place from 1; ``answered`` the first that was done after it."""

    number: int
    inject: Inject
    due_at: datetime
    told_at: datetime | None = None
    answered: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        return self.told_at is None and now >= self.due_at

    @property
    def took(self) -> timedelta | None:
        """From when it was told to the first thing that was done."""
        return None if self.told_at is None or self.answered is None else self.answered - self.told_at


def told(exercise: Exercise, began: datetime, injects: dict[int, datetime], actions: Sequence[datetime]) -> list[Told]:
    """Each inject with when it was told and answered. An action counts for the last inject told before it."""
    ends = sorted(injects.values())
    found = []
    for number, inject in enumerate(exercise.injects, 1):
        at = injects.get(number)
        until = next((each for each in ends if at is not None and each > at), None)
        fits = [each for each in actions if at is not None and each >= at and (until is None or each < until)]
        found.append(Told(number, inject, began + timedelta(minutes=inject.minute), at, min(fits, default=None)))
    return found


def read(data: bytes, languages: frozenset[str], playbooks: Collection[str]) -> list[Exercise]:
    """The exercises in a file. Raises ``Unreadable`` with every fault that was found, by line."""
    reader = _Reader(languages, sorted(playbooks))
    return reader.finished(lambda: reader.exercises(yaml_tree.read(data, LIMITS)))


class _Reader(LibraryPieces):
    def __init__(self, languages: frozenset[str], playbooks: Sequence[str]):
        super().__init__(languages)
        self.playbooks = playbooks

    def exercises(self, node: Node) -> list[Exercise]:
        told = self.mapping(node, ("exercises",), needed=("exercises",))
        return self.keyed(told.get("exercises"), self._exercise)

    def _exercise(self, node: Node) -> Exercise:
        needed = ("key", "title", "playbook", "minutes", "setting", "injects", "questions")
        told = self.mapping(node, needed, needed)
        exercise = Exercise(
            key=self.named(told.get("key")),
            title=self.both(told.get("title"), "title"),
            playbook=self.chosen_one(told.get("playbook"), self.playbooks),
            minutes=self._minutes(told.get("minutes")),
            setting=self.both(told.get("setting")),
            injects=[self._inject(each) for each in self.items(told.get("injects"))],
            questions=[self._question(each) for each in self.items(told.get("questions"))],
        )
        self._in_order(told.get("injects"), exercise)
        return exercise

    def _inject(self, node: Node) -> Inject:
        told = self.mapping(node, ("minute", "text"), ("minute", "text"))
        return Inject(self._minutes(told.get("minute")), self.both(told.get("text")))

    def _question(self, node: Node) -> Question:
        told = self.mapping(node, ("ask", "good"), ("ask", "good"))
        return Question(self.both(told.get("ask")), self.both(told.get("good")))

    def _minutes(self, node: Node | None) -> int:
        return 0 if node is None or self.word(node, "id") == "0" else self.number(node)

    def _in_order(self, node: Node | None, exercise: Exercise) -> None:
        minutes = [each.minute for each in exercise.injects]
        if minutes != sorted(set(minutes)):
            self.say(node, N_("What is told comes in order, each at a minute of its own."))
        if minutes and minutes[-1] > exercise.minutes:
            self.say(node, N_("Something is told after the exercise is over."))
