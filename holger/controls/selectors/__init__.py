"""Every read of the room, seen by an actor."""

from holger.controls.selectors.controls import (
    controls_for,
    links_for,
    links_of,
    links_of_any,
    pickable,
    readings_for,
    search,
)
from holger.controls.selectors.coverage import Covered, coverage, covered
from holger.controls.selectors.lists import (
    Totals,
    answers_by_framework,
    assets_protected,
    below_target,
    overdue,
    proven_since,
    totals,
    with_answers,
    with_place,
)
from holger.controls.selectors.reach import Lead, Reach, Reached, Way, leads, reach

__all__ = [
    "Covered",
    "Lead",
    "Reach",
    "Reached",
    "Totals",
    "Way",
    "answers_by_framework",
    "assets_protected",
    "below_target",
    "controls_for",
    "coverage",
    "covered",
    "leads",
    "links_for",
    "links_of",
    "links_of_any",
    "overdue",
    "pickable",
    "proven_since",
    "reach",
    "readings_for",
    "search",
    "totals",
    "with_answers",
    "with_place",
]
