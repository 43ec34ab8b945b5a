"""What a file of the library tells, taken up name by name.

Such files come along with holger and are never brought by anybody else, so the first thing that is wrong stops the reading.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import yaml

from holger.core.words import Words


def library_file(package: str, name: str) -> Any:
    """A YAML file of a package's as it is written: nothing is made of a text, so that ``1.10`` stays ``1.10``."""
    return yaml.load(files(package).joinpath(f"{name}.yaml").read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506


class At:
    """Some names with values in a file, taken up one by one; ``place`` says where they stand."""

    def __init__(self, place: str, told: Any, languages: tuple[str, ...]):
        self.place = place
        self.languages = languages
        if not isinstance(told, Mapping):
            raise self.wrong("names with values are wanted")
        self.told = told

    def wrong(self, what: str) -> ValueError:
        return ValueError(f"{self.place}: {what}")

    def knows(self, *names: str) -> None:
        if strange := set(self.told) - set(names):
            raise self.wrong(f"not known: {', '.join(sorted(strange))}")

    def has(self, name: str) -> bool:
        return name in self.told

    def inner(self, name: str) -> "At | None":
        return At(f"{self.place} {name}", self.told[name], self.languages) if name in self.told else None

    def text(self, name: str) -> str:
        value = self.told.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"{name} is missing")
        return value.strip()

    def number(self, name: str) -> int:
        text = self.text(name)
        if not (text.isascii() and text.isdigit() and int(text)):
            raise self.wrong(f"{name} is not a whole number from 1")
        return int(text)

    def yes(self, name: str) -> bool:
        return self.one_of(name, ("true", "false")) == "true"

    def one_of(self, name: str, known: Sequence[str]) -> str:
        text = self.text(name)
        if text not in known:
            raise self.wrong(f"{name} is {text}, not one of {', '.join(known)}")
        return text

    def items(self, name: str) -> Sequence[Any]:
        value = self.told.get(name, [])
        if not isinstance(value, list):
            raise self.wrong(f"{name} is not a list")
        return value

    def each(self, name: str) -> "list[At]":
        """A list of names with values; each knows its place in it."""
        return [
            At(f"{self.place} {name} {place}", told, self.languages)
            for place, told in enumerate(self.items(name), start=1)
        ]

    def texts(self, name: str) -> list[str]:
        found = [item for item in self.items(name) if isinstance(item, str)]
        if len(found) != len(self.items(name)) or len(set(found)) != len(found):
            raise self.wrong(f"{name} is not a list of texts that differ")
        return found

    def words(self, name: str) -> Words:
        """A text in every language: what is made of it is read by everybody."""
        return self._said(name, self.told.get(name))

    def all_words(self, name: str) -> list[Words]:
        return [self._said(f"{name} {place}", each) for place, each in enumerate(self.items(name), 1)]

    def _said(self, name: str, told: Any) -> Words:
        inner = At(f"{self.place} {name}", told, self.languages)
        inner.knows(*self.languages)
        return {language: inner.text(language) for language in self.languages}
