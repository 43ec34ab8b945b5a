"""A request as the pages below ``/o/<slug>/`` meet it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from holger.core.actor import Actor


class Request(HttpRequest):
    """For types only: what the organisation room's middleware puts on a request inside an organisation."""

    organisation: Any
    actor: Actor
    person: Any
    base: str
    """The address everything of the organisation begins with: ``/o/kronborg/``."""
    url: Callable[..., str]
    """Reverse a name within the organisation."""
