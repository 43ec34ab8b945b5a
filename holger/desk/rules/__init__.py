"""What somebody reports, and who is told of it."""

from collections.abc import Sequence

FIRST_LINE = 120


def heading(what: str) -> str:
    """The first words of a report, for a title."""
    line = what.strip().splitlines()[0] if what.strip() else ""
    return line if len(line) <= FIRST_LINE else f"{line[:FIRST_LINE].rsplit(' ', 1)[0]} …"


def first_name(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.split() else name


def described(parts: Sequence[tuple[str, str]]) -> str:
    """Label and answer, one under the other."""
    return "\n\n".join(f"{label}: {answer}" for label, answer in parts if answer)
