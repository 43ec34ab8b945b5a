"""Policies, their versions, the texts of these, what is said of a draft, and who may approve."""

from holger.policies.models.approvers import Approvers
from holger.policies.models.policy import Policy, PolicyType
from holger.policies.models.review import Remark, Review, Verdict
from holger.policies.models.version import OPEN, SETTLED, Change, PolicyText, PolicyVersion, Status

__all__ = [
    "OPEN",
    "SETTLED",
    "Approvers",
    "Change",
    "Policy",
    "PolicyText",
    "PolicyType",
    "PolicyVersion",
    "Remark",
    "Review",
    "Status",
    "Verdict",
]
