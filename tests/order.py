"""Rows that nobody put into an order come in another one than they were written in.

A database owes no order that is not asked for: PostgreSQL gives rows in the order they were written until the day it does not, and a
page, an answer or a test that counted on it fails on a bad day. SQLite can be told to turn around what it was not asked to order.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def install() -> None:
    connection_created.connect(_turn_around)


def _turn_around(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA reverse_unordered_selects = ON")
