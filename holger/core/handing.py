"""How rooms describe what is handed over when somebody leaves: whose rows, and the service that gives them to another."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

from holger.core.actor import Actor

Rows = Callable[[Actor, Any], QuerySet[Any]]
Give = Callable[..., object]


def rows_naming(seen: Callable[[Actor], QuerySet[Any]], field: str, **narrowed: Any) -> Rows:
    """The rows of a selector's that name the person in ``field``."""
    return lambda actor, person: seen(actor).filter(**{field: person}, **narrowed).order_by("pk")


def one_by_one(service: Callable[..., object], one: str, field: str) -> Give:
    """Through a service that changes one row at a time: ``service(actor=…, asset=…, owner=…)``."""

    def give(*, actor: Actor, rows: Iterable[Any], giver: Any, taker: Any) -> None:
        for row in rows:
            service(actor=actor, **{one: row, field: taker})

    return give


def all_at_once(service: Callable[..., object], many: str, field: str) -> Give:
    """Through a service that changes many: ``service(actor=…, risks=…, owner=…)``."""

    def give(*, actor: Actor, rows: Iterable[Any], giver: Any, taker: Any) -> None:
        service(actor=actor, **{many: list(rows), field: taker})

    return give
