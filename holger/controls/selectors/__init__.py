"""Every read of the room, seen by an actor."""

from holger.controls.selectors.gap import gap_answers_for, gap_rounds_for

__all__ = ["gap_answers_for", "gap_rounds_for"]
