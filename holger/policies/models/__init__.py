"""Policies, their versions, the texts of these, what is said of a draft, who may approve, links, exceptions, and who is to read."""

from holger.policies.models.approvers import Approvers
from holger.policies.models.campaign import Campaign, CampaignStatus, Whom
from holger.policies.models.exception import ExceptionStatus, PolicyException
from holger.policies.models.link import PolicyLink
from holger.policies.models.passage import Passage
from holger.policies.models.policy import Policy, PolicyType
from holger.policies.models.reading import Acknowledgement, How, Reading, ReadingSettings
from holger.policies.models.review import Remark, Review, Verdict
from holger.policies.models.version import OPEN, SETTLED, Change, PolicyText, PolicyVersion, Status

__all__ = [
    "OPEN",
    "SETTLED",
    "Acknowledgement",
    "Approvers",
    "Campaign",
    "CampaignStatus",
    "Change",
    "ExceptionStatus",
    "How",
    "Passage",
    "Policy",
    "PolicyException",
    "PolicyLink",
    "PolicyText",
    "PolicyType",
    "PolicyVersion",
    "Reading",
    "ReadingSettings",
    "Remark",
    "Review",
    "Status",
    "Verdict",
    "Whom",
]
