"""Letters to data subjects: ready texts in plain words, with what the request tells put in.

A letter is a start for somebody to write on; what is missing says so in its place, so that nobody sends it unseen.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from holger.core.told import At
from holger.core.words import Words, say

FIELD = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
FIELDS: Mapping[str, Words] = {
    "recipient": {"da": "modtagerens navn", "en": "name of the recipient"},
    "reference": {"da": "sagsnummer", "en": "reference"},
    "received": {"da": "modtaget den", "en": "day of receipt"},
    "rights": {"da": "hvad der bedes om", "en": "what is asked for"},
    "due": {"da": "svarfrist", "en": "last day"},
    "longest": {"da": "forlænget frist", "en": "extended last day"},
    "extension_reason": {"da": "hvorfor fristen forlænges", "en": "why more time is needed"},
    "decision": {"da": "afgørelsen og begrundelsen", "en": "the decision and its reasons"},
    "identity_how": {
        "da": "hvordan vi gerne vil have bekræftet, hvem du er",
        "en": "how we wish to make sure who you are",
    },
    "sender": {"da": "organisationens navn", "en": "name of the organisation"},
}
"""What a letter can ask of a request, and what it is called where it is missing."""
MISSING: Words = {"da": "MANGLER", "en": "MISSING"}


@dataclass(frozen=True)
class Letter:
    key: str
    title: Words
    about: Words
    source: str
    subject: Words
    body: Words


@dataclass(frozen=True)
class Merged:
    subject: str
    text: str
    missing: Sequence[str]
    """The fields that the request does not tell."""


def merge(letter: Letter, told: Mapping[str, str], language: str) -> Merged:
    """What people wrote is put in once and never read for fields again."""
    missing: list[str] = []

    def put(found: re.Match[str]) -> str:
        value = told.get(found[1], "").strip()
        if not value:
            missing.append(found[1])
            return f"[{say(MISSING, language)}: {say(FIELDS[found[1]], language)}]"
        return value

    subject, text = (FIELD.sub(put, say(words, language)) for words in (letter.subject, letter.body))
    return Merged(subject, text, list(dict.fromkeys(missing)))


def read(told: Any, languages: Sequence[str]) -> Sequence[Letter]:
    """ValueError for the first thing that is wrong, with its place."""
    at = At("request letters", told, tuple(languages))
    at.knows("letters")
    found = [_letter(each) for each in at.each("letters")]
    if len({each.key for each in found}) != len(found):
        raise at.wrong("a key is there twice")
    return found


def _letter(at: At) -> Letter:
    at.knows("key", "title", "about", "source", "subject", "body")
    letter = Letter(
        at.text("key"), at.words("title"), at.words("about"), at.text("source"), at.words("subject"), at.words("body")
    )
    asked = {name for words in (letter.subject, letter.body) for text in words.values() for name in FIELD.findall(text)}
    if strange := asked - set(FIELDS):
        raise at.wrong(f"no such field: {min(strange)}")
    return letter
