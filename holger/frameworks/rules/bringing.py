"""What becomes of the files that somebody brings: each read, and each thing in them new, an update, or passed over."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from holger.core.words import N_, Reason, Words
from holger.frameworks.rules.brought import Brought, MappingSet
from holger.frameworks.rules.ciso.frameworks import key_of
from holger.frameworks.rules.faults import Fault, Unreadable
from holger.frameworks.rules.framework import Framework
from holger.frameworks.rules.mapping import Pair
from holger.frameworks.rules.oscal.documents import CATALOGUE, PROFILE
from holger.frameworks.rules.reading import read_any

NEW, UPDATE, PASSED = "new", "update", ""
FRAMEWORK, MAPPINGS = "framework", "mappings"
MOST_FILES = 5
CATALOGUE_BEGINS = re.compile(rb"\A\W*\"catalog\"\s*:|<(\w+:)?catalog[\s>]|^catalog\s*:", re.MULTILINE)
"""In JSON, XML and YAML."""


@dataclass(frozen=True)
class FileRead:
    name: str
    brought: Brought


@dataclass(frozen=True)
class There:
    """A framework of the same key that the organisation has."""

    edition: int
    from_library: bool = False
    archived: bool = False


@dataclass(frozen=True)
class Piece:
    """Something that a file brings, and what would become of it. ``why`` tells more, or why it is passed over."""

    key: str
    kind: str
    title: Words
    fate: str
    why: Reason | None = None

    @property
    def may(self) -> bool:
        return self.fate != PASSED


@dataclass(frozen=True)
class Ends:
    """A framework that mappings may name: ``codes`` is what its requirements are called, in small letters → their ids."""

    key: str
    codes: Mapping[str, str]


@dataclass(frozen=True)
class Resolved:
    """A mapping set between two frameworks that are there, as far as the requirements it names are."""

    source: str
    target: str
    pairs: Sequence[Pair] = ()
    left: int = 0
    there: int = 0
    """How many are said already, from either end."""
    missing: Sequence[str] = field(default_factory=tuple)
    """The frameworks that are not there, as the file names them."""


def read_all(files: Mapping[str, bytes], languages: frozenset[str], language: str) -> list[FileRead]:
    """What each file brings. A catalogue that lies beside a profile is what that builds on, and brings nothing by itself.

    Raises ``Unreadable`` with the faults of all files, each with the file's name.
    """
    found: list[FileRead] = []
    faults: list[Fault] = []
    for name in sorted(files, key=lambda name: (_may_be_catalogue(files[name]), list(files).index(name))):
        data = files[name]
        if _may_be_catalogue(data) and any(read.brought.kind == PROFILE for read in found):
            continue  # a profile has read it, and is all that it is here for
        beside = {other: content for other, content in files.items() if other != name}
        try:
            found.append(FileRead(name, read_any(name, data, languages, beside, language)))
        except Unreadable as error:
            faults += [replace(fault, file=fault.file or name) for fault in error.faults]
    if faults:
        raise Unreadable(_once(faults))
    built = any(read.brought.kind == PROFILE for read in found)
    return [read for read in found if not (built and read.brought.kind == CATALOGUE)]


def _may_be_catalogue(data: bytes) -> bool:
    """Does it begin as a catalogue of OSCAL does? Those are large, and wait until it is known whether a profile reads them."""
    return CATALOGUE_BEGINS.search(data[:1_000]) is not None


def _once(faults: Sequence[Fault]) -> list[Fault]:
    """What is wrong with a catalogue is found again by the profile that builds on it."""
    found: list[Fault] = []
    for fault in faults:
        if fault not in found:
            found.append(fault)
    return found


def fate(written: Framework, there: There | None) -> tuple[str, Reason | None]:
    """What would become of a framework, and why not where nothing would."""
    if there is None:
        return NEW, None
    versions = {"there": there.edition, "new": written.version}
    if there.archived:
        return PASSED, Reason(N_("It is archived here. Restore it first."))
    if there.from_library:
        return PASSED, Reason(N_("It comes from the library here, and is brought up to date from there."))
    if written.version > there.edition:
        return UPDATE, Reason(N_("Version %(new)s takes the place of version %(there)s. Answers are kept."), versions)
    if written.version == there.edition:
        return PASSED, Reason(N_("Version %(there)s is there already."), versions)
    return PASSED, Reason(N_("Version %(there)s is there; the file holds version %(new)s."), versions)


def ends(key: str, requirements: Iterable[tuple[str, str]]) -> Ends:
    """``requirements`` are (id, URN or "") of each."""
    codes: dict[str, str] = {}
    for code, urn in requirements:
        codes.setdefault(code.lower(), code)
        if urn:
            codes[urn.lower()] = code
    return Ends(key, codes)


def framework_named(urn: str, keys: Iterable[str]) -> str | None:
    """The key of the framework that a URN names: made of the URN as a whole, or its last part."""
    known = set(keys)
    return next((wanted for wanted in (key_of(urn), urn.rpartition(":")[2]) if wanted in known), None)


def resolved(
    mappings: MappingSet,
    source: Ends | None,
    target: Ends | None,
    said: Callable[[str, str], Collection[tuple[str, str]]] = lambda source, target: (),
) -> Resolved:
    """The pairs of a set by the ids of the two frameworks, without what is ``said`` between these two already."""
    missing = [urn for urn, end in ((mappings.source, source), (mappings.target, target)) if end is None]
    if source is None or target is None:
        return Resolved("", "", missing=missing)
    found: dict[tuple[str, str], Pair] = {}
    for pair in mappings.pairs:
        here, there = _code(pair.source, source), _code(pair.target, target)
        if here and there:
            found.setdefault((here, there), replace(pair, source=here, target=there))
    already = set(said(source.key, target.key))
    new = [pair for ends, pair in found.items() if ends not in already]
    return Resolved(source.key, target.key, new, len(mappings.pairs) - len(found), len(found) - len(new))


def _code(urn: str, end: Ends) -> str:
    return end.codes.get(urn.lower()) or end.codes.get(urn.lower().rpartition(":")[2], "")


def said_of(found: Resolved) -> tuple[str, Reason]:
    """What would become of a mapping set."""
    if found.missing:
        return PASSED, Reason(N_("Not here: %(names)s."), {"names": ", ".join(found.missing)})
    if found.there and not found.pairs:
        return PASSED, Reason(N_("All of it is said here already."))
    if not found.pairs:
        return PASSED, Reason(N_("It names no requirements that are here."))
    counts = {"count": len(found.pairs), "left": found.left}
    if found.left:
        return NEW, Reason(N_("Pairs: %(count)s. Left out, because they name what is not here: %(left)s."), counts)
    return NEW, Reason(N_("Pairs: %(count)s."), counts)
