"""The catalogue of controls that holger brings along: a readable file for each area. Read when it is asked for, and kept."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from holger.assets.models import AssetType
from holger.controls.rules.catalogue import Answered, Catalogue, Entry, joined, read
from holger.core import words

ISO = "iso27001-2022"
"""The framework whose controls threats name."""
LANGUAGES = frozenset(words.LANGUAGES)
AREAS = (
    "governance",
    "people",
    "access",
    "devices",
    "network",
    "monitoring",
    "data",
    "operations",
    "development",
    "suppliers",
    "incidents",
    "continuity",
    "physical",
    "privacy",
)
"""In the order in which they are offered."""


@cache
def catalogue() -> Catalogue:
    folder = files(__name__)
    return joined(read(folder.joinpath(f"{area}.yaml").read_bytes(), LANGUAGES, AssetType.values) for area in AREAS)


def entry(key: str) -> Entry | None:
    """The catalogue's control of this key; None where a newer catalogue has left it out."""
    return catalogue().by_key.get(key)


@cache
def answering() -> Mapping[tuple[str, str], tuple[tuple[Entry, Answered], ...]]:
    """What in the catalogue answers a requirement, by the key of its framework and its code."""
    found: dict[tuple[str, str], list[tuple[Entry, Answered]]] = {}
    for each in catalogue().entries:
        for answered in each.answers:
            found.setdefault((answered.framework, answered.code), []).append((each, answered))
    return {at: tuple(pairs) for at, pairs in found.items()}
