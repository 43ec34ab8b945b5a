"""Reading the map, always as somebody."""

from holger.assets.selectors.counts import (
    Numbers,
    criticality_counts,
    flag_counts,
    map_numbers,
    review_counts,
)
from holger.assets.selectors.flagged import LIVE, carried_by, flagged, flags_of
from holger.assets.selectors.graph import Surroundings, graph_around, whole_map
from holger.assets.selectors.rows import (
    assets_for,
    dependencies_for,
    dependencies_of,
    functions,
    information_types_for,
    pickable,
    plain_assets_for,
    processes_for,
    references_in,
    search,
    search_information_types,
)

__all__ = [
    "LIVE",
    "Numbers",
    "Surroundings",
    "assets_for",
    "carried_by",
    "criticality_counts",
    "dependencies_for",
    "dependencies_of",
    "flag_counts",
    "flagged",
    "flags_of",
    "functions",
    "graph_around",
    "information_types_for",
    "map_numbers",
    "pickable",
    "plain_assets_for",
    "processes_for",
    "references_in",
    "review_counts",
    "search",
    "search_information_types",
    "whole_map",
]
