"""An OSCAL document as what it brings: a catalogue as it is, a profile as the catalogue that it describes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from holger.core.words import N_
from holger.frameworks.rules.brought import Brought, Note
from holger.frameworks.rules.faults import Fault, Unreadable
from holger.frameworks.rules.nodes import Names, Node, Text
from holger.frameworks.rules.oscal.model import Catalogue, Import
from holger.frameworks.rules.oscal.pieces import LIMITS, OscalPieces
from holger.frameworks.rules.oscal.profile import resolved
from holger.frameworks.rules.oscal.reading import CatalogueReader, ProfileReader
from holger.frameworks.rules.oscal.requirements import framework
from holger.frameworks.rules.source import tree

CATALOGUE, PROFILE = "oscal-catalog", "oscal-profile"
DOCUMENTS = {"catalog": CATALOGUE, "profile": PROFILE}
OTHERS = (
    *("system-security-plan", "component-definition", "assessment-plan", "assessment-results"),
    *("plan-of-action-and-milestones", "mapping-collection"),
)
DEEPEST_IMPORT = 5
"""Profiles of profiles."""


def read_catalog(data: bytes, language: str = "en", name: str = "") -> Brought:
    """``language`` is the one that it is written in; OSCAL does not tell. Raises ``Unreadable``."""
    return understood(tree(name, data, LIMITS), language, {})


def read_profile(data: bytes, catalogues: Mapping[str, bytes], language: str = "en", name: str = "") -> Brought:
    """``catalogues`` are the documents that it builds on, by an address that it gives them, their file's name, or their uuid.

    One catalogue for a profile that names one is taken, whatever it is called. Raises ``Unreadable``.
    """
    return understood(tree(name, data, LIMITS), language, catalogues)


def understood(node: Node, language: str, beside: Mapping[str, bytes]) -> Brought:
    """The same, of a file that has been looked into already."""
    kind, body = _document(node)
    catalogue, notes = _catalogue(kind, body, _Beside(beside), 1)
    pieces = OscalPieces(frozenset())
    made, more = pieces.finished(lambda: framework(catalogue, pieces, language))
    return Brought(kind, frameworks=[made], notes=[*notes, *more])


def document_of(node: Node) -> str:
    """``catalog``, ``profile`` or another name that OSCAL has for a document; "" for what is not OSCAL."""
    if isinstance(node, Names):
        for key in node.held[::2]:
            if isinstance(key, Text) and key.text in (*DOCUMENTS, *OTHERS):
                return key.text
    return ""


def _document(node: Node) -> tuple[str, Node]:
    name = document_of(node)
    if name not in DOCUMENTS:
        text = N_("This is no catalogue and no profile of OSCAL. Other documents of OSCAL are not read.")
        raise Unreadable([Fault(node.line, text)])
    pieces = OscalPieces(frozenset())
    return DOCUMENTS[name], pieces.finished(lambda: pieces.told(node)).get(name, Names(node.line))


# --- What a profile builds on ----------------------------------------------------------------------------------------


@dataclass
class _Beside:
    """The files that came along. Each is read once, however often it is named."""

    files: Mapping[str, bytes]
    read: dict[str, tuple[Catalogue, list[Note]]] = field(default_factory=dict)

    def find(self, places: Sequence[str]) -> str | None:
        """The name of the file that lies at one of the places: the same address, or a file called alike."""
        wanted = [place for each in places for place in (each, each.removeprefix("#"))]
        for place in wanted:
            if place in self.files:
                return place
        stems = {_stem(place) for place in wanted} - {""}
        return next((name for name in self.files if _stem(name) in stems), None)


def _stem(place: str) -> str:
    """The same document lies as XML, JSON and YAML under the same name."""
    return PurePosixPath(unquote(urlsplit(place).path)).stem


def _catalogue(kind: str, body: Node, beside: _Beside, depth: int) -> tuple[Catalogue, list[Note]]:
    if kind == CATALOGUE:
        reader = CatalogueReader()
        return reader.finished(lambda: reader.catalogue(body)), []
    profiles = ProfileReader()
    profile = profiles.finished(lambda: profiles.profile(body))
    sources, notes = [], []
    for each in profile.imports:
        source, more = _source(each, beside, depth, is_only=len(profile.imports) == 1)
        sources.append(source)
        notes += more
    made, more = resolved(profile, sources)
    return made, [*notes, *more]


def _source(each: Import, beside: _Beside, depth: int, *, is_only: bool) -> tuple[Catalogue, list[Note]]:
    if depth > DEEPEST_IMPORT:
        text = N_("Profiles that build on profiles are read to a depth of %(most)s.")
        raise Unreadable([Fault(each.line, text, {"most": DEEPEST_IMPORT})])
    place, notes = each.places[-1], []
    name = beside.find(each.places)
    if name is None and is_only and len(beside.files) == 1:
        name = next(iter(beside.files))
        notes = [Note(N_("“%(name)s” was taken for “%(place)s”."), {"name": name, "place": place})]
    if name is None:
        text = N_("The profile builds on “%(place)s”. Bring that file along.")
        raise Unreadable([Fault(each.line, text, {"place": place})])
    if name not in beside.read:
        beside.read[name] = _opened(name, beside, depth)
    catalogue, more = beside.read[name]
    return catalogue, [*notes, *more]


def _opened(name: str, beside: _Beside, depth: int) -> tuple[Catalogue, list[Note]]:
    try:
        kind, body = _document(tree(name, beside.files[name], LIMITS))
        return _catalogue(kind, body, beside, depth + 1)
    except Unreadable as error:
        raise _of_another_file(name, error) from error


def _of_another_file(name: str, error: Unreadable) -> Unreadable:
    return Unreadable([replace(fault, file=fault.file or name) for fault in error.faults])
