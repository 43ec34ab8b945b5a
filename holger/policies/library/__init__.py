"""The ready policies that holger brings along: a file about each, and its text in each language. Read when asked for, and kept."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from holger.core import words
from holger.core.told import library_file
from holger.policies.rules.ready_entry import Entry
from holger.policies.rules.ready_reading import read


@cache
def entries() -> Sequence[Entry]:
    """All of them, by number."""
    found = sorted(map(_entry, _files()), key=lambda each: (each.number, each.key))
    if twice := [number for number, count in Counter(each.number for each in found).items() if count > 1]:
        raise ValueError(f"two ready policies have the same number: {twice}")
    return tuple(found)


@cache
def by_key() -> Mapping[str, Entry]:
    return {each.key: each for each in entries()}


def entry(key: str) -> Entry | None:
    """The ready policy of this key; None where a newer library has left it out."""
    return by_key().get(key)


def _files() -> Iterator[Traversable]:
    return (each for each in files(__name__).joinpath("templates").iterdir() if each.name.endswith(".yaml"))


def _entry(file: Traversable) -> Entry:
    key = file.name.removesuffix(".yaml")
    found = read(
        library_file(__name__, f"templates/{key}"),
        {language: _text(key, language) for language in words.LANGUAGES},
        words.LANGUAGES,
    )
    if found.key != key:
        raise ValueError(f"{file.name}: the key is {found.key}")
    return found


def _text(key: str, language: str) -> str:
    file = files(__name__).joinpath("texts", f"{key}.{language}.md")
    return file.read_text("utf-8") if file.is_file() else ""
