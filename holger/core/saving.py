"""The two sentences behind changing a row, as plain SQL: every service waits for them, and the ORM, which builds a question
anew for each, multiplies the time they take."""

from collections.abc import Collection
from typing import Any

from django.db import connection, models


def version_held(obj: models.Model) -> int:
    """The version that a row has by now; the row is held until the transaction ends.

    Raises the model's ``DoesNotExist``.
    """
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    sql = f"SELECT version FROM {_table(obj)} WHERE id = %s{lock}"  # noqa: S608
    with connection.cursor() as cursor:
        row = cursor.execute(sql, [_key(obj)]).fetchone()
    if row is None:
        raise type(obj).DoesNotExist  # type: ignore[attr-defined]
    return int(row[0])


def update(obj: models.Model, names: Collection[str]) -> None:
    """Write these fields of a row that is there, as they stand on ``obj``.

    Raises the model's ``NotUpdated`` where the row is gone.
    """
    fields = [obj._meta.get_field(name) for name in sorted(names)]
    columns = ", ".join(f"{connection.ops.quote_name(str(field.column))} = %s" for field in fields)
    values = [field.get_db_prep_save(getattr(obj, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {_table(obj)} SET {columns} WHERE id = %s", [*values, _key(obj)])  # noqa: S608
        if not cursor.rowcount:
            raise type(obj).NotUpdated  # type: ignore[attr-defined]


def _table(obj: models.Model) -> str:
    return connection.ops.quote_name(obj._meta.db_table)


def _key(obj: models.Model) -> Any:
    return obj._meta.pk.get_db_prep_save(obj.pk, connection)
