"""What each page and each operation asks for, as it is written for people in docs/permissions-asked.md.

The access tests hold every role to what the code declares; this holds the declaration itself to the written word.
"""

from pathlib import Path

from django.conf import settings

WRITTEN = Path(settings.BASE_DIR) / "docs" / "permissions-asked.md"


def written(heading: str) -> dict[str, str]:
    """Address → permission, from the table below a heading."""
    part = WRITTEN.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("| `")]
    return {row[0].strip().strip("`"): row[1].strip().strip("`") for row in rows}


def differences(heading: str, declared: dict[str, str]) -> list[str]:
    """The lines that the table lacks, and those that it has too many."""
    said = written(heading)
    lacking = [f"+ {_line(where, what)}" for where, what in declared.items() if said.get(where) != what]
    stale = [f"- {_line(where, what)}" for where, what in said.items() if declared.get(where) != what]
    return sorted([*lacking, *stale], key=lambda line: line[2:])


def _line(where: str, what: str) -> str:
    return f"| `{where}` | `{what}` |"
