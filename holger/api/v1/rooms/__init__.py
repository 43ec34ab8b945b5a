"""What each room offers through the interface. Importing this declares all operations."""

from holger.api.v1.rooms import organisation, assets, frameworks, proposals, controls  # isort: skip  (their registers …)
from holger.api.v1.rooms import gaps, plan, statements, risks, tasks, wheel, policies  # isort: skip  (… come first …)
from holger.api.v1.rooms import exceptions, readings  # isort: skip  (… come first …)
from holger.api.v1.rooms import training, course_content, classes, incidents  # isort: skip  (… come first …)
from holger.api.v1.rooms import comments, evidence, exchange, history, notices, reports, search, work  # isort: skip  (… and these go over them)

__all__ = [
    "assets",
    "classes",
    "comments",
    "controls",
    "course_content",
    "evidence",
    "exceptions",
    "exchange",
    "frameworks",
    "gaps",
    "history",
    "incidents",
    "notices",
    "organisation",
    "plan",
    "policies",
    "proposals",
    "readings",
    "reports",
    "risks",
    "search",
    "statements",
    "tasks",
    "training",
    "wheel",
    "work",
]
