"""Whether anything hangs on an object, asked of many tables at once.

Around an object stand a dozen panels, and most of them are empty on most objects. One question tells of which tables any row names
the object at all; only what has rows is asked for in a question of its own, which says who may see them.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

from holger.core.registry import Hanging, registry

ASKED = "_hanging"
"""Where an object keeps the answer: as long as whoever has read it."""


def there(obj: Any, model: type[Model]) -> bool:
    """Is there any row of ``model`` that names the object, whoever may see it? Raises KeyError where nobody has said that one may."""
    if ASKED not in obj.__dict__:
        obj.__dict__[ASKED] = _asked(obj)
    known: dict[type[Model], bool] = obj.__dict__[ASKED]
    return known[model]


def _asked(obj: Any) -> dict[type[Model], bool]:
    ways = _ways(obj._meta.label_lower)
    if not ways:
        return {}
    key = obj._meta.pk.get_db_prep_value(obj.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(_question(ways), [key] * len(ways))
        found = {number for (number,) in cursor.fetchall()}
    answer: dict[type[Model], bool] = {}
    for number, way in enumerate(ways):
        answer[way.model] = answer.get(way.model, False) or number in found
    return answer


@cache
def _ways(subject_type: str) -> tuple[Hanging, ...]:
    return tuple(way for way in registry.hanging if way.subject_type in (subject_type, "*"))


@cache
def _question(ways: Sequence[Hanging]) -> str:
    """No organisation is asked for: keys are nobody else's, and the answer tells of no row."""
    return " UNION ALL ".join(f"SELECT {number} WHERE EXISTS ({_rows(way)})" for number, way in enumerate(ways))


def _rows(way: Hanging) -> str:
    meta, quoted = way.model._meta, connection.ops.quote_name
    column = str(meta.get_field(way.field).column)
    return f"SELECT 1 FROM {quoted(meta.db_table)} WHERE {quoted(column)} = %s"  # noqa: S608 (names of our own tables)
