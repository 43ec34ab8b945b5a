"""The measures and the threats of a library."""

from collections.abc import Sequence

from holger.frameworks.rules.brought import CATEGORIES, FUNCTIONS, ReferenceControl, Threat
from holger.frameworks.rules.ciso.pieces import LibraryPieces
from holger.frameworks.rules.nodes import Node

THREAT = ("urn", "ref_id", "name", "description", "annotation", "translations")
CONTROL = (*THREAT, "category", "csf_function", "typical_evidence")
UNUSED = ("provider", "packager", "labels")


def control(pieces: LibraryPieces, node: Node) -> ReferenceControl:
    told = pieces.told(node, CONTROL, unused=UNUSED, needed=("urn",))
    said = pieces.in_languages(told)
    urn, ref = pieces.new_urn(told.get("urn")), pieces.word(told.get("ref_id"), "title")
    return ReferenceControl(
        urn=urn,
        ref=ref,
        title=pieces.title(said, ref or urn),
        about=pieces.text(said, "description"),
        guidance=pieces.text(said, "annotation"),
        category=_chosen(pieces, told.get("category"), CATEGORIES),
        function=_chosen(pieces, told.get("csf_function"), FUNCTIONS),
        evidence=pieces.lines(said, "typical_evidence"),
    )


def threat(pieces: LibraryPieces, node: Node) -> Threat:
    told = pieces.told(node, THREAT, unused=UNUSED, needed=("urn",))
    said = pieces.in_languages(told)
    urn, ref = pieces.new_urn(told.get("urn")), pieces.word(told.get("ref_id"), "title")
    return Threat(
        urn=urn,
        ref=ref,
        title=pieces.title(said, ref or urn),
        about=pieces.text(said, "description"),
        guidance=pieces.text(said, "annotation"),
    )


def _chosen(pieces: LibraryPieces, node: Node | None, known: Sequence[str]) -> str:
    return pieces.chosen_one(node, known) if node is not None else ""
