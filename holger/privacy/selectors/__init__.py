"""Every read of the room, seen by an actor."""

from holger.privacy.selectors.entities import entities_for, entities_of
from holger.privacy.selectors.facts import any_flag, facts_of, flagged, flags_of, gauge_of, judged, sent_on, with_rules
from holger.privacy.selectors.hands import hands_among, hands_for, hands_of
from holger.privacy.selectors.ready import Offered, ready_offered, role_holders
from holger.privacy.selectors.record import (
    ICON,
    activities_for,
    activities_pickable,
    activities_using,
    plain_activities_for,
    search_activities,
    transfers_for,
)

__all__ = [
    "ICON",
    "Offered",
    "activities_for",
    "activities_pickable",
    "activities_using",
    "any_flag",
    "entities_for",
    "entities_of",
    "facts_of",
    "flagged",
    "flags_of",
    "gauge_of",
    "hands_among",
    "hands_for",
    "hands_of",
    "judged",
    "plain_activities_for",
    "ready_offered",
    "role_holders",
    "search_activities",
    "sent_on",
    "transfers_for",
    "with_rules",
]
