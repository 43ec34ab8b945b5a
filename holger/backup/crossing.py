"""The one door through the walls between organisations: whoever copies everything reads and writes everybody's rows."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def all_organisations() -> Iterator[None]:
    """Read and write the rows of all organisations, as the owner of the tables."""
    yield
