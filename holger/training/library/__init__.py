"""The ready courses that holger brings along: a readable file for each. Read when they are asked for, and kept."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from holger.core import words
from holger.training.rules.library import Ready, by_key, read

LANGUAGES = frozenset(words.LANGUAGES)
KEYS = ("security-basics", "phishing", "passwords-and-mfa", "gdpr-daily", "incident-reporting", "nis2-management")
"""In the order in which they are offered."""


@cache
def courses() -> Mapping[str, Ready]:
    folder = files(__name__)
    found = [folder.joinpath(f"{key}.yaml") for key in KEYS]
    return by_key([read(each.read_bytes(), LANGUAGES) for each in found if each.is_file()])


def course(key: str) -> Ready | None:
    """The ready course of this key; None where a newer library has left it out."""
    return courses().get(key)
