"""Policies, their versions, the texts of these, what is said of a draft, who may approve, links and exceptions."""

from holger.policies.models.approvers import Approvers
from holger.policies.models.exception import ExceptionStatus, PolicyException
from holger.policies.models.link import PolicyLink
from holger.policies.models.policy import Policy, PolicyType
from holger.policies.models.review import Remark, Review, Verdict
from holger.policies.models.version import OPEN, SETTLED, Change, PolicyText, PolicyVersion, Status

__all__ = [
    "OPEN",
    "SETTLED",
    "Approvers",
    "Change",
    "ExceptionStatus",
    "Policy",
    "PolicyException",
    "PolicyLink",
    "PolicyText",
    "PolicyType",
    "PolicyVersion",
    "Remark",
    "Review",
    "Status",
    "Verdict",
]
