"""How somebody who comes or goes is drawn."""

from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from holger.tasks.models import Move, MoveKind
from holger.tasks.permissions import VIEW
from holger.tasks.tables.tasks import due_badge, status_badge
from holger.ui import cells

LOOKS = {MoveKind.JOINER: ("ok", "user-plus"), MoveKind.LEAVER: ("none", "logout")}


def kind_badge(move: Move, page: Any = None) -> SafeString:
    return cells.badge(move.get_kind_display(), *LOOKS[MoveKind(move.kind)])


def task_badge(move: Move, today: date) -> SafeString:
    """How far what is to be done is."""
    task = move.task
    if task is None:
        return cells.several(())
    return due_badge(task, today) if task.is_open else status_badge(task)


def task_cell(move: Move, page: Any) -> SafeString:
    """The same, with the way there for those who may open it."""
    task = move.task
    if task is None:
        return cells.dash
    badge = task_badge(move, page.today)
    if not page.actor.may(VIEW, task):
        return badge
    return cells.several([cells.link(task.reference, page.base + task.path), badge])
