"""The ready wheel that holger brings along: a readable file for each category. Read when it is asked for, and kept."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from holger.core import words
from holger.core.told import library_file
from holger.tasks.rules.ready_entry import CATEGORIES, Category, Entry
from holger.tasks.rules.ready_reading import read


@cache
def _all() -> Sequence[tuple[Category, list[Entry]]]:
    return [read(library_file(__name__, key), words.LANGUAGES) for key in CATEGORIES]


@cache
def categories() -> Sequence[Category]:
    return tuple(category for category, _entries in _all())


@cache
def entries() -> Sequence[Entry]:
    """The wheel's activities by their number, and those beyond it after them."""
    found = sorted((each for _category, listed in _all() for each in listed), key=lambda each: each.number or 1_000)
    if twice := [key for key, count in Counter(each.key for each in found).items() if count > 1]:
        raise ValueError(f"in the wheel twice: {', '.join(twice)}")
    return tuple(found)


@cache
def by_key() -> Mapping[str, Entry]:
    return {each.key: each for each in entries()}


def entry(key: str) -> Entry | None:
    """The ready activity of this key; None where a newer wheel has left it out."""
    return by_key().get(key)


@cache
def serving() -> Mapping[tuple[str, str], tuple[Entry, ...]]:
    """The ready activities that help to meet a requirement, by the key of its framework and its code."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for each in entries():
        for served in each.serves:
            found.setdefault((served.framework, served.code), []).append(each)
    return {at: tuple(listed) for at, listed in found.items()}
