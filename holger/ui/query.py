"""The state of a list as it stands in the address."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.http import QueryDict

MOST_WORDS, LONGEST_SEARCH = 8, 200
"""Words that one search looks for, each in every column that is searched, and letters of them together."""

TRANSIENT = ("page", "export", "part", "csrfmiddlewaretoken")


class Query:
    """A query string that makes other query strings: the same list, one thing changed."""

    def __init__(self, data: QueryDict):
        self.data = data

    def change(self, **values: object) -> str:
        """``?…`` with ``values`` put in their place; None or "" takes one away. Any change leads to page one."""
        changed = {name: texts for name, texts in self.data.lists() if name not in TRANSIENT}
        for name, value in values.items():
            several = value if isinstance(value, list | tuple) else [value]
            changed[name] = [str(item) for item in several if item is not None]
        return _written(changed.items())

    def without(self, *names: str) -> str:
        return self.change(**dict.fromkeys(names))

    @property
    def canonical(self) -> str:
        """The same state without empty answers and without what holds only once."""
        return _written((name, texts) for name, texts in self.data.lists() if name not in TRANSIENT[1:])

    def same_view(self, other: str) -> bool:
        """Do both show the same rows in the same order, whichever page of them?"""
        return self._pairs(self.data) == self._pairs(QueryDict(other))

    @property
    def narrowing(self) -> tuple[tuple[str, str], ...]:
        """What decides which rows there are, whatever their order, their columns and their page."""
        return tuple(pair for pair in self._pairs(self.data) if pair[0] not in ("sort", "columns"))

    @staticmethod
    def _pairs(data: QueryDict) -> list[tuple[str, str]]:
        lists = [(name, values) for name, values in data.lists() if name not in (*TRANSIENT, "per", "more")]
        return sorted((name, value) for name, values in lists for value in values if value)


def _written(lists: Iterable[tuple[str, Sequence[str]]]) -> str:
    """As it stands in an address, without empty answers."""
    answers = [(name, text) for name, texts in lists for text in texts if text]
    return f"?{urlencode(answers)}" if answers else "?"


def words_of(text: str) -> list[str]:
    """The words to look for; what goes beyond the limits is told by ``too_much`` and not looked for."""
    return text[:LONGEST_SEARCH].split()[:MOST_WORDS]


def too_much(text: str) -> bool:
    """Does the search ask for more words than are looked for?"""
    return len(text) > LONGEST_SEARCH or len(text.split()) > MOST_WORDS
