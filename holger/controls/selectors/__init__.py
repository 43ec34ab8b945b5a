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
from holger.controls.selectors.coverage import (
    Covered,
    coverage,
    covered,
)
from holger.controls.selectors.gap import (
    gap_answers_for,
    gap_rounds_for,
)
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
from holger.controls.selectors.proposing import (
    Answering,
    Proposed,
    proposed,
    proposed_for,
)
from holger.controls.selectors.reach import (
    Lead,
    Reach,
    Reached,
    Way,
    leads,
    reach,
)

__all__ = [
    "Answering",
    "Covered",
    "Lead",
    "Proposed",
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
    "gap_answers_for",
    "gap_rounds_for",
    "leads",
    "links_for",
    "links_of",
    "links_of_any",
    "overdue",
    "pickable",
    "proposed",
    "proposed_for",
    "proven_since",
    "reach",
    "readings_for",
    "search",
    "totals",
    "with_answers",
    "with_place",
]
