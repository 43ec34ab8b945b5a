"""What the condition of a constraint says of an object at hand, read as the database would read it.

Most conditions are about a few fields of the row itself: whether one is among some values, or a day before another. To
ask the database about each costs more than the rest of a save. What is not surely understood here is left to it.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, Q

Truth = bool | None
"""None: unknown, as whatever is compared with NULL."""
NUMBERS = (int, float, Decimal)

COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "exact": lambda value, bound: value == bound,
    "gt": lambda value, bound: value > bound,
    "gte": lambda value, bound: value >= bound,
    "lt": lambda value, bound: value < bound,
    "lte": lambda value, bound: value <= bound,
}


class Unsure(Exception):
    """The database may read it otherwise."""


def surely_holds(obj: Model, condition: Any) -> bool:
    """Does a constraint with this condition let the object pass? False where that is not sure."""
    try:
        return _truth(obj, condition) is not False
    except Unsure:
        return False


def _truth(obj: Model, part: Any) -> Truth:
    if isinstance(part, tuple):
        return _lookup(obj, *part)
    if not isinstance(part, Q) or part.connector not in (Q.AND, Q.OR):
        raise Unsure
    truths = [_truth(obj, child) for child in part.children]
    whole = _all(truths) if part.connector == Q.AND else _not(_all([_not(truth) for truth in truths]))
    return _not(whole) if part.negated else whole


def _all(truths: Iterable[Truth]) -> Truth:
    found = set(truths)
    return False if False in found else None if None in found else True


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _lookup(obj: Model, path: str, bound: Any) -> Truth:
    name, _, lookup = path.partition("__")
    value, lookup = _value(obj, name), lookup or "exact"
    if lookup == "isnull" or (lookup == "exact" and bound is None):
        return (value is None) == (lookup == "exact" or bool(bound))
    if lookup == "in":
        return _not(_all([_not(_compared(obj, "exact", value, each)) for each in bound]))
    if lookup == "range":
        first, last = bound
        return _all([_compared(obj, "gte", value, first), _compared(obj, "lte", value, last)])
    return _compared(obj, lookup, value, bound)


def _compared(obj: Model, lookup: str, value: Any, bound: Any) -> Truth:
    if isinstance(bound, F):
        bound = _value(obj, bound.name)  # type: ignore[attr-defined]  # not in the stubs
    if lookup not in COMPARED or (isinstance(bound, str) and lookup != "exact"):
        raise Unsure
    if value is None or bound is None:
        return None
    if not _alike(value, bound):
        raise Unsure
    return COMPARED[lookup](value, bound)


def _alike(value: Any, bound: Any) -> bool:
    """Of one kind, so that Python and the database compare them the same way. Text is ordered by each in its own way."""
    return (
        type(value) is type(bound)
        or (isinstance(value, NUMBERS) and isinstance(bound, NUMBERS))
        or (isinstance(value, str) and isinstance(bound, str))
    )


def _value(obj: Model, name: str) -> Any:
    try:
        field = obj._meta.get_field(name)
    except FieldDoesNotExist:
        raise Unsure from None
    if not getattr(field, "concrete", False) or field.many_to_many:
        raise Unsure
    return getattr(obj, field.attname)
