"""Activities that come again, the tasks they give, who holds which role, and how people are told."""

from holger.tasks.models.activity import Absence, Activity, ActivityLink, Basis, Category, RoleHolder
from holger.tasks.models.notice import Feed, Notice, NoticeKind, Reminding, Rhythm, Webhook
from holger.tasks.models.task import Result, Task, TaskStatus
from holger.tasks.models.template import TemplateSet

__all__ = [
    "Absence",
    "Activity",
    "ActivityLink",
    "Basis",
    "Category",
    "Feed",
    "Notice",
    "NoticeKind",
    "Reminding",
    "Result",
    "Rhythm",
    "RoleHolder",
    "Task",
    "TaskStatus",
    "TemplateSet",
    "Webhook",
]
