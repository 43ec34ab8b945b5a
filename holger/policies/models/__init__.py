"""Policies, their versions and the texts of these."""

from holger.policies.models.exception import ExceptionStatus, PolicyException
from holger.policies.models.link import PolicyLink
from holger.policies.models.policy import Policy, PolicyType
from holger.policies.models.version import Change, PolicyText, PolicyVersion, Status

__all__ = [
    "Change",
    "ExceptionStatus",
    "Policy",
    "PolicyException",
    "PolicyLink",
    "PolicyText",
    "PolicyType",
    "PolicyVersion",
    "Status",
]
