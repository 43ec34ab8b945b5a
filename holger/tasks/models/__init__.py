"""Activities that come again, the tasks they give, who holds which role, and how people are told."""

from holger.tasks.models.activity import Absence, Activity, ActivityLink, Basis, Category, RoleHolder
from holger.tasks.models.move import Move, MoveKind, MoveList
from holger.tasks.models.notice import WEEKDAYS, Feed, Notice, NoticeKind, Reminding, Rhythm
from holger.tasks.models.task import Result, Task, TaskStatus
from holger.tasks.models.template import TemplateSet
from holger.tasks.models.webhook import IN_CHATS, Post, Webhook

__all__ = [
    "IN_CHATS",
    "WEEKDAYS",
    "Absence",
    "Activity",
    "ActivityLink",
    "Basis",
    "Category",
    "Feed",
    "Move",
    "MoveKind",
    "MoveList",
    "Notice",
    "NoticeKind",
    "Post",
    "Reminding",
    "Result",
    "Rhythm",
    "RoleHolder",
    "Task",
    "TaskStatus",
    "TemplateSet",
    "Webhook",
]
