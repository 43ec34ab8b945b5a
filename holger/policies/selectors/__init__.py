"""Every read of this room, seen by an actor."""

from holger.policies.selectors.approvers import (
    approval_table,
    approvers_for,
    last_round,
    review_waiting,
    reviewers_for,
    reviews_of,
    writers_of,
)
from holger.policies.selectors.campaigns import campaigns_for, find_campaigns, standing, team_readings
from holger.policies.selectors.exceptions import exceptions_for, exceptions_pickable, exceptions_soon, search_exceptions
from holger.policies.selectors.links import link_for, links_of, links_of_many, policies_about
from holger.policies.selectors.passages import search_rules
from holger.policies.selectors.policies import (
    Standing,
    frozen_of,
    labels_settled,
    pictures_of,
    policies_for,
    review_due,
    standings_of,
    texts_of,
    versions_for,
    versions_of,
    with_title,
)
from holger.policies.selectors.reading import (
    acknowledgements_for,
    applying_to,
    confirmed_before,
    my_acknowledgements,
    my_readings,
    readings_for,
)
from holger.policies.selectors.ready import Offered, ready_offered
from holger.policies.selectors.remarks import remarks_about, remarks_in, remarks_of, reviews_about
from holger.policies.selectors.searching import policies_pickable, search_policies

__all__ = [
    "Offered",
    "Standing",
    "acknowledgements_for",
    "applying_to",
    "approval_table",
    "approvers_for",
    "campaigns_for",
    "confirmed_before",
    "exceptions_for",
    "exceptions_pickable",
    "exceptions_soon",
    "find_campaigns",
    "frozen_of",
    "labels_settled",
    "last_round",
    "link_for",
    "links_of",
    "links_of_many",
    "my_acknowledgements",
    "my_readings",
    "pictures_of",
    "policies_about",
    "policies_for",
    "policies_pickable",
    "readings_for",
    "ready_offered",
    "remarks_about",
    "remarks_in",
    "remarks_of",
    "review_due",
    "review_waiting",
    "reviewers_for",
    "reviews_about",
    "reviews_of",
    "search_exceptions",
    "search_policies",
    "search_rules",
    "standing",
    "standings_of",
    "team_readings",
    "texts_of",
    "versions_for",
    "versions_of",
    "with_title",
    "writers_of",
]
