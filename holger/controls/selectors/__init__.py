"""Every read of the room, seen by an actor."""

from holger.controls.selectors.controls import (
    controls_for,
    links_for,
    links_of,
    pickable,
    readings_for,
    search,
)

__all__ = [
    "controls_for",
    "links_for",
    "links_of",
    "pickable",
    "readings_for",
    "search",
]
