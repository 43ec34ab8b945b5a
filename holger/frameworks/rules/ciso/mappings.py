"""The mapping sets of a library: how the requirements of one framework answer another's."""

from collections.abc import Mapping, Sequence

from holger.core.words import N_
from holger.frameworks.rules.brought import MappingSet
from holger.frameworks.rules.ciso.pieces import LibraryPieces
from holger.frameworks.rules.mapping import Pair
from holger.frameworks.rules.nodes import Node

MOST_PAIRS = 50_000
RELATIONS = {
    "equal": "equal",
    "subset": "subset",
    "superset": "superset",
    "intersect": "intersects",
    "intersects": "intersects",
    "not_related": "",
}
"""Theirs, and ours."""
ENDS = ("source_framework_urn", "target_framework_urn")
KNOWN = ("urn", "ref_id", "name", "description", "translations", "requirement_mappings", *ENDS)
UNUSED = ("annotation", "provider", "packager")
PAIR_ENDS = ("source_requirement_urn", "target_requirement_urn")
PAIR = (*PAIR_ENDS, "relationship", "rationale")
UNUSED_PAIR = ("strength_of_relationship", "annotation")
REVERSE = "-revert"


def sets(pieces: LibraryPieces, nodes: Sequence[Node], known: Mapping[str, set[str]]) -> list[MappingSet]:
    """``known`` are the requirements' URNs of the frameworks in the same file; ends in other frameworks are not checked."""
    found = [_set(pieces, node, known) for node in nodes]
    by_urn = {each.urn: each for each in found}
    return [each for each in found if not _only_turns(each, by_urn.get(each.urn.removesuffix(REVERSE)))]


def _only_turns(one: MappingSet, other: MappingSet | None) -> bool:
    """Some libraries say everything once more from the other end."""
    if other is None or other is one:
        return False
    turned = {(pair.source, pair.target, pair.relation) for pair in (each.turned() for each in one.pairs)}
    return turned == {(pair.source, pair.target, pair.relation) for pair in other.pairs}


def _set(pieces: LibraryPieces, node: Node, known: Mapping[str, set[str]]) -> MappingSet:
    told = pieces.told(node, KNOWN, unused=UNUSED, needed=("urn", *ENDS, "requirement_mappings"))
    said = pieces.in_languages(told)
    urn = pieces.new_urn(told.get("urn"))
    source, target = (pieces.urn(told.get(end)) for end in ENDS)
    title = pieces.title(said, pieces.plain(told.get("ref_id"), "title") or urn)
    reader = _Pairs(pieces, (known.get(source), known.get(target)), next(iter(title.values())))
    return MappingSet(
        urn=urn,
        ref=pieces.plain(told.get("ref_id"), "title"),
        title=title,
        about=pieces.text(said, "description"),
        source=source,
        target=target,
        pairs=reader.all(told.get("requirement_mappings")),
    )


class _Pairs:
    def __init__(self, pieces: LibraryPieces, known: Sequence[set[str] | None], origin: str):
        self.pieces = pieces
        self.known = known
        self.origin = origin
        self.found: dict[tuple[str, str], Pair] = {}
        self.unrelated = self.twice = 0

    def all(self, node: Node | None) -> list[Pair]:
        for each in self.pieces.listed(node, MOST_PAIRS):
            self._take(each)
        if self.unrelated:
            text = N_("Pairs of “%(name)s” that are said not to be related, and were left out: %(count)s.")
            self.pieces.note(text, name=self.origin, count=self.unrelated)
        if self.twice:
            text = N_("Pairs of “%(name)s” that are there once more, and were left out: %(count)s.")
            self.pieces.note(text, name=self.origin, count=self.twice)
        return list(self.found.values())

    def _take(self, node: Node) -> None:
        told = self.pieces.told(node, PAIR, unused=UNUSED_PAIR, needed=(*PAIR_ENDS, "relationship"))
        ends = [self.pieces.urn(told.get(end)) for end in PAIR_ENDS]
        for end, known in zip(ends, self.known, strict=True):
            if end and known is not None and end not in known:
                self.pieces.say(node, N_("There is no requirement “%(id)s”."), id=end)
        relation = RELATIONS.get(self.pieces.chosen_one(told.get("relationship"), list(RELATIONS)), "")
        pair = Pair(ends[0], ends[1], relation, self.origin, self.pieces.plain(told.get("rationale")))
        if not relation:
            self.unrelated += 1
        elif (pair.source, pair.target) in self.found:
            self.twice += 1
        else:
            self.found[pair.source, pair.target] = pair
