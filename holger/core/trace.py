"""What every line of the log tells beside its message: which request or job it belongs to."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_TOLD: ContextVar[Mapping[str, Any]] = ContextVar("told", default={})  # noqa: B039 - never changed, only replaced


def told() -> Mapping[str, Any]:
    """What is known about what goes on now: request_id, organisation, user_id, route, job."""
    return _TOLD.get()


def tell(**more: Any) -> None:
    """From here to the end of the surrounding ``traced``, tell this too."""
    _TOLD.set({**_TOLD.get(), **more})


@contextmanager
def traced(**known: Any) -> Iterator[None]:
    before = _TOLD.set(dict(known))
    try:
        yield
    finally:
        _TOLD.reset(before)
