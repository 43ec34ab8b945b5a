"""The cache that all processes share: in the database, with counting that loses nothing."""

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction
from django.utils import timezone


class SharedCache(DatabaseCache):
    """Django reads a counter and writes it back, so that two processes at once count one. Here they wait for each other."""

    _table: str

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        alias = router.db_for_write(self.cache_model_class)
        connection = connections[alias]
        with transaction.atomic(using=alias):
            if connection.features.has_select_for_update:  # on SQLite a transaction has the database to itself
                table = connection.ops.quote_name(self._table)
                with connection.cursor() as cursor:
                    cursor.execute(
                        f"SELECT 1 FROM {table} WHERE cache_key = %s FOR UPDATE",  # noqa: S608 - the table's name is ours
                        [self.make_and_validate_key(key, version=version)],
                    )
            counted: int = super().incr(key, delta, version)
            return counted

    def forget_expired(self) -> int:
        """Remove what nobody will read again; Django does so only when the table is full."""
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self._table)
        moment: Any = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [moment])  # noqa: S608 - the table's name is ours
            return int(cursor.rowcount)
