"""What in the map says that a requirement concerns the organisation after all, although it was left out.

The rules are data: a sign, the framework, and the ids of the requirements that it speaks for; an id speaks for what lies below
it as well. What a sign looks for in the map is told in ``selectors.signs``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

ISO, CIS = "iso27001-2022", "cis-8.1"

ALWAYS = "always"
"""A requirement that nobody can leave out who says that the framework is met."""


@dataclass(frozen=True, slots=True)
class Sign:
    key: str
    framework: str
    codes: tuple[str, ...]


SIGNS = (
    Sign(ALWAYS, ISO, ("4", "5", "6", "7", "8", "9", "10")),
    Sign("source_code", ISO, ("A.8.4", "A.8.25", "A.8.26", "A.8.27", "A.8.28", "A.8.29", "A.8.31", "A.8.33")),
    Sign("site", ISO, ("A.7.1", "A.7.2", "A.7.3", "A.7.4", "A.7.5", "A.7.6", "A.7.8")),
    Sign("supplier", ISO, ("A.5.19", "A.5.20", "A.5.21", "A.5.22")),
    Sign("cloud", ISO, ("A.5.23",)),
    Sign("personal_data", ISO, ("A.5.34",)),
    Sign("remote", ISO, ("A.6.7",)),
    Sign("endpoint", ISO, ("A.7.9", "A.8.1")),
    Sign("media", ISO, ("A.7.10", "A.7.14")),
    Sign("network", ISO, ("A.8.20", "A.8.21", "A.8.22")),
    Sign("key", ISO, ("A.8.24",)),
    Sign("source_code", CIS, ("16",)),
    Sign("supplier", CIS, ("15",)),
    Sign("network", CIS, ("12", "13")),
)


def against(framework: str, codes: Iterable[str]) -> dict[str, list[str]]:
    """The signs that would speak against leaving these requirements out, each with those that it speaks for."""
    left_out = list(codes)
    found: dict[str, list[str]] = {}
    for sign in SIGNS:
        if sign.framework == framework and (spoken_for := [code for code in left_out if _speaks(sign, code)]):
            found[sign.key] = spoken_for
    return found


def _speaks(sign: Sign, code: str) -> bool:
    return any(code == each or code.startswith(f"{each}.") for each in sign.codes)
