"""What spans all rooms, in parts that are tried one at a time: a part that fails tells where, and workers share them.

    PARTS = parts(INSIDE, first_word)

    @pytest.mark.parametrize("part", PARTS)
    def test_…(part):
        for route in PARTS[part]:
            …

On PostgreSQL, where a house is furnished for each test (tests/furnished.py), there is one part.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import batched

from django.db import connection

MOST = 20


def parts[Thing](things: Iterable[Thing], word: Callable[[Thing], str], most: int = MOST) -> Mapping[str, list[Thing]]:
    """By the word that they are told apart by, and a number where there are more of them than a part may have."""
    if connection.vendor != "sqlite":
        return {"all": list(things)}
    found: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        found[word(thing)].append(thing)
    return {
        f"{name}-{number}" if number else name: list(some)
        for name, all_of_it in found.items()
        for number, some in enumerate(batched(all_of_it, most))
    }
