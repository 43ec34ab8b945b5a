"""Policies, their versions and the texts of these; who is to read them, and who has confirmed."""

from holger.policies.models.campaign import Campaign, CampaignStatus, Whom
from holger.policies.models.passage import Passage
from holger.policies.models.policy import Policy, PolicyType
from holger.policies.models.reading import Acknowledgement, How, Reading, ReadingSettings
from holger.policies.models.version import Change, PolicyText, PolicyVersion, Status

__all__ = [
    "Acknowledgement",
    "Campaign",
    "CampaignStatus",
    "Change",
    "How",
    "Passage",
    "Policy",
    "PolicyText",
    "PolicyType",
    "PolicyVersion",
    "Reading",
    "ReadingSettings",
    "Status",
    "Whom",
]
