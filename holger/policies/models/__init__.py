"""Policies, their versions and the texts of these."""

from holger.policies.models.policy import Policy, PolicyType
from holger.policies.models.version import Change, PolicyText, PolicyVersion, Status

__all__ = ["Change", "Policy", "PolicyText", "PolicyType", "PolicyVersion", "Status"]
