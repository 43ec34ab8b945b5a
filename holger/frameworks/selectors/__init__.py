"""Every read of the room, seen by an actor."""

from holger.frameworks.selectors.bringing import (
    FrameworkPiece,
    MappingPiece,
    OtherPiece,
    drafts_for,
    framework_pieces,
    mapping_pieces,
    other_pieces,
    pieces,
)
from holger.frameworks.selectors.coverage import Claims, claim_about, claims_everywhere
from holger.frameworks.selectors.rows import (
    compared_with,
    frameworks_counted,
    frameworks_for,
    mappings_between,
    mappings_for,
    mappings_of,
    pickable,
    requirements_for,
    requirements_removed,
    scopes_for,
    search,
    search_requirements,
    standings_for,
)
from holger.frameworks.selectors.sums import Section, by_section, sums_by_scope, sums_of
from holger.frameworks.selectors.written import newer, written

__all__ = [
    "Claims",
    "FrameworkPiece",
    "MappingPiece",
    "OtherPiece",
    "Section",
    "by_section",
    "claim_about",
    "claims_everywhere",
    "compared_with",
    "drafts_for",
    "framework_pieces",
    "frameworks_counted",
    "frameworks_for",
    "mapping_pieces",
    "mappings_between",
    "mappings_for",
    "mappings_of",
    "newer",
    "other_pieces",
    "pickable",
    "pieces",
    "requirements_for",
    "requirements_removed",
    "scopes_for",
    "search",
    "search_requirements",
    "standings_for",
    "sums_by_scope",
    "sums_of",
    "written",
]
