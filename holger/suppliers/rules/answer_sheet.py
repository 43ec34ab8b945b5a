"""Answers as they stand in a spreadsheet: in words of either language, for whoever fills it in without the portal."""

from collections.abc import Mapping

from holger.core.words import Words
from holger.suppliers.rules.questions import NOT_APPLICABLE, Kind, Question
from holger.suppliers.rules.scoring import number_in

SAID: Mapping[str, Words] = {
    "yes": {"da": "Ja", "en": "Yes"},
    "partly": {"da": "Delvist", "en": "Partly"},
    "no": {"da": "Nej", "en": "No"},
    NOT_APPLICABLE: {"da": "Ikke relevant", "en": "Does not apply"},
}
ALSO: Mapping[str, tuple[str, ...]] = {
    "partly": ("delvis", "partially", "in part"),
    NOT_APPLICABLE: ("n/a", "na", "not applicable", "irrelevant"),
}
"""What people write besides."""
A_NUMBER: Words = {"da": "Et tal", "en": "A number"}
IN_WORDS: Words = {"da": "Skriv et svar", "en": "Write an answer"}


def spelled(question: Question, value: str, language: str) -> str:
    """An answer as it is written into a cell; ``understood`` reads it again."""
    return named(question).get(value, {}).get(language) or value


def understood(question: Question, text: str) -> str | None:
    """What a cell answers, or None where it answers nothing that was asked for."""
    wanted = _plain(text)
    if not wanted:
        return ""
    for value, words in named(question).items():
        if wanted in (value, *map(_plain, words.values()), *ALSO.get(value, ())):
            return value
    if question.kind == Kind.NUMBER:
        return text.strip() if number_in(text) is not None else None
    return text.strip() if question.kind == Kind.TEXT else None


def possible(question: Question, language: str) -> str:
    """What may be answered, for whoever fills it in."""
    words = [said[language] for said in named(question).values()]
    if question.kind == Kind.NUMBER:
        words.insert(0, f"{A_NUMBER[language]} ({question.unit.get(language, '')})")
    if question.kind == Kind.TEXT:
        words.insert(0, IN_WORDS[language])
    return " / ".join(words)


def named(question: Question) -> dict[str, Words]:
    """The answers that have a name, in the order in which they are offered."""
    choices = {each.key: each.text for each in question.choices}
    if question.kind == Kind.YES_PARTLY_NO:
        choices = {key: SAID[key] for key in ("yes", "partly", "no")}
    return {**choices, NOT_APPLICABLE: SAID[NOT_APPLICABLE]}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
