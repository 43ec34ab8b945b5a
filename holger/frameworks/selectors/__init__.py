"""Every read of the room, seen by an actor."""

from holger.frameworks.selectors.coverage import claims_in, claims_on
from holger.frameworks.selectors.rows import (
    compared_with,
    frameworks_for,
    mappings_for,
    mappings_of,
    requirements_for,
    scopes_for,
    search,
    search_requirements,
    standings_for,
)
from holger.frameworks.selectors.sums import Section, by_section, sums_of
from holger.frameworks.selectors.written import newer, written

__all__ = [
    "Section",
    "by_section",
    "claims_in",
    "claims_on",
    "compared_with",
    "frameworks_for",
    "mappings_for",
    "mappings_of",
    "newer",
    "requirements_for",
    "scopes_for",
    "search",
    "search_requirements",
    "standings_for",
    "sums_of",
    "written",
]
