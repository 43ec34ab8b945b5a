"""The risk matrices of a library, checked: levels numbered without a gap, and a risk in every cell."""

import re
from collections.abc import Sequence

from holger.core.words import N_
from holger.frameworks.rules.brought import Level, Matrix
from holger.frameworks.rules.ciso.pieces import LibraryPieces
from holger.frameworks.rules.nodes import Items, Node

MOST_LEVELS = 20
SCALES = ("probability", "impact", "risk")
KNOWN = ("urn", "ref_id", "name", "description", "translations", "grid", *SCALES)
UNUSED = ("annotation", "strength_of_knowledge", "is_enabled", "provider", "packager", "locale")
LEVEL = ("id", "abbreviation", "name", "description", "hexcolor", "translations")
COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")


def matrix(pieces: LibraryPieces, node: Node) -> Matrix:
    told = pieces.told(node, KNOWN, unused=UNUSED, needed=("urn", *SCALES, "grid"))
    said = pieces.in_languages(told)
    urn, ref = pieces.new_urn(told.get("urn")), pieces.word(told.get("ref_id"), "title")
    likelihood, impact, risk = (_levels(pieces, told.get(scale)) for scale in SCALES)
    return Matrix(
        urn=urn,
        ref=ref,
        title=pieces.title(said, ref or urn),
        about=pieces.text(said, "description"),
        likelihood=likelihood,
        impact=impact,
        risk=risk,
        grid=_grid(pieces, told.get("grid"), (len(likelihood), len(impact), len(risk))),
    )


def _levels(pieces: LibraryPieces, node: Node | None) -> list[Level]:
    nodes = pieces.listed(node, MOST_LEVELS)
    if isinstance(node, Items) and not nodes:
        pieces.say(node, N_("A scale has at least one level."))
    return [_level(pieces, each, number) for number, each in enumerate(nodes)]


def _level(pieces: LibraryPieces, node: Node, number: int) -> Level:
    told = pieces.told(node, LEVEL)
    said = pieces.in_languages(told)
    if "id" in told and pieces.word(told["id"], "id") != str(number):
        pieces.say(told["id"], N_("Levels are numbered from 0: %(number)s is wanted here."), number=number)
    abbreviation = pieces.word(told.get("abbreviation"), "title")
    return Level(
        number=number,
        abbreviation=abbreviation,
        title=pieces.title(said, abbreviation or str(number)),
        about=pieces.text(said, "description"),
        colour=_colour(pieces, told.get("hexcolor")),
    )


def _colour(pieces: LibraryPieces, node: Node | None) -> str:
    text = pieces.word(node, "id")
    found = COLOUR.fullmatch(text)
    if text and not found:
        pieces.say(node, N_("A colour such as #D63939 is wanted here."))
    return f"#{found.group(1).upper()}" if found else ""


def _grid(pieces: LibraryPieces, node: Node | None, sizes: tuple[int, int, int]) -> Sequence[Sequence[int]]:
    """A row for each likelihood, in it a cell for each impact."""
    height, width, risks = sizes
    rows = pieces.listed(node, MOST_LEVELS)
    _must_be(pieces, node, len(rows), height)
    grid = []
    for row in rows:
        cells = pieces.listed(row, MOST_LEVELS)
        _must_be(pieces, row, len(cells), width)
        grid.append([_cell(pieces, cell, risks) for cell in cells])
    return grid


def _must_be(pieces: LibraryPieces, node: Node | None, found: int, wanted: int) -> None:
    if isinstance(node, Items) and found != wanted:
        pieces.say(node, N_("%(wanted)s are wanted here, %(found)s are there."), wanted=wanted, found=found)


def _cell(pieces: LibraryPieces, node: Node, risks: int) -> int:
    known = [str(number) for number in range(risks)]
    text = pieces.chosen_one(node, known)
    return int(text) if text in known else 0
