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
from holger.policies.selectors.remarks import remarks_about, remarks_in, remarks_of, reviews_about

__all__ = [
    "Standing",
    "approval_table",
    "approvers_for",
    "frozen_of",
    "labels_settled",
    "last_round",
    "pictures_of",
    "policies_for",
    "remarks_about",
    "remarks_in",
    "remarks_of",
    "review_due",
    "review_waiting",
    "reviewers_for",
    "reviews_about",
    "reviews_of",
    "standings_of",
    "texts_of",
    "versions_for",
    "versions_of",
    "with_title",
    "writers_of",
]
