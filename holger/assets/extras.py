"""What rooms above add to lists and pages of the map: the risks room its "Worst risk".

A room calls ``offer`` when Django starts. The lists then have its column and can be sorted by it, because ``annotate``
puts on every row what the column shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from holger.core.actor import Actor
from holger.core.requests import Request
from holger.ui.columns import Column


@dataclass(frozen=True)
class Extra:
    column: Column
    """Its ``sort`` names an annotation."""
    annotate: Callable[[QuerySet[Any], Actor], QuerySet[Any]]
    permission: str
    badge: Callable[[Request, Any], SafeString | str] | None = None
    """What to say in the head of an object's page; "" for nothing."""


EXTRAS: list[Extra] = []


def offer(extra: Extra) -> None:
    EXTRAS.append(extra)


def extras_for(actor: Actor) -> list[Extra]:
    return [extra for extra in EXTRAS if actor.may(extra.permission)]
