"""The frameworks of a library: a flat list of nodes that name their parents becomes a tree."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from holger.core.words import N_
from holger.frameworks.rules.ciso.pieces import MOST, LibraryPieces, Told
from holger.frameworks.rules.framework import Framework, Group, Requirement, Words
from holger.frameworks.rules.naming import LONGEST_ID, LONGEST_LINE, cut, distinct, slug
from holger.frameworks.rules.nodes import Node

MOST_GROUPS = 50
DEEPEST = 12
KNOWN = ("urn", "ref_id", "name", "description", "annotation", "translations")
HEAD = (*KNOWN, "implementation_groups_definition", "requirement_nodes")
UNUSED_HEAD = ("min_score", "max_score", "scores_definition", "outcomes_definition", "field_visibility")
NODE = (
    *KNOWN,
    *("parent_urn", "depth", "assessable", "implementation_groups", "typical_evidence"),
    *("reference_controls", "threats"),
)
UNUSED_NODE = (
    *("questions", "weight", "display_mode", "importance", "min_score", "max_score", "scores_definition"),
    *("scores_definition_ref", "visibility_expression", "order_id"),
)
GROUP = ("ref_id", "name", "description", "translations")
UNUSED_GROUP = ("default_selected",)
YES = ("true", "yes", "on")
NO = ("false", "no", "off")


@dataclass(frozen=True)
class About:
    """What a library says of all that is in it."""

    version: int
    issuer: str
    rights: Words


@dataclass(frozen=True)
class Made:
    framework: Framework
    urn: str
    urns: set[str]
    """Of its requirements."""


@dataclass(frozen=True)
class _Draft:
    node: Node
    urn: str
    parent: str
    ref: str
    told: Mapping[str, Node]


def framework(pieces: LibraryPieces, node: Node, about: About) -> Made:
    told = pieces.told(node, HEAD, unused=UNUSED_HEAD, needed=("urn", "requirement_nodes"))
    said = pieces.in_languages(told)
    urn = pieces.new_urn(told.get("urn"))
    drafts = [_draft(pieces, each) for each in pieces.listed(told.get("requirement_nodes"))]
    ordered = _ordered(pieces, drafts)
    names = _names(ordered)
    groups = _Groups(pieces, told.get("implementation_groups_definition"))
    requirements = [_requirement(pieces, draft, names, groups) for draft in ordered]
    if not pieces.faults and not any(requirement.assessable for requirement in requirements):
        pieces.say(node, N_("There is no requirement in the framework."))
    made = Framework(
        key=key_of(urn),
        version=about.version,
        title=pieces.title(said, pieces.plain(told.get("ref_id"), "title") or urn),
        about=_cut(pieces.text(said, "description")),
        issuer=cut(about.issuer, LONGEST_LINE),
        rights=_cut(about.rights),
        link="",
        groups=groups.all(),
        requirements=requirements,
    )
    return Made(made, urn, {draft.urn for draft in drafts})


def _cut(words: Words) -> Words:
    return {language: cut(text) for language, text in words.items()}


def key_of(urn: str) -> str:
    """``urn:acme:risk:framework:house-rules`` → ``acme-house-rules``."""
    return slug(urn.removeprefix("urn:").replace(":risk:framework:", ":"))


def _draft(pieces: LibraryPieces, node: Node) -> _Draft:
    told = pieces.told(node, NODE, unused=UNUSED_NODE, needed=("urn",))
    urn, parent = pieces.new_urn(told.get("urn")), pieces.urn(told.get("parent_urn"))
    return _Draft(node, urn, parent, pieces.word(told.get("ref_id"), "title"), told)


# --- The tree --------------------------------------------------------------------------------------------------------


def _ordered(pieces: LibraryPieces, drafts: Sequence[_Draft]) -> list[_Draft]:
    """The whole before its parts, and parts in the order of the list. What is part of itself is never reached."""
    below: dict[str, list[_Draft]] = defaultdict(list)
    every = {draft.urn for draft in drafts}
    for draft in drafts:
        below[draft.parent].append(draft)
        if draft.parent and draft.parent not in every:
            text = N_("“%(id)s” is part of “%(parent)s”, which is not here.")
            pieces.say(draft.node, text, id=draft.urn, parent=draft.parent)
    found = list(_walked(below))
    for draft, depth in found:
        if depth > DEEPEST:
            pieces.say(draft.node, N_("This is nested too deeply."))
    reached = {draft.urn for draft, _depth in found}
    for draft in drafts:
        if draft.urn not in reached and draft.parent in every:
            pieces.say(draft.node, N_("“%(id)s” is part of itself."), id=draft.urn)
    return [draft for draft, _depth in found]


def _walked(below: dict[str, list[_Draft]]) -> Iterator[tuple[_Draft, int]]:
    """Each draft with its depth. What is below a name is taken once, so that nothing goes in circles."""
    waiting = [(draft, 1) for draft in reversed(below.pop("", []))]
    while waiting:
        draft, depth = waiting.pop()
        yield draft, depth
        waiting += [(each, depth + 1) for each in reversed(below.pop(draft.urn, []))]


def _names(drafts: Sequence[_Draft]) -> dict[str, str]:
    """What each goes by: its number in the framework where that is its alone, else the end of its URN."""
    counts = Counter(draft.ref for draft in drafts)
    own = {
        draft.urn: draft.ref
        for draft in drafts
        if draft.ref and counts[draft.ref] == 1 and len(draft.ref) <= LONGEST_ID
    }
    taken = set(own.values())
    return {draft.urn: own.get(draft.urn) or distinct(draft.urn.rpartition(":")[2], taken) for draft in drafts}


# --- Groups ----------------------------------------------------------------------------------------------------------


class _Groups:
    """Those that the framework describes, and those that its requirements name all the same."""

    def __init__(self, pieces: LibraryPieces, node: Node | None):
        self.pieces = pieces
        self.found: dict[str, Group] = {}
        for each in pieces.listed(node, MOST_GROUPS):
            told = pieces.told(each, GROUP, unused=UNUSED_GROUP, needed=("ref_id",))
            said, key = pieces.in_languages(told), pieces.named(told.get("ref_id"))
            if key in self.found:
                pieces.say(each, N_("The group “%(id)s” is there twice."), id=key)
            self.found[key] = Group(key, pieces.title(said, key), pieces.text(said, "description"))

    def of(self, node: Node | None) -> list[str]:
        keys = [self.pieces.named(each) for each in self.pieces.listed(node, MOST_GROUPS)]
        for each, key in zip(self.pieces.listed(node, MOST_GROUPS), keys, strict=True):
            self._must_be_there(each, key)
        return list(dict.fromkeys(keys))

    def _must_be_there(self, node: Node, key: str) -> None:
        if key in self.found:
            return
        if len(self.found) == MOST_GROUPS:
            self.pieces.say(node, N_("More than %(most)s are listed here."), most=MOST_GROUPS)
        self.pieces.note(N_("The group “%(name)s” is not described; it goes by that name."), name=key)
        self.found[key] = Group(key, {self.pieces.first_language(): key})

    def all(self) -> list[Group]:
        return list(self.found.values())


# --- One requirement -------------------------------------------------------------------------------------------------


def _requirement(pieces: LibraryPieces, draft: _Draft, names: Mapping[str, str], groups: _Groups) -> Requirement:
    told, said = draft.told, pieces.in_languages(draft.told)
    return Requirement(
        id=names[draft.urn],
        parent=names.get(draft.parent, ""),
        title=pieces.title(said, names[draft.urn]),
        assessable=_yes(pieces, told.get("assessable")),
        asks=_asks(pieces, said),
        guidance=pieces.text(said, "annotation"),
        evidence=pieces.lines(said, "typical_evidence"),
        groups=groups.of(told.get("implementation_groups")),
        facts=_facts(pieces, draft),
    )


def _asks(pieces: LibraryPieces, said: Told) -> dict[str, str]:
    """What it says; and its name, where that is too long for a title."""
    names, texts = pieces.text(said, "name"), pieces.text(said, "description")
    long = {language: name for language, name in names.items() if len(name) > LONGEST_LINE}
    return {
        language: "\n\n".join(text for text in (long.get(language), texts.get(language)) if text)
        for language in said
        if language in long or language in texts
    }


def _yes(pieces: LibraryPieces, node: Node | None) -> bool:
    text = pieces.word(node, "id").lower()
    if node is not None and text not in (*YES, *NO):
        pieces.say(node, N_("Only true or false is wanted here."))
    return text in YES


def _facts(pieces: LibraryPieces, draft: _Draft) -> dict[str, list[str]]:
    """Its URN, by which mappings and other libraries name it, and those of what it is usually met with."""
    found = {"urn": [draft.urn]}
    for name in ("reference_controls", "threats"):
        urns = [pieces.urn(each) for each in pieces.listed(draft.told.get(name), MOST)]
        if urns:
            found[name] = list(dict.fromkeys(urns))
    return found
