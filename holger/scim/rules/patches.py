"""The envelope of a PATCH: a list of operations, in any letters' case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from holger.scim.rules.faults import Wrong
from holger.scim.rules.values import got

MOST_OPERATIONS = 1_000


@dataclass(frozen=True)
class Operation:
    what: str
    """add, replace or remove."""
    path: str
    value: Any


def operations_of(body: Any) -> list[Operation]:
    found = got(body, "operations") if isinstance(body, Mapping) else None
    if not isinstance(found, list) or not 0 < len(found) <= MOST_OPERATIONS:
        raise Wrong(400, f"Operations is a list of 1 to {MOST_OPERATIONS}.", "invalidSyntax")
    return [_operation(each) for each in found]


def _operation(said: Any) -> Operation:
    what = got(said, "op") if isinstance(said, Mapping) else None
    if not isinstance(what, str) or what.lower() not in ("add", "replace", "remove"):
        raise Wrong(400, "op is add, replace or remove.", "invalidSyntax")
    path = got(said, "path")
    if path is not None and not isinstance(path, str):
        raise Wrong(400, "path is a text.", "invalidPath")
    what, path, value = what.lower(), (path or "").strip(), got(said, "value")
    if what == "remove" and not path:
        raise Wrong(400, "What is removed is named by its path.", "noTarget")
    if not path and not isinstance(value, Mapping):
        raise Wrong(400, "Without a path, value is an object.", "invalidValue")
    return Operation(what, path, value)
