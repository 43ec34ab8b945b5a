"""A group as the directory tells it, and what happens to its members."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from holger.scim.rules.faults import Wrong, bad_value
from holger.scim.rules.patches import Operation, operations_of
from holger.scim.rules.paths import path_of
from holger.scim.rules.values import got, pairs, text

MOST_MEMBERS = 20_000


@dataclass
class GroupTold:
    """What was said; None was not spoken of. ``members`` are to be all members, or, one step after the other, some of them."""

    name: str | None = None
    external_id: str | None = None
    steps: list[tuple[str, frozenset[UUID]]] = field(default_factory=list)
    """What to do with which members: ``set`` these and no others, ``add``, ``remove``."""

    def members(self, now: frozenset[UUID]) -> frozenset[UUID]:
        """Who is in it afterwards, of those who are in it ``now``."""
        for what, these in self.steps:
            now = these if what == "set" else now | these if what == "add" else now - these
        return now


def group_told_by(body: Any) -> GroupTold:
    """By a whole group (POST and PUT)."""
    told = GroupTold()
    for name, value in pairs(body):
        _take(told, Operation("replace", name, value))
    return told


def group_told_by_patch(body: Any) -> GroupTold:
    told = GroupTold()
    for operation in operations_of(body):
        if operation.path:
            _take(told, operation)
        else:
            for name, value in pairs(operation.value):
                _take(told, Operation(operation.what, name, value))
    return told


def _take(told: GroupTold, operation: Operation) -> None:
    path = path_of(operation.path)
    if path.name == "displayname":
        if operation.what == "remove" or not (name := text("displayName", operation.value)):
            raise bad_value("A group has a displayName.")
        told.name = name
    elif path.name == "externalid":
        told.external_id = text("externalId", operation.value) or ""
    elif path.name == "members" and path.where:
        if operation.what != "remove":
            raise Wrong(400, "A member is added by its value, and removed by its path.", "invalidPath")
        told.steps.append(("remove", frozenset(_key(each.value) for each in path.where if each.path.name == "value")))
    elif path.name == "members":
        told.steps.append(_step(operation))


def _step(operation: Operation) -> tuple[str, frozenset[UUID]]:
    """Entra ID names those who leave in ``value``, which the standard does not know; without, all leave."""
    if operation.what == "remove":
        return ("set", frozenset()) if operation.value is None else ("remove", _keys(operation.value))
    return "add" if operation.what == "add" else "set", _keys(operation.value)


def _keys(value: Any) -> frozenset[UUID]:
    listed = value if isinstance(value, list) else [] if value is None else [value]
    if len(listed) > MOST_MEMBERS:
        raise bad_value(f"At most {MOST_MEMBERS} members at once.")
    return frozenset(_key(got(each, "value") if isinstance(each, Mapping) else each) for each in listed)


def _key(value: Any) -> UUID:
    try:
        return UUID(value if isinstance(value, str) else "")
    except ValueError as error:
        raise bad_value(f"There is no user {str(value)[:50]!r}.") from error
