"""A paper put away as text, and taken out again as it was: the worker sets it later, in another process.

Dataclasses carry their names, and the few other things that may stand in a cell carry their kind; whatever else is met is an error
of whoever made the paper.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from holger.exchange.papers import paper

KIND = "="
"""The key that no dataclass has a field for."""
CLASSES: Mapping[str, Any] = {
    each.__name__: each
    for each in vars(paper).values()
    if isinstance(each, type) and is_dataclass(each) and each.__module__ == paper.__name__
}
PLAIN: Mapping[str, Callable[[Any], Any]] = {
    "date": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "decimal": Decimal,
    "lines": tuple,
}


def kept(made: paper.Paper) -> str:
    """The paper as text, its words in the language that is spoken now."""
    return json.dumps(_told(made), ensure_ascii=False)


def taken_out(text: str) -> paper.Paper:
    found = json.loads(text, object_hook=_made)
    assert isinstance(found, paper.Paper)
    return found


def _told(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | Promise):
        return str(value)
    if isinstance(value, datetime):
        return {KIND: "moment", "": value.isoformat()}
    if isinstance(value, date):
        return {KIND: "date", "": value.isoformat()}
    if isinstance(value, Decimal):
        return {KIND: "decimal", "": str(value)}
    if isinstance(value, tuple):
        return {KIND: "lines", "": [_told(each) for each in value]}
    name = type(value).__name__
    known = CLASSES.get(name)
    if known is type(value):
        return {KIND: name, **{each.name: _told(getattr(value, each.name)) for each in fields(known)}}
    return [_told(each) for each in value]


def _made(told: dict[str, Any]) -> Any:
    kind = told.pop(KIND)
    return PLAIN[kind](told[""]) if kind in PLAIN else CLASSES[kind](**told)
