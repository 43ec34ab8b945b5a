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
from holger.policies.selectors.exceptions import (
    exceptions_for,
    exceptions_pickable,
    exceptions_soon,
    search_exceptions,
)
from holger.policies.selectors.links import Linked, link_for, links_of, links_of_many, policies_about
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
from holger.policies.selectors.ready import Offered, ready_offered
from holger.policies.selectors.remarks import remarks_about, remarks_in, remarks_of, reviews_about
from holger.policies.selectors.searching import policies_pickable, search_policies

__all__ = [
    "Linked",
    "Offered",
    "Standing",
    "approval_table",
    "approvers_for",
    "exceptions_for",
    "exceptions_pickable",
    "exceptions_soon",
    "frozen_of",
    "labels_settled",
    "last_round",
    "link_for",
    "links_of",
    "links_of_many",
    "pictures_of",
    "policies_about",
    "policies_for",
    "policies_pickable",
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
    "standings_of",
    "texts_of",
    "versions_for",
    "versions_of",
    "with_title",
    "writers_of",
]
