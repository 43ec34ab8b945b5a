"""What each room offers through the interface. Importing this declares all operations."""

from holger.api.v1.rooms import organisation, assets, frameworks, proposals, controls  # isort: skip  (their registers …)
from holger.api.v1.rooms import gaps, plan, statements, risks, tasks, wheel, policies  # isort: skip  (… come first …)
from holger.api.v1.rooms import exceptions, readings  # isort: skip  (… come first …)
from holger.api.v1.rooms import training, course_content, classes, incidents, suppliers, supervision, contracts  # isort: skip  (… come first …)
from holger.api.v1.rooms import supplier_parts, questionnaires, sent_questionnaires  # isort: skip  (… come first …)
from holger.api.v1.rooms import privacy, data_subjects, impact, retention  # isort: skip  (… come first …)
from holger.api.v1.rooms import comments, evidence, exchange, history, notices, reports, search, work  # isort: skip  (… and these go over them)

__all__ = [
    "assets",
    "classes",
    "comments",
    "contracts",
    "controls",
    "course_content",
    "data_subjects",
    "evidence",
    "exceptions",
    "exchange",
    "frameworks",
    "gaps",
    "history",
    "impact",
    "incidents",
    "notices",
    "organisation",
    "plan",
    "policies",
    "privacy",
    "proposals",
    "questionnaires",
    "readings",
    "reports",
    "retention",
    "risks",
    "search",
    "sent_questionnaires",
    "statements",
    "supervision",
    "supplier_parts",
    "suppliers",
    "tasks",
    "training",
    "wheel",
    "work",
]
