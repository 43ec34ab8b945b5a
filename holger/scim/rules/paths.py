"""Paths and filters, as far as directories use them: ``userName eq "x"``, ``emails[type eq "work"].value``."""

import json
import re
from dataclasses import dataclass

from holger.core.strict_json import storable
from holger.scim.rules.faults import bad_filter, bad_path

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
HOLGER = "urn:ietf:params:scim:schemas:extension:holger:2.0:User"
"""Ours: the first and the last day, which the others have no word for."""
KNOWN = (USER, GROUP, ENTERPRISE, HOLGER)

LONGEST = 500
"""Letters of a path or a filter."""
MOST = 5
"""Comparisons in one filter."""

_PATH = re.compile(
    r"(?P<name>[A-Za-z$][\w$-]*)(?:\[(?P<where>[^\[\]]+)\])?(?:\.(?P<sub>[A-Za-z$][\w$-]*))?(?P<deeper>\.[\w$.-]+)?"
)
_COMPARISON = re.compile(
    r"\s*(?P<path>[\w$.:-]+(?:\[[^\[\]]*\])?(?:\.[\w$-]+)?)\s+(?P<how>[A-Za-z]{2})\s+"
    r'(?P<value>"(?:[^"\\]|\\.)*"|true|false|null|-?\d+(?:\.\d+)?)\s*',
    re.IGNORECASE,
)
_AND = re.compile(r"and\s", re.IGNORECASE)

Value = str | bool | float | None


@dataclass(frozen=True)
class Path:
    """``schema`` is one of those known, ``""`` where none is named and ``"?"`` for somebody else's. Names are in lower case."""

    schema: str
    name: str = ""
    where: tuple["Comparison", ...] = ()
    sub: str = ""


@dataclass(frozen=True)
class Comparison:
    """``path eq value``: the only kind of comparison that we know."""

    path: Path
    value: Value


def path_of(text: str) -> Path:
    """``Wrong`` for what is no path."""
    schema, rest = _schema_of(text.strip()[: LONGEST + 1])
    if schema == "?" or (schema and not rest):
        return Path(schema)
    found = _PATH.fullmatch(rest)
    if found is None or len(text) > LONGEST:
        raise bad_path(text)
    where = tuple(filter_of(found["where"])) if found["where"] else ()
    return Path(schema, found["name"].lower(), where, (found["sub"] or "").lower())


def filter_of(text: str) -> list[Comparison]:
    """Comparisons that must all hold."""
    if len(text) > LONGEST:
        raise bad_filter("The filter is too long.")
    found: list[Comparison] = []
    at = 0
    while at < len(text) or not found:
        comparison = _COMPARISON.match(text, at)
        if comparison is None or len(found) == MOST:
            raise bad_filter('The filter cannot be read. holger knows: attribute eq "value", joined by and.')
        if comparison["how"].lower() != "eq":
            raise bad_filter(f"holger compares with eq only, not with {comparison['how']}.")
        found.append(Comparison(path_of(comparison["path"]), _value(comparison["value"])))
        at = comparison.end()
        if at < len(text):
            joined = _AND.match(text, at)
            if joined is None:
                raise bad_filter("Comparisons are joined by and.")
            at = joined.end()
    return found


def _schema_of(text: str) -> tuple[str, str]:
    if not text.lower().startswith("urn:"):
        return "", text
    for known in sorted(KNOWN, key=len, reverse=True):
        if text.lower() == known.lower():
            return known, ""
        if text.lower().startswith(known.lower() + ":"):
            return known, text[len(known) + 1 :]
    return "?", ""


def _value(text: str) -> Value:
    try:
        found: Value = json.loads(text if text.startswith('"') else text.lower())
    except ValueError as error:
        raise bad_filter("The value in the filter cannot be read.") from error
    if isinstance(found, str) and not storable(found):
        raise bad_filter("The value in the filter cannot be read.")
    return found
