"""On the overview: who comes and who goes in the days ahead."""

from typing import Any

from holger.core import dates
from holger.core.requests import Request
from holger.tasks.models import Move
from holger.tasks.selectors.moves import moves_pressing
from holger.tasks.tables.moves import kind_badge, task_badge

SHOWN = 5


def card(request: Request) -> dict[str, Any] | None:
    today = dates.today(request.organisation.zone)
    moves: list[Move] = list(moves_pressing(request.actor, today))
    if not moves:
        return None
    shown = [(move, kind_badge(move), task_badge(move, today)) for move in moves[:SHOWN]]
    return {"moves": shown, "more": max(len(moves) - SHOWN, 0), "url": request.url("tasks:move-list")}
