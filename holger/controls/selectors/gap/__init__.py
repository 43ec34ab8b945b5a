"""Gap rounds, what they say, and how they compare, as an actor sees it."""

from holger.controls.selectors.gap.comparing import (
    MOVES,
    left_since,
    moved_parts,
    moves_counted,
    with_moves,
)
from holger.controls.selectors.gap.rows import (
    CONFIRMED,
    TO_DO,
    UNCONFIRMED,
    answers_lined_up,
    earlier_answer,
    gap_answers_for,
    gap_rounds_for,
    gap_rounds_pickable,
    open_scopes,
    rounds_of,
    search_rounds,
    waiting_for,
    with_gaps,
)
from holger.controls.selectors.gap.sums import (
    Part,
    Workload,
    gap_parts,
    gap_sums,
    gap_workload,
    worst_gaps,
)

__all__ = [
    "CONFIRMED",
    "MOVES",
    "TO_DO",
    "UNCONFIRMED",
    "Part",
    "Workload",
    "answers_lined_up",
    "earlier_answer",
    "gap_answers_for",
    "gap_parts",
    "gap_rounds_for",
    "gap_rounds_pickable",
    "gap_sums",
    "gap_workload",
    "left_since",
    "moved_parts",
    "moves_counted",
    "open_scopes",
    "rounds_of",
    "search_rounds",
    "waiting_for",
    "with_gaps",
    "with_moves",
    "worst_gaps",
]
