"""What to look for when an assurance report is read: the control objectives, and the report itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from holger.core.told import At
from holger.core.words import Words


@dataclass(frozen=True)
class Objective:
    key: str
    """Its letter."""
    title: Words
    about: Words
    look_for: Sequence[Words]
    serves: Sequence[str]
    """The provisions of the GDPR that it speaks to."""


@dataclass(frozen=True)
class Question:
    """Of the report as a whole: receiving and filing it is not supervision."""

    key: str
    text: Words


@dataclass(frozen=True)
class Checklist:
    key: str
    title: Words
    objectives: Sequence[Objective]
    reading: Sequence[Question]


def read(told: Any, languages: Sequence[str]) -> Checklist:
    """ValueError for the first thing that is wrong, with its place."""
    at = At("checklist", told, tuple(languages))
    at.knows("checklist", "title", "objectives", "reading")
    return Checklist(
        at.text("checklist"),
        at.words("title"),
        [_objective(each) for each in at.each("objectives")],
        [_question(each) for each in at.each("reading")],
    )


def _objective(at: At) -> Objective:
    at.knows("key", "title", "about", "look_for", "serves")
    return Objective(at.text("key"), at.words("title"), at.words("about"), at.all_words("look_for"), at.texts("serves"))


def _question(at: At) -> Question:
    at.knows("key", "text")
    return Question(at.text("key"), at.words("text"))
