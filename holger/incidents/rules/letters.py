"""Letters to those who were hit: ready texts in plain words, with what the case tells put in.

A letter is a start for somebody to write on; what is missing says so in its place, so that nobody sends it unseen.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from holger.core.words import Words, say
from holger.incidents.rules.sheets import SAYS, UNKNOWN, CaseField, Show, Standing, is_empty, plainly, written

FIELD = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
RECIPIENT = "recipient"
"""Left as it is, for whoever sends the letter to many."""
GREETED: Words = {"da": "[modtagerens navn]", "en": "[name of the recipient]"}


@dataclass(frozen=True)
class Letter:
    """``clocks``: those that it answers. ``fields``: what it asks of the case, in the order of the text."""

    key: str
    title: Words
    about: Words
    clocks: Sequence[str]
    source: str
    subject: Words
    body: Words
    fields: Mapping[str, CaseField]


@dataclass(frozen=True)
class Merged:
    subject: str
    text: str
    missing: Sequence[str]
    """The keys of the case's fields that are not there."""


def merge(letter: Letter, case: Mapping[str, Any], language: str, show: Show = plainly) -> Merged:
    missing: list[str] = []

    def put(field: CaseField) -> str:
        value = case.get(field.key)
        if is_empty(value):
            missing.append(field.key)
            return f"[{say(SAYS[Standing.MISSING], language)}: {say(field.label, language)}]"
        if value == UNKNOWN:
            return say(SAYS[Standing.UNKNOWN], language)
        return written(value, field.kind, language, show)

    subject = filled(say(letter.subject, language), letter.fields, put, language)
    text = filled(say(letter.body, language), letter.fields, put, language)
    return Merged(subject, text, list(dict.fromkeys(missing)))


def filled(text: str, fields: Mapping[str, CaseField], put: Callable[[CaseField], str], language: str) -> str:
    """A text with its fields put in. What people wrote is put in once and never read for fields again."""

    def one(found: re.Match[str]) -> str:
        name = found[1]
        return say(GREETED, language) if name == RECIPIENT else put(fields[name])

    return FIELD.sub(one, text)


def asked(text: str) -> list[str]:
    """The fields that a text names, each once, without the recipient's own."""
    return [name for name in dict.fromkeys(FIELD.findall(text)) if name != RECIPIENT]
