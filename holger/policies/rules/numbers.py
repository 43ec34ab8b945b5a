"""How versions are numbered: 1.0, then 1.1 after a minor change and 2.0 after a major one."""

from collections.abc import Iterable

MAJOR, MINOR = "major", "minor"
FIRST = (1, 0)
Number = tuple[int, int]


def next_number(settled: Iterable[Number], change: str) -> Number:
    """The number of a draft, after those that were approved."""
    last = max(settled, default=None)
    if last is None:
        return FIRST
    return (last[0] + 1, 0) if change == MAJOR else (last[0], last[1] + 1)


def number_in(label: str) -> Number | None:
    """The number that a label such as 2.1 says."""
    major, dot, minor = label.partition(".")
    if not (dot and major.isascii() and major.isdigit() and minor.isascii() and minor.isdigit()):
        return None
    return (int(major), int(minor)) if len(label) <= 11 else None
