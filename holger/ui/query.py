"""The state of a list as it stands in the address."""

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
        changed = self.data.copy()
        for name in TRANSIENT:
            changed.pop(name, None)
        for name, value in values.items():
            if value is None or value == "" or value == []:
                changed.pop(name, None)
            elif isinstance(value, list | tuple):
                changed.setlist(name, [str(item) for item in value])
            else:
                changed[name] = str(value)
        return self._written(changed)

    def without(self, *names: str) -> str:
        return self.change(**dict.fromkeys(names))

    @property
    def canonical(self) -> str:
        """The same state without empty answers and without what holds only once."""
        return self._written(self.data)

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

    @staticmethod
    def _written(data: QueryDict) -> str:
        kept = QueryDict(mutable=True)
        for name, values in data.lists():
            if (kept_values := [value for value in values if value]) and name not in TRANSIENT[1:]:
                kept.setlist(name, kept_values)
        return f"?{kept.urlencode()}" if kept else "?"


def words_of(text: str) -> list[str]:
    """The words to look for; what goes beyond the limits is told by ``too_much`` and not looked for."""
    return text[:LONGEST_SEARCH].split()[:MOST_WORDS]


def too_much(text: str) -> bool:
    """Does the search ask for more words than are looked for?"""
    return len(text) > LONGEST_SEARCH or len(text.split()) > MOST_WORDS
