"""A library: frameworks, how they answer each other, measures, threats and risk matrices, in one file."""

from dataclasses import dataclass, field, replace

from holger.core.words import N_
from holger.frameworks.rules.brought import Brought
from holger.frameworks.rules.ciso import catalogue, frameworks, mappings, matrices
from holger.frameworks.rules.ciso.frameworks import About
from holger.frameworks.rules.ciso.pieces import LIMITS, LibraryPieces
from holger.frameworks.rules.framework import Words
from holger.frameworks.rules.nodes import Node
from holger.frameworks.rules.source import tree

CISO = "ciso-library"
KNOWN = (
    "urn",
    "locale",
    "name",
    "description",
    "copyright",
    "version",
    "provider",
    "packager",
    "objects",
    "translations",
)
UNUSED = (
    *("ref_id", "publication_date", "annotation", "labels", "dependencies", "convert_library_version"),
    *("objects_to_remove", "builtin"),
)
OBJECTS = (
    *("framework", "frameworks", "reference_controls", "threats", "risk_matrix", "risk_matrices"),
    *("requirement_mapping_set", "requirement_mapping_sets"),
)
UNUSED_OBJECTS = ("metric_definitions", "preset", "ttp_catalogs", "tactics", "techniques", "workflows")


@dataclass(frozen=True)
class Library(Brought):
    urn: str = ""
    version: int = 1
    title: Words = field(default_factory=dict)
    about: Words = field(default_factory=dict)
    issuer: str = ""
    rights: Words = field(default_factory=dict)
    language: str = "en"
    """The one that it is written in; translations may be there besides."""


def read(data: bytes, languages: frozenset[str], name: str = "") -> Library:
    """``languages`` are the codes of the texts that are wanted. Raises ``Unreadable`` with every fault."""
    return understood(tree(name, data, LIMITS), languages)


def understood(node: Node, languages: frozenset[str]) -> Library:
    """The same, of a file that has been looked into already."""
    pieces = LibraryPieces(languages)
    return pieces.finished(lambda: _library(pieces, node))


def _library(pieces: LibraryPieces, node: Node) -> Library:
    told = pieces.told(node, KNOWN, unused=UNUSED, needed=("urn", "name", "version", "objects"))
    pieces.own = pieces.word(told.get("locale"), "id").lower() or "en"
    said = pieces.in_languages(told)
    about = About(
        version=pieces.number(told["version"]) if "version" in told else 1,
        issuer=pieces.word(told.get("provider") or told.get("packager"), "title"),
        rights=pieces.text(said, "copyright"),
    )
    title = pieces.text(said, "name", "title")
    if "name" in told and not title:
        text = N_("The texts are in “%(language)s”, which is not a language that is known here.")
        pieces.say(told.get("locale") or told["name"], text, language=pieces.own)
    head = Library(
        kind=CISO,
        urn=pieces.urn(told.get("urn")),
        version=about.version,
        title=title,
        about=pieces.text(said, "description"),
        issuer=about.issuer,
        rights=about.rights,
        language=pieces.own,
    )
    return _filled(head, pieces, told.get("objects"), about)


def _filled(head: Library, pieces: LibraryPieces, node: Node | None, about: About) -> Library:
    objects = pieces.told(node, OBJECTS, unused=UNUSED_OBJECTS)
    if not objects:
        pieces.say(node, N_("There is nothing in the library that is known here."))
    drafts = [
        frameworks.framework(pieces, each, about)
        for each in pieces.one_or_more(objects.get("framework"), objects.get("frameworks"))
    ]
    ends = {draft.urn: draft.urns for draft in drafts}
    filled = replace(
        head,
        frameworks=[draft.framework for draft in drafts],
        mappings=mappings.sets(
            pieces,
            pieces.one_or_more(objects.get("requirement_mapping_set"), objects.get("requirement_mapping_sets")),
            ends,
        ),
        controls=[catalogue.control(pieces, each) for each in pieces.listed(objects.get("reference_controls"))],
        threats=[catalogue.threat(pieces, each) for each in pieces.listed(objects.get("threats"))],
        matrices=[
            matrices.matrix(pieces, each)
            for each in pieces.one_or_more(objects.get("risk_matrix"), objects.get("risk_matrices"))
        ],
    )
    return replace(filled, notes=pieces.all_notes())
