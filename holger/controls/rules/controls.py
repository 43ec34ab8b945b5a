"""How far a control is: the order of the work, and when it is late."""

from collections.abc import Iterable
from datetime import date

STATUSES = ("planned", "started", "partly", "implemented")
"""In the order of the work."""
PARTLY, IN_PLACE = "partly", "implemented"


def is_overdue(status: str, due: date | None, today: date) -> bool:
    """It was to be in place by a day that has gone."""
    return status != IN_PLACE and due is not None and due < today


def step(status: str, by: int) -> str:
    """The status that lies so many steps further on, or back; empty beyond the ends."""
    place = STATUSES.index(status) + by
    return STATUSES[place] if 0 <= place < len(STATUSES) else ""


def in_order(chosen: Iterable[str], known: Iterable[str]) -> list[str]:
    """Words chosen among those that are known, in their order and each once."""
    wanted = set(chosen)
    return [word for word in known if word in wanted]
