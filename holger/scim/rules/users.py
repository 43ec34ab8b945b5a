"""A user as the directory tells it: whole, or what has changed. Read into one flat answer for each thing we keep.

What we do not keep (telephones, addresses, photographs) is taken and forgotten: a directory sends all that it has.
"""

from collections.abc import Callable, Mapping
from typing import Any

from holger.scim.rules.faults import bad_value
from holger.scim.rules.patches import operations_of
from holger.scim.rules.paths import ENTERPRISE, HOLGER, USER, Comparison, Path, path_of
from holger.scim.rules.values import boolean, got, pairs, text

Told = dict[str, Any]
"""What was said: user_name, external_id, active, display, formatted, given, family, title, email, number, department, manager,
starts, ends. What is not among them was not spoken of and stays; None is empty."""

NAMES = {
    "": {"username": "user_name", "externalid": "external_id", "displayname": "display", "title": "title"},
    ENTERPRISE: {"employeenumber": "number", "department": "department"},
    HOLGER: {"startson": "starts", "endson": "ends"},
}
PARTS = {"formatted": "formatted", "givenname": "given", "familyname": "family"}


def told_by(body: Any) -> Told:
    """By a whole user (POST and PUT)."""
    told: Told = {}
    for name, value in pairs(body):
        _take(told, name, value)
    return told


def told_by_patch(body: Any) -> Told:
    """By the operations of a PATCH, one after the other."""
    told: Told = {}
    for operation in operations_of(body):
        if operation.path:
            _take(told, operation.path, None if operation.what == "remove" else operation.value)
        else:
            for name, value in pairs(operation.value):
                _take(told, name, value)
    return told


def name_of(told: Mapping[str, Any], given: str, family: str) -> str | None:
    """What the person is called now, of which ``given`` and ``family`` were known before; None where nothing was said."""
    if whole := told.get("display") or told.get("formatted"):
        return str(whole)
    if "given" not in told and "family" not in told:
        return None
    parts = (told.get("given", given), told.get("family", family))
    return " ".join(part for part in parts if part) or None


def _take(told: Told, name: str, value: Any) -> None:
    path = path_of(name)
    schema = "" if path.schema == USER else path.schema
    if schema in (ENTERPRISE, HOLGER) and not path.name:
        _within(told, schema, value)
    elif path.name in NAMES.get(schema, ()):
        told[NAMES[schema][path.name]] = text(path.name, value)
    elif take := TAKES.get((schema, path.name)):
        take(told, path, value)


def _within(told: Told, schema: str, value: Any) -> None:
    """A whole extension; one that is taken away is emptied."""
    if value is None:
        told.update(dict.fromkeys(NAMES[schema].values()))
        if schema == ENTERPRISE:
            told["manager"] = None
        return
    for name, each in pairs(value):
        _take(told, f"{schema}:{name}", each)


def _active(told: Told, path: Path, value: Any) -> None:
    told["active"] = boolean("active", value)


def _name(told: Told, path: Path, value: Any) -> None:
    if path.sub:
        if path.sub in PARTS:
            told[PARTS[path.sub]] = text(f"name.{path.sub}", value)
    elif value is None:
        told.update(dict.fromkeys(PARTS.values()))
    elif isinstance(value, str):
        told["formatted"] = text("name", value)
    else:
        for part, each in pairs(value):
            if part.lower() in PARTS:
                told[PARTS[part.lower()]] = text(f"name.{part}", each)


def _emails(told: Told, path: Path, value: Any) -> None:
    """Of several addresses the first of all, else the one at work, else the first named."""
    if path.where and not _is_ours(path.where):
        return
    if path.sub and path.sub != "value":
        return
    if isinstance(value, list):
        value = _best(value)
    if isinstance(value, Mapping):
        value = got(value, "value")
    told["email"] = text("emails", value)


def _is_ours(where: tuple[Comparison, ...]) -> bool:
    """``emails[type eq "work"]`` and ``emails[primary eq true]``; an address at home is no business of ours."""
    wanted = {"type": "work", "primary": "true"}
    return all(str(each.value).lower() == wanted.get(each.path.name) for each in where)


def _best(values: list[Any]) -> Any:
    if not all(isinstance(each, Mapping | str) for each in values):
        raise bad_value("emails is a list of objects.")

    def rank(each: Any) -> int:
        if isinstance(each, str):
            return 2
        if got(each, "primary") in (True, "true", "True"):
            return 0
        return 1 if str(got(each, "type") or "").lower() == "work" else 2

    return min(values, key=rank, default=None)


def _manager(told: Told, path: Path, value: Any) -> None:
    """The id of a user here, bare or in an object."""
    if path.sub and path.sub != "value":
        return
    if isinstance(value, list):
        if len(value) > 1:
            raise bad_value("manager is one user.")
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = got(value, "value")
    told["manager"] = text("manager", value)


TAKES: dict[tuple[str, str], Callable[[Told, Path, Any], None]] = {
    ("", "active"): _active,
    ("", "name"): _name,
    ("", "emails"): _emails,
    (ENTERPRISE, "manager"): _manager,
}
